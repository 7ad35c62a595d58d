"""`retarget` in a terminal: what would follow is printed, then a question, then it happens."""

from commands.lifecycle.retarget_campaign import preview_retarget, retarget_campaign
from slackapp.cli.asking import Yes, ask_first
from slackapp.cli.terminal import As, Json, Words, open_terminal
from slackapp.grammar import normalise
from slackapp.listeners.lifecycle.retarget_campaign import parse
from slackapp.verbs import Reply
from slackapp.views.lifecycle.retarget_campaign import build_question, build_retargeted


def retarget(
    words: Words = None, *, as_person: As = None, yes: Yes = False, as_json: Json = False
) -> None:
    """Move a campaign to another patch of its cycle; asks before it does."""
    with open_terminal(as_person, as_json=as_json) as (deps, actor):
        request = parse(normalise(" ".join(words or [])))
        found = preview_retarget(deps.store, deps.catalog, actor, request)

        def act() -> Reply:
            number, version, reason = found.campaign.id, request.version, request.reason
            moved = retarget_campaign(
                deps.store, deps.catalog, actor, number, version, reason, now=deps.clock()
            )
            return Reply(build_retargeted(moved), moved)

        preview = Reply(build_question(found), found)
        question = f"Move the target to {found.version}?"
        ask_first(preview, question, act, yes=yes, as_json=as_json)
