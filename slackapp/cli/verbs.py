"""The verbs in a terminal: `runtime-upgrade <verb> [words] [--as person] [--json]`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from campaigns.items.names import normalise
from slackapp.cli.plain import plain_text
from slackapp.cli.terminal import As, Json, Words, Yes, confirmed, open_terminal, show
from slackapp.listeners.show_help import VERBS
from slackapp.verbs import AnyVerb, Asks, Call, Reply, Request, Verb
from slackapp.views.message import Message
from slackapp.views.questions import Tick


@dataclass(frozen=True)
class VerbOptions:
    """A verb's options: ``yes`` confirms its question, and ``ticked`` lists the boxes to tick."""

    as_person: str | None = None
    as_json: bool = False
    yes: bool = False
    ticked: frozenset[str] = frozenset()


def add_verbs(cli: typer.Typer) -> None:
    """Add the verbs of the slash command, except those with their own command."""
    own = {command.name or _name(command.callback) for command in cli.registered_commands}
    for verb in VERBS:
        if verb.name not in own:
            purpose = f"{verb.purpose[0].upper()}{verb.purpose[1:]}."
            cli.command(verb.name, help=purpose)(_command(verb))


def _name(callback: Callable[..., Any] | None) -> str:
    return callback.__name__ if callback else ""


def _command(verb: AnyVerb) -> Callable[..., None]:
    """Build a verb's command; one that asks first gets `--yes` and a flag for each tick box."""

    def run(
        words: Words = None, *, as_person: As = None, as_json: Json = False, **flags: bool
    ) -> None:
        yes = flags.pop("yes", False)
        ticked = frozenset(flag for flag, given in flags.items() if given)
        run_verb(verb, words, VerbOptions(as_person, as_json, yes, ticked))

    listed = list(signature(run).parameters.values())[:-1]
    flags = [_flag("yes", Yes), *map(_tick, verb.asks.buttons.ticks)] if verb.asks else []
    run.__signature__ = Signature([*listed, *flags])  # type: ignore[attr-defined]  # Typer reads it
    return run


def _tick(tick: Tick) -> Parameter:
    return _flag(tick.action_id, Annotated[bool, typer.Option(tick.flag, help=f"{tick.label}.")])


def _flag(name: str, annotation: object) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=False, annotation=annotation)


def run_verb(verb: AnyVerb, words: Sequence[str] | None, options: VerbOptions) -> None:
    """Run a verb in the terminal; one that asks first acts only after confirmation."""
    with open_terminal(options.as_person, as_json=options.as_json) as (deps, actor):
        call = Call(actor, deps, options.ticked, _report)
        request = verb.parse(normalise(" ".join(words or [])))
        verb.require_permission(call)
        if verb.asks is not None and not options.yes:
            _ask(verb, verb.asks, call, request, as_json=options.as_json)
            return
        reply = verb.act(call, request)
        later = verb.later(call, request) if verb.later else None
        show(later or reply, as_json=options.as_json)


def _report(message: Message) -> None:
    typer.echo(plain_text(message), err=True)


def _ask(
    verb: Verb[Request], asks: Asks[Request], call: Call, request: Request, *, as_json: bool
) -> None:
    """Show the effects, ask for confirmation, and act; ``--json`` alone only shows the effects."""
    found = asks.ask(call, request)
    if isinstance(found, Reply):
        show(found, as_json=as_json)
        return
    show(Reply(Message(found.title, found.blocks), found.preview), as_json=as_json)
    if not as_json and confirmed(f"{found.confirm_label or asks.buttons.confirm_label}?"):
        show(verb.act(call, asks.read(found.value)), as_json=as_json)
