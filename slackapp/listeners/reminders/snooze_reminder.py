"""`snooze`, and the modal behind Snooze and Snooze all."""

import re
from datetime import date
from typing import Any

from slack_bolt import Ack

from campaigns.people.roles import Permission
from commands.errors import InvalidRequestError
from commands.items.find_items import split_component
from commands.reminders.answer_reminder import Answered, find_asked, show_asked
from commands.reminders.snooze_reminder import SnoozeRequest, snooze_all, snooze_reminder
from slackapp.grammar import parse_date, split_at, split_word
from slackapp.listeners.pressing import Action, Press, Submitted
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.items.items import named_item
from slackapp.views.reminders import snooze_reminder as view
from slackapp.views.reminders.digest import build_answered
from slackapp.views.reminders.digest_buttons import SNOOZE, SNOOZE_ALL

ALL = "all"
_DAYS = re.compile(r"(?:for )?(?P<days>[0-9]{1,3})(?: days?)?", re.IGNORECASE)
_UNTIL = re.compile(r"until (?P<date>.+)", re.IGNORECASE)


def answer(call: Call) -> Reply:
    """Read `<component or all> <days or until a date> [because <words>]` and snooze it."""
    words, reason = split_at(call.words, "because")
    first, rest = split_word(words)
    if first.casefold() != ALL:
        with call.deps.store.read() as session:
            first, rest = split_component(session, words)
    request = SnoozeRequest(parse_until(rest), reason)
    target = None if first.casefold() == ALL else find_asked(call.deps.store, call.actor, first)
    done = _snooze(Press(call.deps, call.actor, "", {}), target, request)
    return Reply(build_answered(done), done)


def parse_until(words: str) -> int | date:
    """Read `3`, `3 days` or `until 2023-05-01`.

    Raises:
        InvalidRequestError: it is none of them.
    """
    days, until = _DAYS.fullmatch(words.strip()), _UNTIL.fullmatch(words.strip())
    if until is not None:
        return parse_date(until["date"])
    if days is None:
        raise InvalidRequestError(
            "Say what and for how many days, or until when: `snooze gitaly 3` or "
            "`snooze gitaly until 2023-05-01`."
        )
    return int(days["days"])


def on_snooze(press: Press) -> None:
    """Snooze pressed: the modal asks for how long, and why."""
    asked = show_asked(press.deps.store, press.actor, int(press.value))
    press.open(view.build_snooze(press.value, named_item(asked.campaign, asked.item)))


def on_snooze_all(press: Press) -> None:
    """Snooze all pressed: the same modal, for the whole digest."""
    press.open(view.build_snooze(press.value, "All that waits in this message"))


def on_submitted(ack: Ack, press: Press, submitted: dict[str, Any]) -> None:
    """Take the modal: of one reminder by its number, of a digest by its key."""
    target = int(press.value) if press.value.isdigit() else press.value
    try:
        _snooze(press, target, view.parse_snooze(submitted["state"]["values"]))
    except InvalidRequestError as error:
        ack(response_action="errors", errors={view.UNTIL: str(error)})
    else:
        ack()


def _snooze(press: Press, target: int | str | None, request: SnoozeRequest) -> Answered:
    """Snooze one reminder, or all that wait in a message or anywhere."""
    deps, actor, now = press.deps, press.actor, press.deps.clock()
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
    "be reminded again some days later; only the leads see why",
    answer,
    example="snooze gitaly until 2023-05-02 because the image is built then",
    permission=Permission.answer,
)
