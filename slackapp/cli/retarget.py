"""`retarget` in a terminal: what would follow is printed, then a question, then it happens."""

import json

import typer

from commands.retarget_campaign import preview_retarget, retarget_campaign
from slackapp.cli.plain import plain_text
from slackapp.cli.start import Yes, confirmed
from slackapp.cli.terminal import As, Json, Words, jsonable, open_terminal
from slackapp.grammar import normalise
from slackapp.listeners.retarget_campaign import parse
from slackapp.views.retarget_campaign import build_question, build_retargeted


def retarget(
    words: Words = None, *, as_person: As = None, yes: Yes = False, as_json: Json = False
) -> None:
    """Move a campaign to another patch of its cycle; asks before it does."""
    with open_terminal(as_person, as_json=as_json) as (deps, actor):
        request = parse(normalise(" ".join(words or [])))
        found = preview_retarget(deps.store, deps.catalog, actor, request)
        if not yes:
            shown = json.dumps(jsonable(found), indent=2, sort_keys=True)
            typer.echo(shown if as_json else plain_text(build_question(found)))
        if yes or (not as_json and confirmed(f"Move the target to {found.version}?")):
            number, version, reason = found.campaign.id, request.version, request.reason
            moved = retarget_campaign(
                deps.store, deps.catalog, actor, number, version, reason, now=deps.clock()
            )
            done = json.dumps(jsonable(moved), indent=2, sort_keys=True)
            typer.echo(done if as_json else plain_text(build_retargeted(moved)))
