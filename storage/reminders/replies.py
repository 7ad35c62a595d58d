"""Queries for replies in threads and direct messages, which are private unless published."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.records import to_record
from storage.reminders.tables import ReplyRow


@dataclass(frozen=True)
class ReplyRecord:
    """A reply, with the items that it answered."""

    id: int
    channel: str
    ts: str
    thread_ts: str | None
    slack_id: str
    item_ids: tuple[int, ...]
    text: str
    at: datetime
    published_at: datetime | None


def add_reply(session: Session, row: ReplyRow) -> int:
    """Insert a reply; return its id."""
    session.add(row)
    session.flush()
    return row.id or 0


def find_reply_at(session: Session, channel: str, ts: str) -> int | None:
    """Find the reply recorded from a message, and return its id."""
    query = select(ReplyRow.id).where(ReplyRow.channel == channel, ReplyRow.ts == ts)
    return session.exec(query).first()


def find_reply(session: Session, reply_id: int) -> ReplyRecord | None:
    """Find a reply by its id."""
    row = session.get(ReplyRow, reply_id)
    return None if row is None else _record(row)


def list_replies(session: Session, slack_id: str, at: datetime) -> tuple[ReplyRecord, ...]:
    """List the replies that a person made at a given time, oldest first."""
    rows = session.exec(
        select(ReplyRow)
        .where(ReplyRow.slack_id == slack_id, ReplyRow.at == at)
        .order_by(col(ReplyRow.id))
    )
    return tuple(_record(row) for row in rows)


def mark_published(
    session: Session, reply_id: int, slack_id: str, *, now: datetime
) -> ReplyRecord | None:
    """Mark a reply as published by its author; None if it is not the author's."""
    row = session.get(ReplyRow, reply_id)
    if row is None or row.slack_id != slack_id:
        return None
    row.published_at = now
    session.add(row)
    return _record(row)


def _record(row: ReplyRow) -> ReplyRecord:
    return to_record(ReplyRecord, row, item_ids=tuple(row.item_ids))
