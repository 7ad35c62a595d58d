"""`open` in a terminal: who would hear it is printed, then a question, then it happens."""

import json

import typer

from commands.open_tier import open_tier, preview_open
from slackapp.cli.plain import plain_text
from slackapp.cli.start import Yes, confirmed
from slackapp.cli.terminal import As, Json, Words, jsonable, open_terminal
from slackapp.grammar import normalise
from slackapp.listeners.open_tier import parse
from slackapp.views.open_tier import build_opened, build_question


def open_named_tier(
    words: Words = None, *, as_person: As = None, yes: Yes = False, as_json: Json = False
) -> None:
    """Let a tier start before the one in front of it is verified; asks before it does."""
    with open_terminal(as_person, as_json=as_json) as (deps, actor):
        request = parse(normalise(" ".join(words or [])))
        found = preview_open(deps.store, deps.catalog, actor, request)
        if not yes:
            shown = json.dumps(jsonable(found), indent=2, sort_keys=True)
            typer.echo(shown if as_json else plain_text(build_question(found)))
        if yes or (not as_json and confirmed(f"Open {found.title}?")):
            key, reason = found.key, found.reason
            opened = open_tier(
                deps.store, deps.catalog, actor, found.campaign.id, key, reason, now=deps.clock()
            )
            done = json.dumps(jsonable(opened), indent=2, sort_keys=True)
            typer.echo(done if as_json else plain_text(build_opened(opened)))
