"""Stuck rows of the two queues, which an operator retries or drops."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.delivery.tables import IntentRow, OutboxRow, QueueState

Queued = OutboxRow | IntentRow
QUEUES: dict[str, type[Any]] = {"outbox": OutboxRow, "intents": IntentRow}
STUCK = (QueueState.dead.value, QueueState.unknown.value)


@dataclass(frozen=True)
class StuckRecord:
    """One dead or unknown row of a queue; ``why`` is its last error."""

    queue: str
    id: int
    kind: str
    key: str
    state: str
    why: str | None


def list_stuck(session: Session, queue: str) -> tuple[StuckRecord, ...]:
    """List the stuck rows of a queue, oldest first."""
    table = QUEUES[queue]
    rows = session.exec(select(table).where(col(table.state).in_(STUCK)).order_by(col(table.id)))
    return tuple(_record(queue, row) for row in rows)


def _record(queue: str, row: Queued) -> StuckRecord:
    return StuckRecord(queue, row.id or 0, row.kind, row.dedupe_key, row.state, row.last_error)


def retry_stuck(session: Session, queue: str, row_id: int, *, now: datetime) -> StuckRecord | None:
    """Retry a stuck row; return it, or None if it is not stuck.

    An ``unknown`` message may already have been posted, and the operator decides to send it again.
    For a ``dead`` one, the sender first looks in Slack if an attempt may have succeeded.
    """
    row = _stuck_row(session, queue, row_id)
    if row is None:
        return None
    was = _record(queue, row)
    if isinstance(row, OutboxRow):
        row.in_doubt = row.in_doubt and row.state != QueueState.unknown.value
        row.unknown_rounds = 0
    row.state, row.due_at, row.attempts = QueueState.pending.value, now, 0
    row.lease_by = row.lease_until = None
    session.add(row)
    session.flush()
    return was


def drop_stuck(session: Session, queue: str, row_id: int) -> StuckRecord | None:
    """Drop a stuck row; return it, or None if it is not stuck."""
    row = _stuck_row(session, queue, row_id)
    if row is None:
        return None
    was = _record(queue, row)
    row.state = QueueState.dropped.value
    session.add(row)
    session.flush()
    return was


def _stuck_row(session: Session, queue: str, row_id: int) -> Queued | None:
    row: Queued | None = session.get(QUEUES[queue], row_id)
    return row if row is not None and row.state in STUCK else None
