"""The `bump` command: edits a checkout if `--to` is given, otherwise bumps a component."""

from pathlib import Path
from typing import Annotated

import typer

from slackapp.cli.checkouts import Write, bump_checkout
from slackapp.cli.terminal import As, Json, Words, Yes
from slackapp.cli.verbs import VerbOptions, run_verb
from slackapp.listeners.merge_requests import VERB

Runtime = Annotated[
    str | None, typer.Option(help="The runtime whose pins to update in a checkout.")
]
To = Annotated[str | None, typer.Option(help="The version to update the pins to, such as 1.25.9.")]


def bump(
    words: Words = None,
    *,
    runtime: Runtime = None,
    to: To = None,
    write: Write = False,
    as_person: As = None,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Update every pin, in a checkout (PATH --runtime go --to 1.25.9) or in a merge request."""
    if runtime is None and to is None:
        run_verb(VERB, words, VerbOptions(as_person, as_json, yes))
        return
    if runtime is None or to is None:
        raise typer.BadParameter("--runtime and --to must be used together")
    path = Path(" ".join(words or ["."]))
    if not path.is_dir():
        raise typer.BadParameter(f"{path} is not a folder; pass the path of a checkout")
    bump_checkout(path, runtime=runtime, to=to, write=write)
