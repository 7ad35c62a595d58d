"""Messages that somebody deleted in Slack: posting them again, with the replies that wait for them.

Slack answers an update of a deleted message with ``message_not_found`` (docs.slack.dev,
chat.update), and the assistant does not post it again by itself: the deletion may be intended.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.delivery.queues import find_message
from storage.delivery.tables import ORPHANED, OutboxRow, QueueState

REPOST = "anew"  # in the payload: to be posted again if an update shows that it was deleted


def repost_deleted(session: Session, dedupe_key: str, *, now: datetime) -> bool:
    """Have a message posted again if it was deleted; return whether that is known already.

    If it is not known, the sender finds out when it updates the message.
    """
    row = find_message(session, dedupe_key)
    if row is None or row.ts is None:
        return False
    if not row.is_deleted:
        row.payload = {**row.payload, REPOST: True}
        session.add(row)
        return False
    forget_post(row)
    row.state, row.due_at, row.last_error = QueueState.pending.value, now, None
    session.add(row)
    return True


def forget_post(row: OutboxRow) -> None:
    """Have a message posted as if it never had been."""
    for name, value in unposted(row).items():
        setattr(row, name, value)


def unposted(row: OutboxRow) -> dict[str, Any]:
    """Return the columns of a message that is to be posted as if it never had been."""
    kept = {name: value for name, value in row.payload.items() if name not in (REPOST, "pinned")}
    return {
        "payload": kept,
        "ts": None,
        "posted_channel": None,
        "shown": 0,
        "in_doubt": False,
        "first_attempt_at": None,
        "unknown_rounds": 0,
        "post_tried_at": None,
    }


def retry_orphans(session: Session, kinds: frozenset[str], *, now: datetime) -> None:
    """Retry the replies of these kinds that had no message to be posted under."""
    orphans = select(OutboxRow).where(
        col(OutboxRow.kind).in_(kinds),
        OutboxRow.last_error == ORPHANED,
        col(OutboxRow.state).in_((QueueState.dead.value, QueueState.dropped.value)),
    )
    for row in session.exec(orphans):
        row.state, row.due_at, row.last_error = QueueState.pending.value, now, None
        session.add(row)
