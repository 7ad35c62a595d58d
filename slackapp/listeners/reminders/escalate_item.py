"""`escalate`, and Ask the sponsor: shows first what the executive sponsor will read."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.reminders.escalate_item import escalate_item, find_silence, show_escalation
from slackapp.listeners.pressing import Action, Press
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.message import sentence
from slackapp.views.reminders import escalate_item as view
from slackapp.views.reminders.digest_buttons import ESCALATE


def answer(call: Call) -> Reply:
    """Read `<component>` and show what the sponsor would read of it."""
    deps = call.deps
    if not call.words:
        raise InvalidRequestError("Say of which component: `escalate gitaly`.")
    reminder = find_silence(deps.store, deps.catalog, call.actor, call.words)
    shown = show_escalation(deps.store, deps.catalog, call.actor, reminder, now=deps.clock())
    return Reply(view.build_question(shown), shown)


def on_escalate(press: Press) -> None:
    """Ask the sponsor… pressed: shows what they would read."""
    deps, number = press.deps, int(press.value)
    shown = show_escalation(deps.store, deps.catalog, press.actor, number, now=deps.clock())
    press.answer(view.build_question(shown))


def on_ask(press: Press) -> None:
    """Ask the sponsor pressed; who may is checked again."""
    deps, number = press.deps, int(press.value)
    done = escalate_item(deps.store, deps.catalog, press.actor, number, now=deps.clock())
    deps.wake_jobs()
    press.answer(view.build_escalated(done), replace=True)


def on_keep(press: Press) -> None:
    """Not now pressed: nothing changes."""
    press.answer(sentence("The sponsor is not asked."), replace=True)


BUTTONS: dict[str, Action] = {ESCALATE: on_escalate, view.ASK: on_ask, view.KEEP: on_keep}
VERB = Verb(
    "escalate",
    "escalate <component>",
    "ask the executive sponsor about what nobody answers; shows first what they will read",
    answer,
    example="escalate gitaly",
    permission=Permission.escalate,
)
