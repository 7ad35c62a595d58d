"""The two queues, outbox and intents: rows are claimed with a lease and settled while it lasts.

One UPDATE claims rows that are due and not leased, so that two workers never hold the same row (as
healthchecks.io does). A row becomes free when its lease expires.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, SelectBase, case, or_, update
from sqlmodel import Session, SQLModel, col, select

from storage.delivery.tables import IntentRow, OutboxRow, QueueState

Row = TypeVar("Row", IntentRow, OutboxRow)


def is_due(table: type[Row], now: datetime) -> ColumnElement[bool]:
    """Build the condition that a row is due and not leased."""
    free = or_(col(table.lease_until).is_(None), col(table.lease_until) <= now)
    return (col(table.state) == QueueState.pending.value) & (col(table.due_at) <= now) & free


def claim(
    session: Session, table: type[Row], *, now: datetime, by: str, lease: timedelta, limit: int = 1
) -> Sequence[Row]:
    """Claim up to ``limit`` due rows for ``by``, oldest due first, and count the attempt."""
    chosen = select(table.id).where(is_due(table, now)).order_by(col(table.due_at)).limit(limit)
    if session.get_bind().dialect.name == "postgresql":
        chosen = chosen.with_for_update(skip_locked=True)
    return claim_rows(session, table, chosen, now=now, by=by, lease=lease)


def claim_rows(
    session: Session,
    table: type[Row],
    chosen: Sequence[int] | SelectBase,
    *,
    now: datetime,
    by: str,
    lease: timedelta,
    **values: object,  # columns
) -> Sequence[Row]:
    """Claim the chosen rows that are still due, oldest due first, and count the attempt."""
    claimed = session.execute(
        update(table)
        .where(col(table.id).in_(chosen), is_due(table, now))
        .values(lease_by=by, lease_until=now + lease, attempts=table.attempts + 1, **values)
        .returning(table)
    )
    return sorted(claimed.scalars().all(), key=lambda row: row.due_at)


def settle(
    session: Session,
    table: type[Row],
    row_id: int,
    *,
    by: str,
    release: bool = True,
    **values: object,  # columns
) -> bool:
    """Update a claimed row if ``by`` still holds the lease; return whether it did."""
    if release:
        values |= {"lease_by": None, "lease_until": None}
    session.flush()
    columns = SQLModel.metadata.tables[str(table.__tablename__)]
    mine = (columns.c.id == row_id) & (columns.c.lease_by == by)
    changed = session.connection().execute(update(columns).where(mine).values(**values))
    session.expire_all()  # the UPDATE bypasses the ORM, which is slower than the rest of a send
    return bool(changed.rowcount)


def add_intent(
    session: Session, kind: str, dedupe_key: str, payload: Mapping[str, object], *, now: datetime
) -> None:
    """Insert an intent with a new key; UNIQUE rejects an existing one."""
    session.add(IntentRow(kind=kind, dedupe_key=dedupe_key, payload=dict(payload), due_at=now))


def find_intent(session: Session, dedupe_key: str) -> IntentRow | None:
    """Find an intent by its key."""
    return session.exec(select(IntentRow).where(IntentRow.dedupe_key == dedupe_key)).first()


def list_intents_with_prefix(session: Session, prefix: str) -> Sequence[IntentRow]:
    """List the intents whose keys begin with ``prefix``, in any state."""
    return session.exec(
        select(IntentRow).where(
            col(IntentRow.dedupe_key) >= prefix, col(IntentRow.dedupe_key) < f"{prefix}\uffff"
        )
    ).all()


def list_pending_intents(session: Session, kind: str) -> Sequence[IntentRow]:
    """List the pending intents of a kind."""
    pending = (IntentRow.kind == kind, IntentRow.state == QueueState.pending.value)
    return session.exec(select(IntentRow).where(*pending)).all()


def list_waiting_intents(session: Session) -> Sequence[IntentRow]:
    """List the pending intents whose last attempt failed, oldest first."""
    waiting = (IntentRow.state == QueueState.pending.value, col(IntentRow.last_error).is_not(None))
    return session.exec(select(IntentRow).where(*waiting).order_by(col(IntentRow.id))).all()


def rearm_intent(session: Session, row: IntentRow, *, now: datetime) -> None:
    """Restart an intent, even if a worker currently holds it."""
    row.state, row.due_at, row.attempts = QueueState.pending.value, now, 0
    row.lease_by = row.lease_until = row.last_error = None
    session.add(row)


_ENDED = frozenset({QueueState.sent.value, QueueState.dead.value, QueueState.dropped.value})


def add_message(
    session: Session,
    kind: str,
    dedupe_key: str,
    *,
    channel: str,
    now: datetime,
    payload: Mapping[str, object],
) -> None:
    """Insert a message with a new key; UNIQUE rejects an existing one."""
    session.add(
        OutboxRow(
            kind=kind,
            dedupe_key=dedupe_key,
            channel=channel,
            due_at=now,
            asked_at=now,
            payload=dict(payload),
        )
    )


def enqueue_message(  # noqa: D417 - the ids are the payload's
    session: Session,
    kind: str,
    dedupe_key: str,
    *,
    channel: str,
    now: datetime,
    payload: Mapping[str, object] | None = None,
    pause: timedelta = timedelta(0),
) -> None:
    """Enqueue a message to be posted, or updated if it was posted before.

    A dead message is tried again, because the cause may be fixed, unless it was deleted in Slack.
    If an attempt may have succeeded, the sender first looks for the message in Slack. An
    ``unknown`` message waits for the operator.

    Args:
        kind: the kind of message that the sender renders.
        dedupe_key: the permanent key of one message; enqueueing it again updates the message.
        pause: the minimum time between two updates.
    """
    row = session.exec(select(OutboxRow).where(OutboxRow.dedupe_key == dedupe_key)).first()
    if row is None:
        add_message(session, kind, dedupe_key, channel=channel, now=now, payload=payload or {})
        return
    if row.state in _ENDED and not row.is_deleted:
        row.state, row.wanted = QueueState.pending.value, row.wanted + 1
        row.due_at, row.unknown_rounds = max(now, (row.shown_at or now) + pause), 0
    else:
        row.wanted += 1
        if row.lease_by is not None:  # it is being sent now, so the pause starts now
            row.due_at = max(row.due_at, now + pause)
    session.add(row)


def enqueue_message_again(session: Session, dedupe_key: str, *, now: datetime) -> None:
    """Enqueue an update of a posted or pending message; leave unposted dead or dropped ones."""
    row = find_message(session, dedupe_key)
    if row is not None and (row.ts is not None or row.state == QueueState.pending.value):
        enqueue_message(session, row.kind, dedupe_key, channel=row.channel, now=now)


def list_pending_before(session: Session, row: OutboxRow) -> Sequence[OutboxRow]:
    """List the pending messages of a row's kind that were enqueued before it."""
    return session.exec(
        select(OutboxRow).where(
            OutboxRow.kind == row.kind,
            OutboxRow.state == QueueState.pending.value,
            col(OutboxRow.id) < row.id,
        )
    ).all()


def find_message(session: Session, dedupe_key: str) -> OutboxRow | None:
    """Find a message by its key."""
    return session.exec(select(OutboxRow).where(OutboxRow.dedupe_key == dedupe_key)).first()


def may_be_visible(row: OutboxRow | None) -> bool:
    """Return whether a message is or may be visible in Slack."""
    return row is not None and (row.ts is not None or row.in_doubt)


def find_posted(session: Session, channel: str, ts: str) -> OutboxRow | None:
    """Find one of the assistant's messages by its Slack channel and ts."""
    query = select(OutboxRow).where(OutboxRow.ts == ts, OutboxRow.posted_channel == channel)
    return session.exec(query).first()


def has_unknown_message(session: Session, before: datetime) -> bool:
    """Return whether a message first attempted before a moment may or may not have been posted."""
    query = select(OutboxRow.id).where(
        OutboxRow.state == QueueState.pending.value,
        col(OutboxRow.in_doubt).is_(True),
        col(OutboxRow.first_attempt_at) < before,
    )
    return session.exec(query).first() is not None


def settle_message(
    session: Session,
    row: OutboxRow,
    *,
    by: str,
    release: bool,
    state: QueueState,
    **values: object,  # columns of the outbox
) -> bool:
    """Settle a claimed message; return whether ``by`` still held the lease.

    A message whose newest version is shown becomes sent; one that was enqueued again in the
    meantime stays pending.
    """
    if state == QueueState.pending and values.get("ts") is not None:
        shown = col(OutboxRow.wanted) <= values["shown"]
        values["state"] = case((shown, QueueState.sent.value), else_=QueueState.pending.value)
    elif state != QueueState.pending:
        values["state"] = state.value
    return settle(session, OutboxRow, row.id or 0, by=by, release=release, **values)


def list_messages_with_prefix(session: Session, prefix: str) -> Sequence[OutboxRow]:
    """List the messages whose keys begin with ``prefix``."""
    return session.exec(
        select(OutboxRow).where(
            col(OutboxRow.dedupe_key) >= prefix, col(OutboxRow.dedupe_key) < f"{prefix}\uffff"
        )
    ).all()
