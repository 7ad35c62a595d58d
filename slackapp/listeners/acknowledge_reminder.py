"""`acknowledge`, and the buttons that acknowledge one item or a whole digest."""

from commands.acknowledge_reminder import acknowledge_all, acknowledge_reminder
from commands.answer_reminder import find_asked
from commands.errors import InvalidRequestError
from slackapp.listeners.pressing import Action, Press
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.digest_buttons import ACKNOWLEDGE, ACKNOWLEDGE_ALL
from slackapp.views.reminders import build_answered

ALL = "all"


def answer(call: Call) -> Reply:
    """Read `<component>` or `all` and acknowledge what was asked."""
    if not call.words:
        raise InvalidRequestError("Say what you acknowledge: `acknowledge gitaly`.")
    deps, actor, now = call.deps, call.actor, call.deps.clock()
    if call.words.casefold() == ALL:
        done = acknowledge_all(deps.store, deps.catalog, actor, None, now=now)
    else:
        asked = find_asked(deps.store, actor, call.words)
        done = acknowledge_reminder(deps.store, deps.catalog, actor, asked, now=now)
    deps.nudge()
    return Reply(build_answered(done), done)


def on_acknowledge(press: Press) -> None:
    """Acknowledge pressed."""
    deps = press.deps
    acknowledge_reminder(deps.store, deps.catalog, press.actor, int(press.value), now=deps.clock())
    deps.nudge()


def on_acknowledge_all(press: Press) -> None:
    """Acknowledge all pressed."""
    deps = press.deps
    acknowledge_all(deps.store, deps.catalog, press.actor, press.value, now=deps.clock())
    deps.nudge()


BUTTONS: dict[str, Action] = {ACKNOWLEDGE: on_acknowledge, ACKNOWLEDGE_ALL: on_acknowledge_all}
VERB = Verb(
    "acknowledge",
    "acknowledge <component or all>",
    "say that you know: quiet for three working days, or until something changes",
    answer,
    example="acknowledge gitaly",
)
