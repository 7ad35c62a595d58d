"""`acknowledge`, and the buttons that acknowledge one item or a whole digest."""

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.reminders.acknowledge_reminder import acknowledge_all, acknowledge_reminder
from commands.reminders.answer_reminder import find_asked
from slackapp.listeners.pressing import Action, decides
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.reminders.digest import build_answered
from slackapp.views.reminders.digest_buttons import ACKNOWLEDGE, ACKNOWLEDGE_ALL

ALL = "all"


def parse(words: str) -> str:
    """Parse `<component>` or `all`."""
    if not words:
        raise InvalidRequestError("Name a component, or `all`: `acknowledge gitaly`.")
    return words


def act(call: Call, component: str) -> Reply:
    """Acknowledge the reminders."""
    deps, actor, now = call.deps, call.actor, call.deps.clock()
    if component.casefold() == ALL:
        done = acknowledge_all(deps.store, deps.catalog, actor, None, now=now)
    else:
        asked = find_asked(deps.store, actor, component)
        done = acknowledge_reminder(deps.store, deps.catalog, actor, asked, now=now)
    deps.wake_jobs()
    return Reply(build_answered(done), done)


BUTTONS: dict[str, Action] = {
    ACKNOWLEDGE: decides(acknowledge_reminder, int),
    ACKNOWLEDGE_ALL: decides(acknowledge_all, str),
}
VERB = Verb(
    "acknowledge",
    "acknowledge <component or all>",
    "acknowledge a reminder; no more reminders for three working days, or until something changes",
    parse,
    act,
    example="acknowledge gitaly",
    permission=Permission.answer,
)
