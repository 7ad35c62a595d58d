"""Queries for App Homes: who has opened theirs, and what it shows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from campaigns.reminders.ladder import ReminderState
from storage.delivery.tables import IntentRow, QueueState
from storage.records import to_record
from storage.reminders.tables import ReminderRow
from storage.summary.tables import HomeRow, SummaryRow
from storage.tables import EventRow

_FORECASTS = col(SummaryRow.forecasts)


@dataclass(frozen=True)
class HomeRecord:
    """A person's App Home; ``shown`` is a hash of what was last published."""

    slack_id: str
    opened_at: datetime
    shown: str
    published_at: datetime | None


def record_opened(session: Session, slack_id: str, *, now: datetime) -> HomeRecord:
    """Record that a person just opened their Home."""
    row = session.get(HomeRow, slack_id) or HomeRow(slack_id=slack_id, opened_at=now)
    row.opened_at = now
    session.add(row)
    session.flush()
    return to_record(HomeRecord, row)


def list_homes(session: Session, *, opened_since: datetime) -> tuple[HomeRecord, ...]:
    """List the Homes opened since a moment, the least recently published first."""
    rows = session.exec(
        select(HomeRow)
        .where(HomeRow.opened_at >= opened_since)
        .order_by(col(HomeRow.published_at), col(HomeRow.slack_id))
    )
    return tuple(to_record(HomeRecord, row) for row in rows)


def save_shown(session: Session, slack_id: str, shown: str, *, now: datetime) -> None:
    """Store what a Home shows now."""
    session.execute(
        update(HomeRow)
        .where(col(HomeRow.slack_id) == slack_id)
        .values(shown=shown, published_at=now)
    )


def read_change_token(session: Session) -> str:
    """Return a value that changes whenever something that a Home may show changes."""
    event = session.exec(select(func.max(EventRow.id))).one()
    summaries = session.exec(
        select(func.max(SummaryRow.id), func.sum(SummaryRow.version), func.count(_FORECASTS))
    ).one()
    sent = ReminderRow.state == ReminderState.sent.value
    waiting = session.exec(
        select(func.count(), func.max(ReminderRow.id)).select_from(ReminderRow).where(sent)
    ).one()
    unwritten = session.exec(
        select(func.count(), func.max(IntentRow.id)).where(
            IntentRow.state == QueueState.pending.value, col(IntentRow.last_error).is_not(None)
        )
    ).one()
    return ":".join(str(part) for part in (event, *summaries, *waiting, *unwritten))
