"""`escalate` and Ask the sponsor, with a preview of what the executive sponsor will read."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.reminders.escalate_item import escalate_item, show_escalation
from slackapp.listeners.pressing import Action, Press
from slackapp.verbs import Asks, Call, Reply, Verb
from slackapp.views.questions import Question
from slackapp.views.reminders import escalate_item as view
from slackapp.views.reminders.digest_buttons import ESCALATE


def parse(words: str) -> int | str:
    """Parse `<component>`."""
    if not words:
        raise InvalidRequestError("Name a component: `escalate gitaly`.")
    return words


def ask(call: Call, unanswered: int | str) -> Question:
    """Show what the sponsor would read."""
    deps = call.deps
    shown = show_escalation(deps.store, deps.catalog, call.actor, unanswered, now=deps.clock())
    return view.build_question(shown)


def act(call: Call, unanswered: int | str) -> Reply:
    """Ask the sponsor."""
    done = call.deps.carry_out(escalate_item, call.actor, unanswered)
    return Reply(view.build_escalated(done), done)


VERB: Verb[int | str] = Verb(
    "escalate",
    "escalate <component>",
    "ask the executive sponsor about an unanswered component; previews the message",
    parse,
    act,
    asks=Asks(ask, int, view.BUTTONS),
    example="escalate gitaly",
    permission=Permission.escalate,
)


def on_escalate(press: Press) -> None:
    """Handle Ask the sponsor… in a digest: ask the same question as `escalate`."""
    press.answer(VERB.answer(Call(press.actor, press.deps), int(press.value)).message)


BUTTONS: dict[str, Action] = {ESCALATE: on_escalate}
