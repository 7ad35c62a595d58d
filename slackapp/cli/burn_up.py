"""The `burn-up` command: a campaign's progress as text, and as a chart in a file."""

import json
from pathlib import Path
from typing import Annotated

import typer

from commands.errors import InvalidRequestError
from commands.items.find_items import find_views
from commands.summary.read_burn_up import CampaignBurnUp, alt_text, read_burn_up, text_bar
from slackapp.cli.terminal import As, Json, Words, jsonable, open_terminal
from slackapp.deps import Deps
from slackapp.listeners.overview.show_status import parse_target
from slackapp.pictures.burn_up import draw_burn_up

Output = Annotated[Path | None, typer.Option("--output", help="Write the chart to this PNG file.")]


def burn_up(
    words: Words = None, *, output: Output = None, as_person: As = None, as_json: Json = False
) -> None:
    """Show a campaign's progress and forecast; --output draws them as a chart."""
    with open_terminal(as_person, as_json=as_json) as (deps, _):
        read = _read(deps, " ".join(words or []))
        if output is not None:
            _write(output, draw_burn_up(read.campaign.title, read.burn_up))
        text = f"{text_bar(read.burn_up)}\n{alt_text(read)}"
        typer.echo(json.dumps(jsonable(read), indent=2, sort_keys=True) if as_json else text)


def _read(deps: Deps, words: str) -> CampaignBurnUp:
    runtime, version = parse_target(words)
    with deps.store.read() as session:
        views = find_views(session, runtime, version)
    if len(views) != 1:
        raise InvalidRequestError(
            "Name one campaign, such as `burn-up go 1.20`. `runtime-upgrade list` lists them all."
        )
    return read_burn_up(deps.store, views[0].campaign.id, now=deps.clock())


def _write(output: Path, picture: bytes) -> None:
    try:
        output.write_bytes(picture)
    except OSError as error:
        raise InvalidRequestError(f"{output} cannot be written: {error.strerror}.") from error
