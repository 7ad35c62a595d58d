"""`snooze`, and the modal opened by Snooze and Snooze all."""

import re

from slack_bolt import Ack

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.reminders.answer_reminder import Answered, find_asked, show_asked
from commands.reminders.snooze_reminder import SnoozeRequest, snooze_all, snooze_reminder
from slackapp.grammar import parse_date, split_at
from slackapp.listeners.pressing import Action, Press, Submitted
from slackapp.payloads import SubmittedView
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.items.items import named_item
from slackapp.views.reminders import snooze_reminder as view
from slackapp.views.reminders.digest import build_answered
from slackapp.views.reminders.digest_buttons import SNOOZE, SNOOZE_ALL

ALL = "all"
_SNOOZED = re.compile(
    r"(?P<component>.+?) (?:(?:for )?(?P<days>[0-9]{1,3})(?: days?)?|until (?P<date>.+))",
    re.IGNORECASE,
)


def parse(words: str) -> tuple[str, SnoozeRequest]:
    """Parse `<component or all> <days, or until a date> [because <words>]`."""
    what, reason = split_at(words, "because")
    found = _SNOOZED.fullmatch(what)
    if found is None:
        raise InvalidRequestError(
            "Name a component, and a number of days or a date: `snooze gitaly 3` or "
            "`snooze gitaly until 2023-05-01`."
        )
    until = parse_date(found["date"]) if found["date"] else int(found["days"])
    return found["component"], SnoozeRequest(until, reason)


def act(call: Call, asked: tuple[str, SnoozeRequest]) -> Reply:
    """Snooze the reminders."""
    component, request = asked
    every = component.casefold() == ALL
    target = None if every else find_asked(call.deps.store, call.actor, component)
    done = _snooze(call, target, request)
    return Reply(build_answered(done), done)


def on_snooze(press: Press) -> None:
    """Handle Snooze: open the modal that asks for a duration and a reason."""
    asked = show_asked(press.deps.store, press.actor, int(press.value))
    press.open(view.build_snooze(press.value, named_item(asked.campaign, asked.item)))


def on_snooze_all(press: Press) -> None:
    """Handle Snooze all: open the same modal for the whole digest."""
    press.open(view.build_snooze(press.value, "Every open item in this message"))


def on_submitted(ack: Ack, press: Press, submitted: SubmittedView) -> None:
    """Handle the modal; its value is a reminder's number or a digest's key."""
    target = int(press.value) if press.value.isdigit() else press.value
    try:
        _snooze(
            Call(press.actor, press.deps), target, view.parse_snooze(submitted["state"]["values"])
        )
    except InvalidRequestError as error:
        ack(response_action="errors", errors={view.UNTIL: str(error)})
    else:
        ack()


def _snooze(call: Call, target: int | str | None, request: SnoozeRequest) -> Answered:
    """Snooze one reminder, all open ones in a message, or all open ones anywhere."""
    deps, actor, now = call.deps, call.actor, call.deps.clock()
    if isinstance(target, int):
        done = snooze_reminder(deps.store, deps.catalog, actor, target, request, now=now)
    else:
        done = snooze_all(deps.store, deps.catalog, actor, target, request, now=now)
    deps.wake_jobs()
    return done


BUTTONS: dict[str, Action] = {SNOOZE: on_snooze, SNOOZE_ALL: on_snooze_all}
MODALS: dict[str, Submitted] = {view.CALLBACK: on_submitted}
VERB = Verb(
    "snooze",
    "snooze <component or all> <days, or until a date> [because <words>]",
    "postpone a reminder by a number of days or until a date; only the leads see the reason",
    parse,
    act,
    example="snooze gitaly until 2023-05-02 because the image is built then",
    permission=Permission.answer,
)
