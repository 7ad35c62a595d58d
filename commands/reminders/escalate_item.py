"""Asking the executive sponsor about an item without an answer, once per escalation."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.model.person import Person
from campaigns.model.reminder import Reminder
from campaigns.people.absence import describe_absence
from campaigns.people.roles import Actor, Permission, Role
from campaigns.people.working_time import local_day, next_working_moment, opening_after
from campaigns.reminders.escalations import escalation_of
from campaigns.reminders.ladder import ReminderState, RungKind
from campaigns.reminders.messages import DigestMessage
from commands.clocks import Clocks
from commands.errors import InvalidRequestError, OutOfDateError
from commands.items.find_items import get_item
from commands.people.actors import require
from commands.people.recipients import availability_of, find_lead
from commands.reminders.answer_reminder import OpenReminder, read_asked, require_waiting
from commands.reminders.digests import Digest, build_digest_of, find_sponsor_asked, read_entry
from commands.reminders.escalations import is_paused
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.queues import enqueue_message_again, find_message
from storage.events import record_event
from storage.lifecycle.campaigns import get_view
from storage.people.queries import names_by_slack_id
from storage.reminders.queries import add_reminders, find_reminder, list_item_reminders
from storage.reminders.tables import ReminderRow
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class SponsorQuestion:
    """The question that the executive sponsor will receive about an item, and when.

    ``reminder_id`` is the unanswered reminder; ``digest`` contains only this item.
    """

    reminder_id: int
    digest: Digest
    sponsor: Person
    at: datetime


def show_escalation(
    store: Store, catalog: Catalog, actor: Actor, unanswered: int | str, *, now: Clocks
) -> SponsorQuestion:
    """Return the question that the executive sponsor would receive, as a preview.

    ``unanswered`` is the id of a reminder, or a component, for its newest reminder.

    Raises:
        NotPermittedError: only the facilitator may ask the sponsor.
        OutOfDateError: the reminder is answered or no longer needed, or the sponsor was asked.
        InvalidRequestError: the component is unknown, no reminder was sent, or no sponsor can be
            asked now.
    """
    require(catalog, actor, Permission.escalate)
    with store.read() as session:
        unit = Unit(session, catalog, now)
        return _read(unit, actor, _find_reminder(session, unanswered))


def escalate_item(
    store: Store, catalog: Catalog, actor: Actor, unanswered: int | str, *, now: Clocks
) -> SponsorQuestion:
    """Ask the executive sponsor in their next digest, during their working hours.

    Raises:
        NotPermittedError, OutOfDateError, InvalidRequestError: same as `show_escalation`.
    """
    require(catalog, actor, Permission.escalate)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        shown = _read(unit, actor, _find_reminder(session, unanswered))
        planned = shown.digest.entries[0].reminder
        add_reminders(session, [_row(planned)])
        entry = shown.digest.entries[0]
        event = Event(
            EventKind.sponsor_asked,
            entry.campaign.slug,
            now.story,
            actor.slack_id,
            component=entry.item.component,
            after=shown.sponsor.name,
        )
        record_event(session, entry.campaign.id, event)
        for message in sorted(_facilitator_messages(session, planned)):
            enqueue_message_again(session, message, now=now.wall)
    return shown


def _find_reminder(session: Session, unanswered: int | str) -> int:
    """Return the id itself, or the id of a component's newest unanswered reminder."""
    if isinstance(unanswered, int):
        return unanswered
    _, item = get_item(session, unanswered)
    told = [r.id for r in list_item_reminders(session, item.id) if r.state == ReminderState.sent]
    if not told:
        raise InvalidRequestError(
            f"There is no unanswered question about {item.title}. "
            f"Run `remind {item.component}` to ask its owner first."
        )
    return max(told)


def _row(planned: Reminder) -> ReminderRow:
    return ReminderRow(
        campaign_id=planned.campaign_id,
        item_id=planned.item_id,
        cause=planned.cause.value,
        blocker=planned.blocker,
        person=planned.person,
        owner=planned.owner,
        since=planned.since,
        step=planned.step,
        kind=planned.kind.value,
        due_at=planned.due_at,
        asked_by=planned.asked_by,
        asked_at=planned.asked_at,
    )


def _facilitator_messages(session: Session, planned: Reminder) -> set[str]:
    listed = list_item_reminders(session, planned.item_id)
    same = [r for r in listed if escalation_of(r) == escalation_of(planned)]
    return {r.message for r in same if r.kind == RungKind.facilitator and r.message}


def _read(unit: Unit, actor: Actor, reminder_id: int) -> SponsorQuestion:
    reminder = find_reminder(unit.session, reminder_id)
    if reminder is None:
        raise OutOfDateError("This message no longer exists.")
    asked = read_asked(unit.session, reminder)
    require_waiting(unit.session, asked)
    _require_unasked(unit.session, asked)
    sponsor = _get_sponsor(unit, asked)
    at = _leaves_at(unit, sponsor)
    planned = replace(
        reminder,
        person=sponsor.slack_id,
        kind=RungKind.executive_sponsor,
        due_at=at,
        asked_by=actor.slack_id,
        asked_at=unit.now.story,
    )
    entry = read_entry(
        unit.session, get_view(unit.session, reminder.campaign_id), planned, now=unit.now
    )
    told = (replace(entry, sponsor=planned),)
    return SponsorQuestion(
        reminder_id, build_digest_of(unit.session, "", told, now=unit.now), sponsor, at
    )


def _require_unasked(session: Session, asked: OpenReminder) -> None:
    listed = list_item_reminders(session, asked.item.id)
    known = find_sponsor_asked(listed, asked.reminder)
    if known is not None:
        names = names_by_slack_id(session, [known.asked_by or ""])
        by = names.get(known.asked_by or "", "the facilitator")
        raise OutOfDateError(f"{by} has already asked the sponsor about {asked.item.title}.")


def _get_sponsor(unit: Unit, asked: OpenReminder) -> Person:
    """Return the sponsor; raise if they are away, or already receive this reminder."""
    if is_paused(unit.session, asked.campaign):
        raise InvalidRequestError("Reminders are paused: run `resume reminders` first.")
    sponsor = find_lead(unit.session, unit.catalog, Role.executive_sponsor)
    if sponsor is None:
        raise InvalidRequestError(
            "There is no executive sponsor in Slack to ask: name one in working-group.yml."
        )
    if sponsor.slack_id in (asked.reminder.owner, asked.reminder.person):
        raise InvalidRequestError(
            f"{sponsor.name} has already been asked about {asked.item.title}."
        )
    away = describe_absence(sponsor, unit.now.story)
    if away is not None:
        raise InvalidRequestError(f"{away}: try again when they are back.")
    return sponsor


def _leaves_at(unit: Unit, sponsor: Person) -> datetime:
    """Return when the sponsor's next digest can be sent, at one per working day."""
    availability = availability_of(unit.catalog, sponsor)
    at = next_working_moment(availability, unit.now.story)
    key = DigestMessage.key_of(sponsor.slack_id, local_day(availability, at))
    return at if find_message(unit.session, key) is None else opening_after(availability, at, 1)
