"""Queries for answers to reminders: acknowledgements, snoozes and response times."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from campaigns.model.reminder import Reminder
from campaigns.reminders.ladder import ReminderState
from storage.records import to_record
from storage.reminders.queries import as_record
from storage.reminders.tables import ReminderRow

_ANSWERED = (ReminderState.acknowledged.value, ReminderState.snoozed.value)


def list_muting_answers(session: Session, item_id: int, now: datetime) -> tuple[Reminder, ...]:
    """List the answers that currently mute an item."""
    rows = session.exec(
        select(ReminderRow).where(
            ReminderRow.item_id == item_id,
            col(ReminderRow.state).in_(_ANSWERED),
            col(ReminderRow.quiet_until) > now,
        )
    )
    return tuple(as_record(row) for row in rows)


def find_running_snoozes(session: Session, slack_id: str, *, now: datetime) -> dict[int, datetime]:
    """Map the ids of the items that a person has snoozed to the ends of the snoozes."""
    rows = session.exec(
        select(ReminderRow.item_id, func.max(ReminderRow.quiet_until))
        .where(
            ReminderRow.state == ReminderState.snoozed.value,
            ReminderRow.answered_by == slack_id,
            col(ReminderRow.quiet_until) > now,
        )
        .group_by(col(ReminderRow.item_id))
    )
    return {item_id: until for item_id, until in rows if until is not None}


def count_snoozes(session: Session, item_id: int) -> int:
    """Count how often an item was snoozed; one answer may cover several reminders."""
    query = select(ReminderRow.answered_at).where(
        ReminderRow.item_id == item_id, ReminderRow.state == ReminderState.snoozed.value
    )
    return len(set(session.exec(query)))


def count_snoozed(session: Session) -> dict[int, int]:
    """Count how often each item was snoozed, as `count_snoozes` does."""
    rows = session.exec(
        select(ReminderRow.item_id, func.count(col(ReminderRow.answered_at).distinct()))
        .where(ReminderRow.state == ReminderState.snoozed.value)
        .group_by(col(ReminderRow.item_id))
    )
    return dict(rows.all())


@dataclass(frozen=True)
class AnswerRecord:
    """A sent reminder, with the item's owner and the time of the answer."""

    item_id: int
    owner: str
    sent_at: datetime
    answered_at: datetime | None


def list_sent_reminders(session: Session, campaign_id: int) -> tuple[AnswerRecord, ...]:
    """List the reminders of a campaign that were sent, oldest first."""
    query = (
        select(ReminderRow)
        .where(ReminderRow.campaign_id == campaign_id, col(ReminderRow.sent_at).is_not(None))
        .order_by(col(ReminderRow.sent_at), col(ReminderRow.id))
    )
    return tuple(to_record(AnswerRecord, row) for row in session.exec(query))
