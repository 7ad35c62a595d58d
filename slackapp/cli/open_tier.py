"""`open` in a terminal: who would hear it is printed, then a question, then it happens."""

from commands.lifecycle.open_tier import open_tier, preview_open
from slackapp.cli.asking import Yes, ask_first
from slackapp.cli.terminal import As, Json, Words, open_terminal
from slackapp.grammar import normalise
from slackapp.listeners.lifecycle.open_tier import parse
from slackapp.verbs import Reply
from slackapp.views.lifecycle.open_tier import build_opened, build_question


def open_named_tier(
    words: Words = None, *, as_person: As = None, yes: Yes = False, as_json: Json = False
) -> None:
    """Let a tier start before the one in front of it is verified; asks before it does."""
    with open_terminal(as_person, as_json=as_json) as (deps, actor):
        request = parse(normalise(" ".join(words or [])))
        found = preview_open(deps.store, deps.catalog, actor, request)

        def act() -> Reply:
            key, reason = found.key, found.reason
            opened = open_tier(
                deps.store, deps.catalog, actor, found.campaign.id, key, reason, now=deps.clock()
            )
            return Reply(build_opened(opened), opened)

        preview = Reply(build_question(found), found)
        ask_first(preview, f"Open {found.title}?", act, yes=yes, as_json=as_json)
