"""Queries for messages that are later than promised."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import not_, update
from sqlmodel import Session, col, func, select

from campaigns.delivery import NoticeMessage
from campaigns.notices import DayNoticeMessage
from campaigns.reminders.messages import DigestMessage, NudgeMessage
from storage.delivery.queues import is_due
from storage.delivery.tables import OutboxRow, QueueState

PROMISED = tuple(
    kind.KIND for kind in (DigestMessage, NudgeMessage, NoticeMessage, DayNoticeMessage)
)
_OURS = tuple(NoticeMessage.key_of(f"{subject}:%") for subject in ("report", "late", "backlog"))


def list_late_messages(session: Session, *, asked_before: datetime) -> Sequence[OutboxRow]:
    """List late messages that nothing holds up and that were not reported yet.

    Messages with a failed attempt are not included, because they are reported elsewhere.
    """
    ours = [col(OutboxRow.dedupe_key).like(pattern) for pattern in _OURS]
    return session.exec(
        select(OutboxRow)
        .where(
            OutboxRow.state == QueueState.pending.value,
            col(OutboxRow.due_at) <= asked_before,
            col(OutboxRow.asked_at) <= asked_before,
            col(OutboxRow.ts).is_(None),
            col(OutboxRow.last_error).is_(None),
            col(OutboxRow.late_told).is_(False),
            col(OutboxRow.kind).in_(PROMISED),
            *(not_(pattern) for pattern in ours),
        )
        .order_by(col(OutboxRow.asked_at))
    ).all()


def mark_reported_late(session: Session, ids: Sequence[int | None]) -> None:
    """Mark messages as reported late."""
    session.execute(update(OutboxRow).where(col(OutboxRow.id).in_(ids)).values(late_told=True))


def prioritize_message(session: Session, dedupe_key: str, now: datetime) -> None:
    """Move a message ahead of all messages that are already due."""
    earliest = select(func.min(OutboxRow.due_at)).where(is_due(OutboxRow, now)).scalar_subquery()
    session.flush()
    session.execute(
        update(OutboxRow).where(col(OutboxRow.dedupe_key) == dedupe_key).values(due_at=earliest)
    )
