"""Snoozing reminders, which mutes an item until a given day, with a reason for the leads."""

from dataclasses import dataclass
from datetime import date

from campaigns.dates import long_date
from campaigns.events import EventKind
from campaigns.notices import NoticeKind
from campaigns.people.roles import Actor, Role
from campaigns.people.working_time import Availability
from campaigns.reminders.ladder import ReminderState
from campaigns.reminders.snoozes import (
    MAX_DAYS,
    is_past,
    is_too_far,
    notifies_lead,
    snooze_day,
    snoozed_until,
)
from commands.clocks import Clocks
from commands.errors import InvalidRequestError
from commands.notices.notices import plan_notice
from commands.people.recipients import find_lead
from commands.reminders.answer_reminder import (
    Answered,
    NewAnswer,
    OpenReminder,
    availability_of_actor,
    get_asked,
    list_asked,
    record_answer,
)
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.reminders.answers import count_snoozes
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class SnoozeRequest:
    """A parsed `snooze`: for a number of days or until a date, with a reason for the leads."""

    until: int | date
    reason: str | None = None


def snooze_reminder(
    store: Store,
    catalog: Catalog,
    actor: Actor,
    reminder_id: int,
    request: SnoozeRequest,
    *,
    now: Clocks,
) -> Answered:
    """Snooze the item of a reminder.

    Raises:
        InvalidRequestError: the day is not in the future, or more than ninety days away.
        NotPermittedError: the reminder is for somebody else.
        OutOfDateError: the reminder is already answered, or no longer needed.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        asked = get_asked(session, actor, reminder_id)
        return _snooze(unit, actor, [asked], request)


def snooze_all(
    store: Store,
    catalog: Catalog,
    actor: Actor,
    message: str | None,
    request: SnoozeRequest,
    *,
    now: Clocks,
) -> Answered:
    """Snooze all open reminders of the actor, or only those in a message.

    Raises the same errors as `snooze_reminder`.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        asked = list_asked(session, actor, message)
        return _snooze(unit, actor, asked, request)


def _snooze(
    unit: Unit, actor: Actor, asked: list[OpenReminder], request: SnoozeRequest
) -> Answered:
    availability = availability_of_actor(unit, actor)
    until = snoozed_until(availability, _day(availability, request, unit.now))
    said = NewAnswer(EventKind.item_snoozed, ReminderState.snoozed, until, request.reason)
    done = record_answer(unit, actor, asked, said)
    for one in asked:
        _notify_lead(unit, actor, one, request)
    return done


def _day(availability: Availability, request: SnoozeRequest, now: Clocks) -> date:
    wanted = request.until
    too_far = f"That is more than {MAX_DAYS} days away: choose an earlier day."
    if not isinstance(wanted, date):
        if wanted > MAX_DAYS:
            raise InvalidRequestError(too_far)
        wanted = snooze_day(availability, now.story, wanted)
    if is_past(availability, now.story, wanted):
        raise InvalidRequestError(
            f"{long_date(wanted)} is not in the future: choose a later day, at most {MAX_DAYS} "
            "days away."
        )
    if is_too_far(availability, now.story, wanted):
        raise InvalidRequestError(too_far)
    return wanted


def _notify_lead(unit: Unit, actor: Actor, asked: OpenReminder, request: SnoozeRequest) -> None:
    """Notify the functional lead of an item's third and every later snooze."""
    times = count_snoozes(unit.session, asked.item.id)
    lead = find_lead(unit.session, unit.catalog, Role.functional_lead)
    if lead is None or lead.slack_id == actor.slack_id or not notifies_lead(times):
        return
    detail = {"who": actor.name, "times": times, "why": request.reason}
    plan_notice(unit, asked.item, NoticeKind.snoozed, detail=detail, person=lead)
