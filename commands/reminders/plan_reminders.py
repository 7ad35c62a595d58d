"""The reminder job: cancels obsolete reminders, plans the next ones and sends due ones.

A change of state and its message are committed together. The key of a digest contains the person
and their local day, so that at most one per working day is sent.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby

from sqlmodel import Session

from campaigns.events import ASSISTANT, Event, EventKind
from campaigns.model.reminder import Reminder
from campaigns.people.absence import find_absence
from campaigns.people.delegates import Assignees
from campaigns.people.working_time import closing, is_working, local_day
from campaigns.reminders.escalations import Escalation, escalation_of
from campaigns.reminders.ladder import ReminderState, Rung, RungKind, next_due
from campaigns.reminders.messages import DigestMessage, NudgeMessage
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.people.delegates import read_assignees
from commands.people.recipients import availability_of
from commands.reminders.escalations import is_paused, list_escalations
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.queues import enqueue_message_again, find_message
from storage.events import record_event
from storage.lifecycle.campaigns import get_campaign, get_item_record
from storage.people.queries import find_person
from storage.reminders.queries import (
    add_reminders,
    has_active_campaigns,
    has_open_reminders,
    list_due_reminders,
    list_open_reminders,
    move_reminder,
    release_unsent,
    update_reminders,
)
from storage.reminders.tables import ReminderRow
from storage.store import Store


def plan_reminders(store: Store, catalog: Catalog, *, clock: Callable[[], Clocks]) -> int:
    """Update all reminders; return how many were dispatched.

    The clock is read once the store is locked for writing. A time from before a long wait could be
    earlier than that of a run which has finished since, and would undo what that run has sent.
    """
    with store.read() as session:
        idle = not has_active_campaigns(session) and not has_open_reminders(session)
    if idle:
        return 0
    with store.write() as session:
        unit = Unit(session, catalog, now := clock())
        release_unsent(session, now.story.date())
        escalations = list_escalations(unit)
        assignees = read_assignees(unit, ())
        _overtake(unit, assignees, escalations)
        ladder = catalog.working_group.reminders.ladder.rungs
        begun = [one for one in escalations if not one.planned and not one.begins_later(now.story)]
        add_reminders(session, [_next(ladder, assignees, one) for one in begun])
        return _send_due(unit, escalations)


def _overtake(unit: Unit, assignees: Assignees, escalations: Sequence[Escalation]) -> None:
    """Cancel reminders without an escalation, such as those of closed or reassigned items."""
    going_on = {one.key for one in escalations}
    reminders = list_open_reminders(unit.session)
    over = [reminder for reminder in reminders if escalation_of(reminder) not in going_on]
    _redirect(unit.session, assignees, escalations, reminders)
    update_reminders(unit.session, [r.id for r in over], state=ReminderState.overtaken.value)
    for campaign_id, item_id in sorted({(r.campaign_id, r.item_id) for r in over}):
        _note_overtaken(unit, campaign_id, item_id)
    for message in sorted({r.message for r in over if r.message}):
        enqueue_message_again(unit.session, message, now=unit.now.wall)


def _redirect(
    session: Session,
    assignees: Assignees,
    escalations: Sequence[Escalation],
    reminders: Iterable[Reminder],
) -> None:
    """Redirect planned reminders if their recipient has changed, such as a lead who is away."""
    owners = {one.key: one.owner for one in escalations}
    for reminder in reminders:
        owner = owners.get(escalation_of(reminder))
        planned = reminder.state == ReminderState.planned
        if owner is None or not planned or reminder.kind == RungKind.executive_sponsor:
            continue
        person = assignees.recipient(reminder.kind, owner).slack_id
        if person != reminder.person:
            move_reminder(session, reminder.id, person)


def _note_overtaken(unit: Unit, campaign_id: int, item_id: int) -> None:
    event = Event(
        EventKind.reminder_overtaken,
        get_campaign(unit.session, campaign_id).slug,
        unit.now.story,
        ASSISTANT,
        component=get_item_record(unit.session, item_id).component,
    )
    record_event(unit.session, campaign_id, event)


def _next(ladder: Sequence[Rung], assignees: Assignees, one: Escalation) -> ReminderRow:
    due = next_due(ladder, one.last, one.since, one.availability)
    person = assignees.recipient(due.kind, one.owner)
    return ReminderRow(
        campaign_id=one.campaign.id,
        item_id=one.item.id,
        cause=one.cause.value,
        blocker=one.blocker,
        person=person.slack_id,
        owner=one.owner.slack_id,
        since=one.since,
        step=due.step,
        kind=due.kind.value,
        due_at=due.at,
    )


def _send_due(unit: Unit, escalations: Iterable[Escalation]) -> int:
    """Dispatch due reminders to people during their working hours; return how many."""
    campaigns = {one.campaign.id: one.campaign for one in escalations}
    held = {number for number, one in campaigns.items() if is_paused(unit.session, one)}
    due = [r for r in list_due_reminders(unit.session, unit.now.story) if r.campaign_id not in held]
    by_person = groupby(sorted(due, key=lambda r: (r.person, r.id)), key=lambda r: r.person)
    return sum(_send_to(unit, who, list(rs)) for who, rs in by_person)


def _send_to(unit: Unit, who: str, due: Sequence[Reminder]) -> int:
    person = find_person(unit.session, who)
    if person is None or find_absence(person, unit.now.story) is not None:
        return 0
    availability = availability_of(unit.catalog, person)
    if not is_working(availability, unit.now.story):
        return 0
    day = local_day(availability, unit.now.story)
    digest = [r for r in due if r.kind != RungKind.thread]
    sent = 0
    if digest and _is_first(unit.session, key := DigestMessage.key_of(who, day)):
        message = DigestMessage(key, closing(availability, unit.now.story))
        enqueue(unit.session, message, to=who, now=unit.now)
        sent += _mark_sent(unit, digest, key)
    return sent + _nudge(unit, [r for r in due if r.kind == RungKind.thread], day)


def _nudge(unit: Unit, due: Sequence[Reminder], day: date) -> int:
    """Mention a person in the threads of campaigns, once per campaign and day."""
    sent = 0
    for campaign_id in sorted({r.campaign_id for r in due}):
        reminders = [r for r in due if r.campaign_id == campaign_id]
        key = NudgeMessage.key_of(reminders[0].person, campaign_id, day)
        if _is_first(unit.session, key):
            channel = unit.catalog.working_group.channel
            enqueue(unit.session, NudgeMessage(campaign_id, key), to=channel, now=unit.now)
            sent += _mark_sent(unit, reminders, key)
    return sent


def _is_first(session: Session, key: str) -> bool:
    return find_message(session, key) is None


def _mark_sent(unit: Unit, reminders: Sequence[Reminder], key: str) -> int:
    values = {"state": ReminderState.sent.value, "message": key, "sent_at": unit.now.story}
    update_reminders(unit.session, [r.id for r in reminders], **values)
    return len(reminders)
