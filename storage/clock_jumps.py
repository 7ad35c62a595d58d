"""When the computer's clock was set back: what was due then must not wait until it catches up."""

from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from storage.delivery.tables import IntentRow, OutboxRow, QueueState

# A shorter jump is waited out: pauses and leases are of this length themselves.
WORTH_MENDING = timedelta(minutes=5)


def pull_back(session: Session, *, now: datetime, by: timedelta) -> None:
    """Bring due moments and leases from before a jump of ``by`` back to where they would be.

    What lies ahead by less than half the jump was written after it, or is mended already.
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
