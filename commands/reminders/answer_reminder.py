"""Shared parts of all answers to reminders: who may answer, and what an answer mutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.model.reminder import Reminder
from campaigns.people.roles import Actor
from campaigns.people.working_time import Availability
from campaigns.reminders.causes import is_asked
from campaigns.reminders.ladder import Cause, ReminderState, acknowledged_until
from campaigns.states import OPEN_CAMPAIGN_STATES
from commands.clocks import Clocks
from commands.errors import InvalidRequestError, NotPermittedError, OutOfDateError
from commands.items.find_items import get_item
from commands.people.recipients import availability_of
from commands.unit import Unit
from storage.delivery.queues import enqueue_message_again
from storage.events import record_event
from storage.lifecycle.campaigns import get_campaign, get_item_record, get_view
from storage.people.queries import find_person, names_by_slack_id
from storage.reminders.queries import (
    find_reminder,
    list_item_reminders,
    list_message_reminders,
    list_waiting,
    update_reminders,
)
from storage.store import Store


@dataclass(frozen=True)
class Answered:
    """The result of an answer: the muted items, and when they are no longer muted."""

    items: tuple[Item, ...]
    quiet_until: datetime


@dataclass(frozen=True)
class OpenReminder:
    """A reminder that is waiting for an answer, with its item and campaign."""

    reminder: Reminder
    campaign: Campaign
    item: Item

    @property
    def name(self) -> str:
        """The item's name in commands, such as `go/gitaly`."""
        return f"{self.campaign.runtime}/{self.item.component}"


@dataclass(frozen=True)
class NewAnswer:
    """An answer, and when it stops muting the item."""

    kind: EventKind
    state: ReminderState
    quiet_until: datetime
    reason: str | None = None


def acknowledging(
    availability: Availability,
    now: Clocks,
    kind: EventKind = EventKind.item_acknowledged,
    reason: str | None = None,
) -> NewAnswer:
    """Build an answer that acknowledges a reminder."""
    until = acknowledged_until(availability, now.story)
    return NewAnswer(kind, ReminderState.acknowledged, until, reason)


def find_asked(store: Store, actor: Actor, component: str) -> int:
    """Return the id of the newest reminder of a component that the actor can answer.

    Raises:
        InvalidRequestError: the component is unknown, or the actor has no open reminder of it.
    """
    with store.read() as session:
        _, item = get_item(session, component)
        asked = [
            r.id
            for r in list_item_reminders(session, item.id)
            if r.person == actor.slack_id and r.state == ReminderState.sent
        ]
    if not asked:
        raise InvalidRequestError(f"No question about {item.title} is waiting for your answer.")
    return max(asked)


def show_asked(store: Store, actor: Actor, reminder_id: int) -> OpenReminder:
    """Return an open reminder for the modal in which it is answered.

    Raises:
        NotPermittedError: the reminder is for somebody else.
        OutOfDateError: the reminder is already answered, or no longer needed.
    """
    with store.read() as session:
        return get_asked(session, actor, reminder_id)


def get_asked(session: Session, actor: Actor, reminder_id: int) -> OpenReminder:
    """Return a reminder that the actor can answer; raises the same errors as `show_asked`."""
    reminder = find_reminder(session, reminder_id)
    if reminder is None:
        raise OutOfDateError("This message no longer exists.")
    _require_own(actor, [reminder])
    asked = read_asked(session, reminder)
    require_waiting(session, asked)
    return asked


def require_waiting(session: Session, asked: OpenReminder) -> None:
    """Check that a reminder is waiting for an answer.

    Raises:
        OutOfDateError: the reminder is already answered, or no longer needed.
    """
    refusal = _refusal(session, asked)
    if refusal is not None:
        raise OutOfDateError(refusal)


def list_asked(session: Session, actor: Actor, message: str | None) -> list[OpenReminder]:
    """List the actor's open reminders, or only those in a message, one per item.

    Raises:
        NotPermittedError: the message is for somebody else.
        OutOfDateError: there is no open reminder.
    """
    told = (
        list_message_reminders(session, message)
        if message
        else list_waiting(session, actor.slack_id)
    )
    _require_own(actor, told)
    asked = [read_asked(session, reminder) for reminder in told]
    open_ones = [one for one in asked if _refusal(session, one) is None]
    waiting = {(one.item.id, one.reminder.owner): one for one in open_ones}
    if not waiting:
        where = (
            "in this message is waiting for an answer" if message else "is waiting for your answer"
        )
        raise OutOfDateError(f"Nothing {where}.")
    return list(waiting.values())


def _require_own(actor: Actor, told: Sequence[Reminder]) -> None:
    if any(reminder.person != actor.slack_id for reminder in told):
        raise NotPermittedError("This question is for somebody else: only they can answer it.")


def read_asked(session: Session, reminder: Reminder) -> OpenReminder:
    """Read a reminder with its item and campaign."""
    campaign = get_campaign(session, reminder.campaign_id)
    return OpenReminder(reminder, campaign, get_item_record(session, reminder.item_id))


def _refusal(session: Session, asked: OpenReminder) -> str | None:
    """Return why a reminder cannot be answered, or None."""
    reminder, title = asked.reminder, asked.item.title
    if asked.campaign.state not in OPEN_CAMPAIGN_STATES:
        state = asked.campaign.state.value
        return f"{asked.campaign.title} is {state}: this question no longer applies."
    if reminder.answered_by is not None:
        names = names_by_slack_id(session, [reminder.answered_by])
        who = names.get(reminder.answered_by, reminder.answered_by)
        return f"{title} was already {reminder.state.value} by {who}."
    view = get_view(session, reminder.campaign_id)
    if not is_asked(view, asked.item, reminder.cause, reminder.blocker):
        blocked = reminder.cause in (Cause.blocked, Cause.blocker)
        now = "is no longer blocked" if blocked else "has changed since"
        return f"{title} {now}: this question no longer applies."
    if reminder.state != ReminderState.sent:
        return f"This question about {title} is out of date: answer the newest message instead."
    return None


def availability_of_actor(unit: Unit, actor: Actor) -> Availability:
    """Return the actor's working hours.

    Raises:
        NotPermittedError: the actor is not in the people table.
    """
    person = find_person(unit.session, actor.slack_id)
    if person is None:
        raise NotPermittedError(
            "You are not in the people table: only the person who was asked can answer."
        )
    return availability_of(unit.catalog, person)


def record_answer(
    unit: Unit, actor: Actor, asked: Sequence[OpenReminder], said: NewAnswer
) -> Answered:
    """Record an answer to all open reminders of these items, and refresh their messages."""
    for one in asked:
        owner = one.reminder.owner
        listed = [r for r in list_item_reminders(unit.session, one.item.id) if r.owner == owner]
        told = [r for r in listed if r.state == ReminderState.sent]
        to_come = [r.id for r in listed if r.state == ReminderState.planned]
        update_reminders(unit.session, to_come, state=ReminderState.overtaken.value)
        update_reminders(
            unit.session,
            [r.id for r in told],
            state=said.state.value,
            answered_by=actor.slack_id,
            answered_at=unit.now.story,
            quiet_until=said.quiet_until,
            reason=said.reason,
        )
        _note(unit, actor, one, said)
        for message in sorted({r.message for r in told if r.message}):
            enqueue_message_again(unit.session, message, now=unit.now.wall)
    return Answered(tuple(one.item for one in asked), said.quiet_until)


def _note(unit: Unit, actor: Actor, one: OpenReminder, said: NewAnswer) -> None:
    event = Event(
        said.kind,
        one.campaign.slug,
        unit.now.story,
        actor.slack_id,
        component=one.item.component,
        after=said.quiet_until.isoformat(),
        reason=said.reason,
    )
    record_event(unit.session, one.campaign.id, event)
