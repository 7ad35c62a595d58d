"""Adjusting due times after the system clock was set back."""

from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from storage.delivery.tables import IntentRow, OutboxRow, QueueState

# Shorter jumps are ignored, because pauses and leases are about as long.
WORTH_MENDING = timedelta(minutes=5)


def shift_due_times(session: Session, *, now: datetime, by: timedelta) -> None:
    """Shift due times and leases written before a backward jump of ``by``.

    Times less than half the jump ahead were written after the jump, or are already adjusted.
    """
    if by < WORTH_MENDING:
        return
    ahead = now + by / 2
    for table in (OutboxRow, IntentRow):
        far = or_(col(table.due_at) > ahead, col(table.lease_until) > ahead)
        pending = col(table.state) == QueueState.pending.value
        for row in session.exec(select(table).where(pending, far)):
            row.due_at = row.due_at - by if row.due_at > ahead else row.due_at
            if row.lease_until is not None and row.lease_until > ahead:
                row.lease_until -= by
            session.add(row)
