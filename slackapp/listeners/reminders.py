"""Reminders: what is to come, holding them back, and the buttons of a digest."""

import re
from functools import partial

from commands.answer_reminder import (
    acknowledge_all,
    acknowledge_reminder,
    find_asked,
    name_reminded,
    snooze_reminder,
)
from commands.errors import InvalidRequestError
from commands.find_items import split_component
from commands.pause_reminders import pause_reminders, resume_reminders
from commands.show_reminders import show_reminders
from commands.unblock_item import UnblockRequest, unblock_item
from slackapp.grammar import split_at, split_word
from slackapp.listeners.pressing import Action, Press
from slackapp.verbs import Call, Reply, Verb
from slackapp.views import reminders as view
from slackapp.views.items import build_unblocked

USUAL_DAYS = 14
_SNOOZE_DAYS = re.compile(r"(?P<days>[0-9]{1,3})(?: days?)?", re.IGNORECASE)


def answer_reminders(call: Call) -> Reply:
    """Read `[days]` and show what will be sent."""
    days = call.words or str(USUAL_DAYS)
    if not (days.isascii() and days.isdigit()):
        raise InvalidRequestError(f"{days} is no number of days: say `reminders 14`.")
    deps = call.deps
    outlook = show_reminders(deps.store, deps.catalog, int(days[:4]), now=deps.clock())
    return Reply(view.build_outlook(outlook), outlook)


def answer_acknowledge(call: Call) -> Reply:
    """Read `<component>` and acknowledge what was asked about it."""
    if not call.words:
        raise InvalidRequestError("Say what you acknowledge: `acknowledge gitaly`.")
    deps, actor = call.deps, call.actor
    asked = find_asked(deps.store, actor, call.words)
    done = acknowledge_reminder(deps.store, deps.catalog, actor, asked, now=deps.clock())
    deps.nudge()
    return Reply(view.build_answered(done), done)


def answer_snooze(call: Call) -> Reply:
    """Read `<component> <days> [because <words>]` and snooze it."""
    deps, actor = call.deps, call.actor
    words, reason = split_at(call.words, "because")
    with deps.store.read() as session:
        component, rest = split_component(session, words)
    days = _SNOOZE_DAYS.fullmatch(rest)
    if days is None:
        raise InvalidRequestError("Say what and for how many days: `snooze gitaly 3`.")
    asked = find_asked(deps.store, actor, component)
    done = snooze_reminder(
        deps.store,
        deps.catalog,
        actor,
        asked,
        int(days["days"]),
        now=deps.clock(),
        reason=reason,
    )
    deps.nudge()
    return Reply(view.build_answered(done), done)


def answer_pause(call: Call) -> Reply:
    """Read `reminders [<campaign>]` and hold them back."""
    deps, campaign = call.deps, _campaign(call.words, "pause")
    done = pause_reminders(deps.store, deps.catalog, call.actor, campaign, now=deps.clock())
    return Reply(view.build_paused(done), done)


def answer_resume(call: Call) -> Reply:
    """Read `reminders [<campaign>]` and let them go on."""
    deps, campaign = call.deps, _campaign(call.words, "resume")
    done = resume_reminders(deps.store, deps.catalog, call.actor, campaign, now=deps.clock())
    return Reply(view.build_resumed(done), done)


def _campaign(words: str, verb: str) -> str:
    what, campaign = split_word(words)
    if what.casefold() != "reminders":
        raise InvalidRequestError(f"Say what to {verb}: `{verb} reminders [<campaign>]`.")
    return campaign


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


def on_snooze(press: Press, days: int) -> None:
    """Snooze pressed, for so many days."""
    deps = press.deps
    snooze_reminder(deps.store, deps.catalog, press.actor, int(press.value), days, now=deps.clock())
    deps.nudge()


def on_unblocked(press: Press) -> None:
    """Unblocked pressed: the same as the verb, so it asks before it turns another's link."""
    deps = press.deps
    request = UnblockRequest(name_reminded(deps.store, press.actor, int(press.value)))
    done = unblock_item(deps.store, deps.catalog, press.actor, request, now=deps.clock())
    deps.nudge()
    press.answer(build_unblocked(done, request))


BUTTONS: dict[str, Action] = {
    view.ACKNOWLEDGE: on_acknowledge,
    view.ACKNOWLEDGE_ALL: on_acknowledge_all,
    view.UNBLOCK: on_unblocked,
    **{action_id: partial(on_snooze, days=days) for action_id, days in view.SNOOZE.items()},
}
REMINDERS = Verb(
    "reminders",
    "reminders [<days>]",
    "who will be reminded of what in the next days, and why",
    answer_reminders,
    example="reminders 7",
)
ACKNOWLEDGE = Verb(
    "acknowledge",
    "acknowledge <component>",
    "say that you know of a blocked component: quiet for three working days",
    answer_acknowledge,
    example="acknowledge gitaly",
)
SNOOZE = Verb(
    "snooze",
    "snooze <component> <1, 3 or 7> [because <words>]",
    "be reminded of a blocked component some days later",
    answer_snooze,
    example="snooze gitaly 3 because the image is built on Monday",
)
PAUSE = Verb(
    "pause",
    "pause reminders [<campaign>]",
    "hold back reminders, all or of one campaign",
    answer_pause,
    example="pause reminders go-1.20",
)
RESUME = Verb(
    "resume",
    "resume reminders [<campaign>]",
    "let reminders go on",
    answer_resume,
    example="resume reminders",
)
