"""The verbs in a terminal: `runtime-upgrade <verb> [words] [--as person] [--json]`."""

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from campaigns.people.roles import Actor
from commands.errors import InvalidRequestError
from commands.people.actors import OPERATOR, as_actor
from slackapp.cli.plain import plain_text
from slackapp.cli.terminal_deps import terminal_deps
from slackapp.deps import Deps
from slackapp.errors import to_user_message
from slackapp.grammar import normalise
from slackapp.listeners.show_help import VERBS
from slackapp.verbs import AnyVerb, Asks, Call, Reply, Request, Verb
from slackapp.views.message import Message
from slackapp.views.questions import Tick
from storage.people.queries import find_person, find_person_by_gitlab

Words = Annotated[list[str] | None, typer.Argument(help="The words of the verb, as in Slack.")]
As = Annotated[str | None, typer.Option("--as", help="Act as this Slack id or GitLab username.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


@dataclass(frozen=True)
class Way:
    """How a verb is used in a terminal: its options. ``ticked`` are the question's flags."""

    as_person: str | None = None
    yes: bool = False
    as_json: bool = False
    ticked: frozenset[str] = frozenset()


def add_verbs(cli: typer.Typer) -> None:
    """Add the verbs of the slash command, all but those that have a command of their own."""
    own = {command.name or _name(command.callback) for command in cli.registered_commands}
    for verb in VERBS:
        if verb.name not in own:
            purpose = f"{verb.purpose[0].upper()}{verb.purpose[1:]}."
            cli.command(verb.name, help=purpose)(_command(verb))


def _name(callback: Callable[..., Any] | None) -> str:
    return callback.__name__ if callback else ""


def _command(verb: AnyVerb) -> Callable[..., None]:
    def run(
        words: Words = None, *, as_person: As = None, as_json: Json = False, **flags: bool
    ) -> None:
        ticked = frozenset(flag for flag, given in flags.items() if given)
        run_verb(verb, words, Way(as_person, "yes" in ticked, as_json, ticked))

    flags = [_flag("yes", Yes), *map(_tick, verb.asks.buttons.ticks)] if verb.asks else []
    listed = list(signature(run).parameters.values())[:-1]
    # Typer reads a command's options from its signature.
    run.__signature__ = Signature([*listed, *flags])  # type: ignore[attr-defined]
    return run


def _tick(tick: Tick) -> Parameter:
    return _flag(tick.action_id, Annotated[bool, typer.Option(tick.flag, help=f"{tick.label}.")])


def _flag(name: str, annotation: object) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=False, annotation=annotation)


def run_verb(verb: AnyVerb, words: Sequence[str] | None, way: Way) -> None:
    """Use a verb in the terminal: where it asks first, only a yes makes it act."""
    with open_terminal(way.as_person, as_json=way.as_json) as (deps, actor):
        call = Call(actor, deps, way.ticked, _progress)
        request = verb.parse(normalise(" ".join(words or [])))
        if verb.asks is not None and not way.yes:
            _ask(verb, verb.asks, call, request, as_json=way.as_json)
            return
        reply = verb.act(call, request)
        show(verb.later(call, request) if verb.later else reply, as_json=way.as_json)


def _ask(
    verb: Verb[Request], asks: Asks[Request], call: Call, request: Request, *, as_json: bool
) -> None:
    """Show what would follow, ask, and act; ``--json`` without ``--yes`` only shows."""
    found = asks.ask(call, request)
    if isinstance(found, Reply):
        show(found, as_json=as_json)
        return
    show(Reply(Message(found.title, found.blocks), found.preview), as_json=as_json)
    if not as_json and confirmed(f"{found.confirm_label or asks.buttons.confirm_label}?"):
        show(verb.act(call, asks.read(found.value)), as_json=as_json)


def confirmed(question: str) -> bool:
    """Ask a question that only a person at a terminal can answer with yes."""
    return sys.stdin.isatty() and typer.confirm(question)


def _progress(message: Message) -> None:
    typer.echo(plain_text(message), err=True)


@contextmanager
def open_terminal(as_person: str | None, *, as_json: bool) -> Iterator[tuple[Deps, Actor]]:
    """Open the assistant's parts for someone; an error ends the process with a sentence."""
    with terminal_deps() as deps:
        try:
            yield deps, _actor(deps, as_person)
        except Exception as error:  # noqa: BLE001 - the door turns every error into a sentence
            _fail(to_user_message(error), as_json=as_json)


def _actor(deps: Deps, name: str | None) -> Actor:
    if name is None:
        return OPERATOR
    with deps.store.read() as session:
        person = find_person(session, name) or find_person_by_gitlab(
            session, name.removeprefix("@")
        )
    if person is None:
        raise InvalidRequestError(f"I know nobody by {name}: give a Slack id or a GitLab username.")
    return as_actor(deps.catalog, person)


def show(reply: Reply, *, as_json: bool) -> None:
    """Print an answer: its message for people, its value for scripts."""
    if as_json:
        typer.echo(json.dumps(jsonable(reply.value), indent=2, sort_keys=True))
    else:
        typer.echo(plain_text(reply.message))


def _fail(sentence: str, *, as_json: bool) -> None:
    typer.echo(json.dumps({"error": sentence}) if as_json else sentence, err=not as_json)
    sys.exit(1)


def jsonable(value: Any) -> Any:  # noqa: ANN401 - any record
    """Give any record as JSON values, enum keys included."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(jsonable(key)): jsonable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [jsonable(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, (datetime, date)) else value
