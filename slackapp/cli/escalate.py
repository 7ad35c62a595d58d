"""`escalate` in a terminal: what the sponsor would read is printed, then it asks."""

from commands.errors import InvalidRequestError
from commands.reminders.escalate_item import escalate_item, find_silence, show_escalation
from slackapp.cli.asking import Yes, ask_first
from slackapp.cli.terminal import As, Json, Words, open_terminal
from slackapp.grammar import normalise
from slackapp.verbs import Reply
from slackapp.views.reminders.escalate_item import build_escalated, build_question


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

        def act() -> Reply:
            done = escalate_item(deps.store, deps.catalog, actor, found, now=deps.clock())
            return Reply(build_escalated(done), done)

        preview = Reply(build_question(shown), shown)
        ask_first(preview, f"Ask {shown.sponsor.name}?", act, yes=yes, as_json=as_json)
