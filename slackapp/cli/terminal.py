"""Shared by the commands that use the database: options, actor, output and errors."""

import dataclasses
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any

import typer

from campaigns.people.roles import Actor
from commands.errors import InvalidRequestError
from commands.people.actors import OPERATOR, as_actor
from slackapp.cli.plain import mentioned_ids, plain_sentence, plain_text
from slackapp.cli.terminal_deps import terminal_deps
from slackapp.deps import Deps
from slackapp.errors import to_user_message
from slackapp.verbs import Reply
from storage.people.queries import find_person, find_person_by_gitlab, names_by_slack_id

Words = Annotated[list[str] | None, typer.Argument(help="The verb's arguments, as in Slack.")]
As = Annotated[
    str | None,
    typer.Option("--as", help="Act as the person with this Slack id or GitLab username."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


@contextmanager
def open_terminal(as_person: str | None, *, as_json: bool) -> Iterator[tuple[Deps, Actor]]:
    """Open the dependencies and find the actor; an error ends the process with a sentence."""
    with terminal_deps() as deps:
        try:
            yield deps, _actor(deps, as_person)
        except Exception as error:  # noqa: BLE001 - every error becomes a sentence
            _fail(_worded(deps, to_user_message(error)), as_json=as_json)


def _worded(deps: Deps, sentence: str) -> str:
    """Return a sentence with names instead of Slack's mentions."""
    mentioned, names = mentioned_ids(sentence), dict[str, str]()
    if mentioned and not deps.store.unusable:
        with deps.store.read() as session:
            names = names_by_slack_id(session, mentioned)
    known = {one.slack: one.name for one in deps.catalog.working_group.people if one.slack}
    return plain_sentence(sentence, known | names)


def _actor(deps: Deps, name: str | None) -> Actor:
    if name is None:
        return OPERATOR
    with deps.store.read() as session:
        person = find_person(session, name) or find_person_by_gitlab(
            session, name.removeprefix("@")
        )
    if person is None:
        raise InvalidRequestError(f"No user {name} found. Use a Slack id or a GitLab username.")
    return as_actor(deps.catalog, person)


def show(reply: Reply, *, as_json: bool) -> None:
    """Print a reply: its message, or its value as JSON for scripts."""
    if as_json:
        typer.echo(json.dumps(jsonable(reply.value), indent=2, sort_keys=True))
    else:
        typer.echo(plain_text(reply.message))


def confirmed(question: str) -> bool:
    """Ask for confirmation; only a person at a terminal can confirm."""
    return sys.stdin.isatty() and typer.confirm(question)


def _fail(sentence: str, *, as_json: bool) -> None:
    typer.echo(json.dumps({"error": sentence}) if as_json else sentence, err=not as_json)
    sys.exit(1)


def jsonable(value: Any) -> Any:  # noqa: ANN401 - any record
    """Convert any record to JSON values, including enum keys."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(jsonable(key)): jsonable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [jsonable(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, (datetime, date)) else value
