"""`pins` and `bump`: what a checkout pins, and the edit that moves it. Needs no settings."""

import json
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from commands.errors import InvalidRequestError
from runtimes.bumping import Bumped, bump_all
from runtimes.checkout import Survey, read_candidate, survey
from runtimes.model import Pin
from runtimes.reports import pin_objects, unified_diff
from runtimes.versions import Version
from slackapp.cli.terminal import Json
from slackapp.grammar import parse_runtime, parse_runtime_version

Folder = Annotated[
    Path, typer.Argument(help="A checkout.", exists=True, file_okay=False, readable=True)
]
RuntimeName = Annotated[str | None, typer.Option(help="Only this runtime: go, ruby, node, …")]
Write = Annotated[bool, typer.Option("--write", help="Change the files; else print the edit.")]


def pins(path: Folder, *, runtime: RuntimeName = None, as_json: Json = False) -> None:
    """List every line of a checkout that pins a runtime."""
    found = survey(path, _name(runtime))
    if as_json:
        typer.echo(json.dumps(pin_objects(found.pins), indent=2))
    elif not found.pins:
        typer.echo("Nothing here pins a runtime that I know.")
    for pin in () if as_json else found.pins:
        typer.echo(f"{pin.path}:{pin.line}  {pin.runtime} {pin.raw}  {pin.edit}: {pin.reason}")
    _say_unread(found)


def bump_checkout(path: Path, *, runtime: str, to: str, write: bool) -> None:
    """Move every pin of a runtime to a version by the smallest edit, and print it."""
    target, name = _version(to), _name(runtime)
    found = survey(path, name)
    for file, of_file in groupby(found.pins, key=lambda pin: pin.path):
        text = read_candidate(path.resolve(), file)
        if isinstance(text, str):
            _bump_file(path / file, file, text, list(of_file), target, write=write)
    _say_unread(found)


def _bump_file(
    at: Path, file: str, text: str, of_file: list[Pin], target: Version, *, write: bool
) -> None:
    bumped = bump_all(file, text, of_file, target)
    typer.echo(unified_diff(file, text, bumped.text), nl=False)
    if write and bumped.text != text:
        at.write_text(bumped.text, encoding="utf-8", newline="")
    _say_left(file, bumped)


def _say_left(file: str, bumped: Bumped) -> None:
    for left in bumped.left:
        typer.echo(f"{file}:{left.pin.line} left at {left.pin.raw}: {left.why}", err=True)
    for note in bumped.notes:
        typer.echo(f"{file}: {note}", err=True)


def _say_unread(found: Survey) -> None:
    for unread in found.unread:
        typer.echo(f"{unread.path} was not read: {unread.reason}", err=True)


def _name(word: str | None) -> str | None:
    try:
        return None if word is None else parse_runtime(word).name
    except InvalidRequestError as error:
        raise typer.BadParameter(str(error)) from error


def _version(word: str) -> Version:
    try:
        return parse_runtime_version(word)
    except InvalidRequestError as error:
        raise typer.BadParameter(str(error)) from error
