"""Commands that work on a checkout: `pins`, and `bump` with `--to`."""

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from commands.errors import InvalidRequestError
from runtimes.bumping import Bumped, bump_all
from runtimes.checkout import read_candidate, survey
from runtimes.model import Pin
from runtimes.reports import unified_diff
from runtimes.versions import Version
from slackapp.cli.pins import main, report_unread
from slackapp.grammar import parse_runtime, parse_runtime_version

# `pins` parses its own arguments: see slackapp.cli.entry.
PASS_THROUGH = {"allow_extra_args": True, "ignore_unknown_options": True}
Write = Annotated[
    bool, typer.Option("--write", help="Change the files instead of printing the diff.")
]


def pins(context: typer.Context) -> None:
    """List every line of a checkout that pins a runtime."""
    main(context.args)


def bump_checkout(path: Path, *, runtime: str, to: str, write: bool) -> None:
    """Print the smallest edit that updates every pin of a runtime; ``write`` applies it."""
    target, name = _read(runtime, to)
    found = survey(path, name)
    for file, of_file in groupby(found.pins, key=lambda pin: pin.path):
        text = read_candidate(path.resolve(), file)
        if isinstance(text, str):
            _bump_file(path / file, file, text, list(of_file), target, write=write)
    report_unread(found)


def _bump_file(
    at: Path, file: str, text: str, of_file: list[Pin], target: Version, *, write: bool
) -> None:
    bumped = bump_all(file, text, of_file, target)
    typer.echo(unified_diff(file, text, bumped.text), nl=False)
    if write and bumped.text != text:
        at.write_text(bumped.text, encoding="utf-8", newline="")
    _report_remaining(file, bumped)


def _report_remaining(file: str, bumped: Bumped) -> None:
    for left in bumped.left:
        typer.echo(f"{file}:{left.pin.line} left at {left.pin.raw}: {left.why}", err=True)
    for note in bumped.notes:
        typer.echo(f"{file}: {note}", err=True)


def _read(runtime: str, to: str) -> tuple[Version, str]:
    try:
        return parse_runtime_version(to), parse_runtime(runtime).name
    except InvalidRequestError as error:
        raise typer.BadParameter(str(error)) from error
