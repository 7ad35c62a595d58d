"""Stuck rows of the two queues, which an operator retries or drops."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.delivery.deleted import forget_post
from storage.delivery.queues import list_waiting_intents
from storage.delivery.tables import DELETED, IntentRow, OutboxRow, QueueState

Queued = OutboxRow | IntentRow
QUEUES: dict[str, type[Any]] = {"outbox": OutboxRow, "intents": IntentRow}
WAITING = "waiting"
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

    @property
    def is_deleted(self) -> bool:
        """Whether Slack says that the message was deleted (docs.slack.dev, chat.update)."""
        return self.queue == "outbox" and self.why == DELETED


def list_stuck(session: Session, queue: str) -> tuple[StuckRecord, ...]:
    """List the stuck rows of a queue, oldest first."""
    table = QUEUES[queue]
    rows = session.exec(select(table).where(col(table.state).in_(STUCK)).order_by(col(table.id)))
    return tuple(_record(queue, row) for row in rows)


def _record(queue: str, row: Queued) -> StuckRecord:
    return StuckRecord(queue, row.id or 0, row.kind, row.dedupe_key, row.state, row.last_error)


def list_waiting(session: Session) -> tuple[StuckRecord, ...]:
    """List the intents that wait for GitLab, which are repeated without an operator."""
    return tuple(
        replace(_record("intents", row), state=WAITING) for row in list_waiting_intents(session)
    )


def retry_stuck(session: Session, queue: str, row_id: int, *, now: datetime) -> StuckRecord | None:
    """Retry a stuck row, or a waiting intent now; return it, or None if it is neither.

    An ``unknown`` message may already have been posted, and the operator decides to send it again.
    For a ``dead`` one, the sender first looks in Slack if an attempt may have succeeded. One that
    was deleted in Slack is posted again.
    """
    row = _stuck_row(session, queue, row_id)
    if row is None:
        return None
    was = _record(queue, row)
    if isinstance(row, OutboxRow):
        row.in_doubt = row.in_doubt and row.state != QueueState.unknown.value
        row.unknown_rounds = 0
        if was.is_deleted:
            forget_post(row)
    # An earlier attempt of an intent may have been executed, so that its result is looked up first.
    row.attempts = min(row.attempts, 1) if isinstance(row, IntentRow) else 0
    row.state, row.due_at = QueueState.pending.value, now
    row.lease_by = row.lease_until = None
    session.add(row)
    session.flush()
    return was


def drop_stuck(session: Session, queue: str, row_id: int) -> StuckRecord | None:
    """Drop a stuck row or a waiting intent; return it, or None if it is neither."""
    row = _stuck_row(session, queue, row_id)
    if row is None:
        return None
    was = _record(queue, row)
    row.state, row.lease_by, row.lease_until = QueueState.dropped.value, None, None
    session.add(row)
    session.flush()
    return was


def _stuck_row(session: Session, queue: str, row_id: int) -> Queued | None:
    row: Queued | None = session.get(QUEUES[queue], row_id)
    return row if row is not None and (row.state in STUCK or _waits(row)) else None


def _waits(row: Queued) -> bool:
    """Return whether an intent waits for GitLab."""
    pending = row.state == QueueState.pending.value and row.last_error is not None
    return isinstance(row, IntentRow) and pending
