"""Reminding on request, within the limits of one digest per day and working hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.model.item import Item
from campaigns.model.person import Person
from campaigns.model.reminder import Reminder
from campaigns.people.roles import Actor, Permission
from campaigns.people.working_time import local_day, next_working_moment, opening_after
from campaigns.reminders.escalations import Escalation
from campaigns.reminders.ladder import ReminderState, RungKind
from campaigns.reminders.messages import DigestMessage
from commands.clocks import Clocks
from commands.errors import InvalidRequestError
from commands.items.find_items import get_item
from commands.people.actors import require
from commands.reminders.escalations import is_paused, list_escalations
from commands.reminders.plan_reminders import plan_reminders
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.queues import find_message
from storage.events import record_event
from storage.people.queries import find_person, find_person_by_gitlab
from storage.reminders.queries import list_item_reminders, update_reminders
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


class RemindKind(StrEnum):
    """The outcome of reminding a person of an item."""

    sent = "sent"
    later = "later"
    had_digest = "had_digest"
    told_today = "told_today"
    quiet = "quiet"
    paused = "paused"


_BROUGHT_FORWARD = (RemindKind.sent, RemindKind.later, RemindKind.had_digest)


@dataclass(frozen=True)
class Target:
    """A parsed `remind`: a component, or a person by Slack id or GitLab username."""

    component: str | None = None
    person: str | None = None


@dataclass(frozen=True)
class Reminded:
    """The outcome for an item; ``at`` is the time of the reminder, or of the end of muting."""

    kind: RemindKind
    owner: Person
    item: Item
    at: datetime | None


def remind(
    store: Store, catalog: Catalog, actor: Actor, target: Target, *, now: Clocks
) -> tuple[Reminded, ...]:
    """Remind the owner of an item, or a person of all their items, at the next allowed time.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may remind.
        InvalidRequestError: the component or person is unknown, or has no open reminder.
    """
    require(catalog, actor, Permission.remind)
    plan_reminders(store, catalog, clock=lambda: now)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        escalations = _escalations(unit, target)
        done = tuple(_bring_forward(unit, one) for one in escalations)
        for one, what in zip(escalations, done, strict=True):
            if what.kind in _BROUGHT_FORWARD:
                _note(unit, actor, one, what)
    plan_reminders(store, catalog, clock=lambda: now)
    return done


def _note(unit: Unit, actor: Actor, one: Escalation, what: Reminded) -> None:
    event = Event(
        EventKind.reminder_sent,
        one.campaign.slug,
        unit.now.story,
        actor.slack_id,
        component=one.item.component,
        after=what.at.isoformat() if what.at else None,
        reason=f"to {one.owner.name}",
    )
    record_event(unit.session, one.campaign.id, event)


def _escalations(unit: Unit, target: Target) -> Sequence[Escalation]:
    every = list_escalations(unit)
    if target.component is not None:
        _, item = get_item(unit.session, target.component)
        escalations = [one for one in every if one.item.id == item.id]
        named = item.title
    else:
        wanted = target.person or ""
        person = find_person(unit.session, wanted) or find_person_by_gitlab(unit.session, wanted)
        if person is None:
            raise InvalidRequestError(f"No user {wanted} found in this workspace.")
        escalations = [one for one in every if one.owner.slack_id == person.slack_id]
        named = person.name
    if not escalations:
        raise InvalidRequestError(f"No open reminders for {named}.")
    return escalations


def _bring_forward(unit: Unit, one: Escalation) -> Reminded:
    availability, owner = one.availability, one.owner
    if one.since > unit.now.story:
        return Reminded(RemindKind.quiet, owner, one.item, one.since)
    if is_paused(unit.session, one.campaign):
        return Reminded(RemindKind.paused, owner, one.item, None)
    at, kind = next_working_moment(availability, unit.now.story), RemindKind.later
    if at == unit.now.story:
        kind = RemindKind.sent
    today = DigestMessage.key_of(owner.slack_id, local_day(availability, at))
    if find_message(unit.session, today) is not None:
        at, kind = opening_after(availability, at, 1), RemindKind.had_digest
    reminder = _next_for_owner(unit.session, one)
    if reminder is not None and reminder.message == today:
        return Reminded(RemindKind.told_today, owner, one.item, reminder.sent_at)
    if reminder is not None:
        due = at if reminder.sent_at is not None else min(at, reminder.due_at)
        planned = ReminderState.planned.value
        values = {"state": planned, "message": None, "sent_at": None, "due_at": due}
        update_reminders(unit.session, [reminder.id], **values)
    return Reminded(kind, owner, one.item, at)


def _next_for_owner(session: Session, one: Escalation) -> Reminder | None:
    """Return the owner's next reminder, or the last one if only leads are reminded next."""
    own = [
        reminder
        for reminder in list_item_reminders(session, one.item.id)
        if reminder.owner == one.owner.slack_id
        and reminder.person == reminder.owner
        and reminder.since == one.since
        and reminder.kind in (RungKind.digest, RungKind.thread)
    ]
    planned = [r for r in own if r.state == ReminderState.planned]
    sent = [r for r in own if r.state == ReminderState.sent and r.kind == RungKind.digest]
    return next(iter(planned or sent[-1:]), None)
