"""Answering a reminder: acknowledge, snooze, or find what it is about to unblock it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.reminders import SNOOZE_DAYS, ReminderState, acknowledged_until, snoozed_until
from campaigns.roles import Actor
from campaigns.states import OPEN_CAMPAIGN_STATES, ItemState
from campaigns.working_time import Availability
from commands.errors import InvalidRequestError, NotPermittedError, OutOfDateError
from commands.find_items import get_item
from commands.messages import want_digest_again
from commands.moments import Moment
from commands.recipients import availability_of
from storage.campaigns import get_campaign, get_item_record
from storage.catalog import Catalog
from storage.events import record_event
from storage.people import find_person, names_by_slack_id
from storage.records import CampaignRecord, ItemRecord
from storage.reminders import (
    ReminderRecord,
    find_reminder,
    list_item_reminders,
    list_told,
    update_reminders,
)
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class Answered:
    """What an answer did: these items are quiet until then."""

    items: tuple[ItemRecord, ...]
    quiet_until: datetime


@dataclass(frozen=True)
class _Asked:
    """A reminder that waits for an answer, with what it is about."""

    reminder: ReminderRecord
    campaign: CampaignRecord
    item: ItemRecord


@dataclass(frozen=True)
class _Saying:
    """What someone answers, and until when that keeps an item quiet."""

    kind: EventKind
    state: ReminderState
    quiet_until: datetime
    reason: str | None = None


def acknowledge_reminder(
    store: Store, catalog: Catalog, actor: Actor, reminder_id: int, *, now: Moment
) -> Answered:
    """Acknowledge one item: quiet for three working days.

    Raises:
        NotPermittedError: the reminder is somebody else's.
        OutOfDateError: it is answered already, or no longer needed.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        asked = _get_asked(session, actor, reminder_id)
        until = acknowledged_until(_availability(session, catalog, actor), now.story)
        said = _Saying(EventKind.item_acknowledged, ReminderState.acknowledged, until)
        return _record(session, actor, [asked], said, now=now)


def acknowledge_all(
    store: Store, catalog: Catalog, actor: Actor, digest: str, *, now: Moment
) -> Answered:
    """Acknowledge every item of a digest that still waits for an answer.

    Raises:
        NotPermittedError: the digest is somebody else's.
        OutOfDateError: nothing in it waits for an answer.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        told = list_told(session, digest)
        _require_own(actor, told)
        asked = [_read(session, r) for r in told]
        open_ones = [one for one in asked if _refusal(session, one) is None]
        if not open_ones:
            raise OutOfDateError("Nothing in this message waits for an answer any more.")
        until = acknowledged_until(_availability(session, catalog, actor), now.story)
        said = _Saying(EventKind.item_acknowledged, ReminderState.acknowledged, until)
        return _record(session, actor, open_ones, said, now=now)


def snooze_reminder(
    store: Store,
    catalog: Catalog,
    actor: Actor,
    reminder_id: int,
    days: int,
    *,
    now: Moment,
    reason: str | None = None,
) -> Answered:
    """Snooze one item for 1, 3 or 7 days.

    Raises:
        InvalidRequestError: another number of days.
        NotPermittedError: the reminder is somebody else's.
        OutOfDateError: it is answered already, or no longer needed.
    """
    if days not in SNOOZE_DAYS:
        raise InvalidRequestError("An item can be snoozed for 1, 3 or 7 days.")
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        asked = _get_asked(session, actor, reminder_id)
        until = snoozed_until(_availability(session, catalog, actor), now.story, days)
        said = _Saying(EventKind.item_snoozed, ReminderState.snoozed, until, reason)
        return _record(session, actor, [asked], said, now=now)


def name_reminded(store: Store, actor: Actor, reminder_id: int) -> str:
    """Name the item of a reminder as the verbs take it: `go/gitaly`.

    Raises:
        NotPermittedError: the reminder is somebody else's.
        OutOfDateError: it is no longer needed.
    """
    with store.read() as session:
        asked = _get_asked(session, actor, reminder_id)
    return f"{asked.campaign.runtime}/{asked.item.component}"


def find_asked(store: Store, actor: Actor, component: str) -> int:
    """Find the newest reminder of a component that someone can answer; gives its id.

    Raises:
        InvalidRequestError: no such component, or nothing was asked of them about it.
    """
    with store.read() as session:
        _, item = get_item(session, component)
        asked = [
            r.id
            for r in list_item_reminders(session, item.id)
            if r.person == actor.slack_id and r.state == ReminderState.sent
        ]
    if not asked:
        raise InvalidRequestError(f"Nothing about {item.title} waits for an answer from you.")
    return max(asked)


def _get_asked(session: Session, actor: Actor, reminder_id: int) -> _Asked:
    reminder = find_reminder(session, reminder_id)
    if reminder is None:
        raise OutOfDateError("I know nothing of this message any more.")
    _require_own(actor, [reminder])
    asked = _read(session, reminder)
    refusal = _refusal(session, asked)
    if refusal is not None:
        raise OutOfDateError(refusal)
    return asked


def _require_own(actor: Actor, told: Sequence[ReminderRecord]) -> None:
    if any(reminder.person != actor.slack_id for reminder in told):
        raise NotPermittedError("This was asked of somebody else: only they can answer it.")


def _read(session: Session, reminder: ReminderRecord) -> _Asked:
    campaign = get_campaign(session, reminder.campaign_id)
    return _Asked(reminder, campaign, get_item_record(session, reminder.item_id))


def _refusal(session: Session, asked: _Asked) -> str | None:
    """Say why a reminder cannot be answered, or nothing where it can."""
    reminder, title = asked.reminder, asked.item.title
    if asked.campaign.state not in OPEN_CAMPAIGN_STATES:
        return f"{asked.campaign.title} is {asked.campaign.state.value}: nothing is asked any more."
    if reminder.answered_by is not None:
        names = names_by_slack_id(session, [reminder.answered_by])
        who = names.get(reminder.answered_by, reminder.answered_by)
        return f"{title} was {reminder.state.value} by {who} already."
    if asked.item.state != ItemState.blocked:
        return f"{title} is no longer blocked: nothing is asked any more."
    if reminder.state != ReminderState.sent:
        return f"This question about {title} is out of date: the newest message counts."
    return None


def _availability(session: Session, catalog: Catalog, actor: Actor) -> Availability:
    person = find_person(session, actor.slack_id)
    if person is None:
        raise NotPermittedError("I do not know you: only who was asked can answer.")
    return availability_of(catalog, person)


def _record(
    session: Session, actor: Actor, asked: Sequence[_Asked], said: _Saying, *, now: Moment
) -> Answered:
    """Write the answer to everything that was asked about these items, and show it."""
    for one in asked:
        owner = one.reminder.owner
        listed = [r for r in list_item_reminders(session, one.item.id) if r.owner == owner]
        told = [r for r in listed if r.state == ReminderState.sent]
        to_come = [r.id for r in listed if r.state == ReminderState.planned]
        update_reminders(session, to_come, state=ReminderState.overtaken.value)
        update_reminders(
            session,
            [r.id for r in told],
            state=said.state.value,
            answered_by=actor.slack_id,
            answered_at=now.story,
            quiet_until=said.quiet_until,
            reason=said.reason,
        )
        _note(session, actor, one, said, now=now)
        for message in sorted({r.message for r in told if r.message}):
            want_digest_again(session, message, now=now)
    return Answered(tuple(one.item for one in asked), said.quiet_until)


def _note(session: Session, actor: Actor, one: _Asked, said: _Saying, *, now: Moment) -> None:
    event = Event(
        said.kind,
        one.campaign.slug,
        now.story,
        actor.slack_id,
        component=one.item.component,
        after=said.quiet_until.isoformat(),
        reason=said.reason,
    )
    record_event(session, one.campaign.id, event)
