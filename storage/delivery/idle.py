"""Checks for due work, with prebuilt statements because they run every second."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import BindParameter, Select, bindparam, func, inspect, or_, select
from sqlmodel import Session, SQLModel, col

from campaigns.notices import NoticeState
from campaigns.reminders.ladder import ReminderState
from storage.delivery.tables import IntentRow, OutboxRow, QueueState
from storage.notices.tables import NoticeRow
from storage.reminders.tables import ReminderRow
from storage.tables import EventRow


def _moment(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=inspect(ReminderRow).columns["due_at"].type)


def _due(table: type[OutboxRow | IntentRow]) -> Select[int | None]:
    now = _moment("now")
    return (
        select(col(table.id))
        .where(col(table.state) == QueueState.pending.value, col(table.due_at) <= now)
        .where(or_(col(table.lease_until).is_(None), col(table.lease_until) <= now))
        .limit(1)
    )


DUE: Mapping[type[SQLModel], Select[int | None]] = {
    OutboxRow: _due(OutboxRow),
    IntentRow: _due(IntentRow),
}
FELL_DUE = (
    select(col(ReminderRow.id))
    .where(
        col(ReminderRow.state) == ReminderState.planned.value,
        col(ReminderRow.due_at) > _moment("since"),
        col(ReminderRow.due_at) <= _moment("now"),
    )
    .limit(1)
)
NOTICE_FELL_DUE = (
    select(col(NoticeRow.id))
    .where(
        col(NoticeRow.state) == NoticeState.planned.value,
        col(NoticeRow.due_at) > _moment("since"),
        col(NoticeRow.due_at) <= _moment("now"),
    )
    .limit(1)
)
NEWEST_EVENT = select(func.max(col(EventRow.id)))


def has_due(session: Session, table: type[OutboxRow | IntentRow], now: datetime) -> bool:
    """Return whether a queue has a due row that is not leased."""
    return session.connection().execute(DUE[table], {"now": now}).first() is not None


def fell_due(session: Session, *, since: datetime, now: datetime) -> bool:
    """Return whether a planned reminder or notice became due after ``since``."""
    connection, given = session.connection(), {"since": since, "now": now}
    return any(connection.execute(q, given).first() for q in (FELL_DUE, NOTICE_FELL_DUE))


def newest_event(session: Session) -> int:
    """Return the number of the newest event; 0 before the first."""
    return session.connection().execute(NEWEST_EVENT).scalar() or 0
