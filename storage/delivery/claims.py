"""Claiming messages within Slack's rate limits, which several senders share."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, or_
from sqlmodel import Session, col, func, select

from campaigns.delivery import MINUTE, DueMessage, Pace, Recent, busy_channels, choose
from storage.delivery.queues import claim, claim_rows, is_due
from storage.delivery.tables import OutboxRow

LOOKED_AT = 200


def claim_messages(
    session: Session, pace: Pace, *, now: datetime, by: str, lease: timedelta, limit: int
) -> Sequence[OutboxRow]:
    """Claim up to ``limit`` due messages that may be sent now, oldest due first.

    The claim times are stored in the database, so that several senders share the limits.
    """
    if pace.is_off:
        return claim(session, OutboxRow, now=now, by=by, lease=lease, limit=limit)
    recent = _recent(session, now)
    ids = choose(_waiting(session, recent, now), recent, pace, now)[:limit]
    tried = {
        "post_tried_at": case((col(OutboxRow.ts).is_(None), now), else_=OutboxRow.post_tried_at),
        "update_tried_at": case(
            (col(OutboxRow.ts).is_(None), OutboxRow.update_tried_at), else_=now
        ),
    }
    if not ids:
        return ()
    return claim_rows(session, OutboxRow, ids, now=now, by=by, lease=lease, **tried)


def _waiting(session: Session, recent: Sequence[Recent], now: datetime) -> list[DueMessage]:
    """List due messages, except posts to channels that have reached their limit."""
    free = col(OutboxRow.channel).not_in(busy_channels(recent, now))
    rows = session.execute(
        select(OutboxRow.id, OutboxRow.channel, OutboxRow.ts)
        .where(is_due(OutboxRow, now), or_(col(OutboxRow.ts).is_not(None), free))
        .order_by(col(OutboxRow.due_at))
        .limit(LOOKED_AT)
    )
    return [DueMessage(row.id or 0, row.channel, row.ts is None) for row in rows]


def _recent(session: Session, now: datetime) -> list[Recent]:
    """List the posts and updates of the last minute."""
    found = []
    for column, new in ((OutboxRow.post_tried_at, True), (OutboxRow.update_tried_at, False)):
        rows = session.execute(
            select(OutboxRow.channel, col(column).label("at")).where(col(column) > now - MINUTE)
        )
        found += [Recent(row.channel, row.at, new) for row in rows]
    return found


def count_backlog(session: Session, now: datetime) -> int:
    """Count the messages that are due and not sent yet."""
    due = is_due(OutboxRow, now) & col(OutboxRow.ts).is_(None)
    return session.exec(select(func.count()).where(due)).one()
