"""Queries for notices: planned ones, those handed to the sender, and those in a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col, select

from campaigns.notices import NoticeKind, NoticeState
from storage.notices.tables import NoticeRow
from storage.records import to_record


@dataclass(frozen=True)
class NoticeRecord:
    """One notice to one person about an item."""

    id: int
    campaign_id: int
    item_id: int
    person: str
    kind: NoticeKind
    detail: dict[str, Any]
    since: datetime
    due_at: datetime
    state: NoticeState
    message: str | None


def _record(row: NoticeRow) -> NoticeRecord:
    return to_record(NoticeRecord, row, kind=NoticeKind(row.kind), state=NoticeState(row.state))


def add_notice(session: Session, row: NoticeRow) -> bool:
    """Plan one notice; return whether it is new."""
    if has_notice(session, row.person, row.item_id, NoticeKind(row.kind), row.since):
        return False
    session.add(row)
    session.flush()
    return True


def has_notice(
    session: Session, person: str, item_id: int, kind: NoticeKind, since: datetime
) -> bool:
    """Return whether a person has a notice of this kind and time about an item."""
    query = select(NoticeRow.id).where(
        NoticeRow.person == person,
        NoticeRow.item_id == item_id,
        NoticeRow.kind == kind.value,
        NoticeRow.since == since,
    )
    return session.exec(query).first() is not None


def list_notified_items(session: Session, campaign_id: int, kind: NoticeKind) -> frozenset[int]:
    """Return the items of a campaign for which a notice of this kind was ever planned."""
    query = select(NoticeRow.item_id).where(
        NoticeRow.campaign_id == campaign_id, NoticeRow.kind == kind.value
    )
    return frozenset(session.exec(query))


def has_open_notices(session: Session, now: datetime) -> bool:
    """Return whether any notice is due or handed to the sender."""
    due = and_(col(NoticeRow.state) == NoticeState.planned.value, col(NoticeRow.due_at) <= now)
    at_sender = col(NoticeRow.state) == NoticeState.handed.value
    query = select(NoticeRow.id).where(or_(due, at_sender))
    return session.exec(query.limit(1)).first() is not None


def list_due_notices(session: Session, now: datetime) -> tuple[NoticeRecord, ...]:
    """List the planned notices that are due, oldest first."""
    rows = session.exec(
        select(NoticeRow)
        .where(NoticeRow.state == NoticeState.planned.value, NoticeRow.due_at <= now)
        .order_by(col(NoticeRow.due_at), col(NoticeRow.id))
    )
    return tuple(_record(row) for row in rows)


def list_handed_notices(session: Session) -> tuple[NoticeRecord, ...]:
    """List the notices handed to the sender."""
    rows = session.exec(select(NoticeRow).where(NoticeRow.state == NoticeState.handed.value))
    return tuple(_record(row) for row in rows)


def list_message_notices(session: Session, message: str) -> tuple[NoticeRecord, ...]:
    """List the notices in a message."""
    rows = session.exec(
        select(NoticeRow).where(NoticeRow.message == message).order_by(col(NoticeRow.id))
    )
    return tuple(_record(row) for row in rows)


def list_item_notices(session: Session, item_id: int) -> tuple[NoticeRecord, ...]:
    """List every notice about an item, oldest first."""
    rows = session.exec(
        select(NoticeRow).where(NoticeRow.item_id == item_id).order_by(col(NoticeRow.id))
    )
    return tuple(_record(row) for row in rows)


def update_notices(session: Session, ids: Sequence[int], **values: object) -> None:
    """Update columns of notices."""
    session.execute(update(NoticeRow).where(col(NoticeRow.id).in_(ids)).values(**values))
