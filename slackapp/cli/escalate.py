"""`escalate` in a terminal: what the sponsor would read is printed, then it asks."""

import json

import typer

from commands.errors import InvalidRequestError
from commands.escalate_item import escalate_item, find_silence, show_escalation
from slackapp.cli.plain import plain_text
from slackapp.cli.start import Yes, confirmed
from slackapp.cli.terminal import As, Json, Words, jsonable, open_terminal
from slackapp.grammar import normalise
from slackapp.views.escalate_item import build_escalated, build_question


def escalate_named_item(
    words: Words = None, *, as_person: As = None, yes: Yes = False, as_json: Json = False
) -> None:
    """Ask the executive sponsor about what nobody answers; shows first what they will read."""
    component = normalise(" ".join(words or []))
    with open_terminal(as_person, as_json=as_json) as (deps, actor):
        if not component:
            raise InvalidRequestError("Say of which component: `escalate gitaly`.")
        found = find_silence(deps.store, deps.catalog, actor, component)
        shown = show_escalation(deps.store, deps.catalog, actor, found, now=deps.clock())
        if not yes:
            printed = json.dumps(jsonable(shown), indent=2, sort_keys=True)
            typer.echo(printed if as_json else plain_text(build_question(shown)))
        if yes or (not as_json and confirmed(f"Ask {shown.sponsor.name}?")):
            done = escalate_item(deps.store, deps.catalog, actor, found, now=deps.clock())
            printed = json.dumps(jsonable(done), indent=2, sort_keys=True)
            typer.echo(printed if as_json else plain_text(build_escalated(done)))
