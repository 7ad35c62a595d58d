"""The tables of the two queues: messages to Slack, and GitLab calls to make."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlalchemy.schema import SchemaItem
from sqlmodel import Field, SQLModel

from storage.tables import one_of

# Slack's error codes (docs.slack.dev, chat.update and conversations.replies).
DELETED, ORPHANED = "message_not_found", "thread_not_found"


class QueueState(StrEnum):
    """The states of a row in the outbox or the intents; ``unknown`` waits for a person."""

    pending = "pending"
    sent = "sent"
    dropped = "dropped"
    unknown = "unknown"
    dead = "dead"


class _Queued(SQLModel):
    """The columns that both queues share, including the due time and the lease."""

    kinds: ClassVar[tuple[str, ...]] = ()
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    dedupe_key: str
    state: str = QueueState.pending.value
    due_at: datetime
    lease_until: datetime | None = None
    lease_by: str | None = None
    attempts: int = 0
    last_error: str | None = None
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


def _queue_rules(table: str) -> tuple[SchemaItem, ...]:
    return (
        UniqueConstraint("dedupe_key"),
        one_of("state", QueueState),
        Index(
            f"ix_{table}_due",
            "due_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )


class IntentRow(_Queued, table=True):
    """Work that calls GitLab, committed with the decision and run by a worker."""

    __tablename__ = "intent"
    __table_args__ = _queue_rules("intent")


class OutboxRow(_Queued, table=True):
    """One Slack message over its lifetime: posted once, then updated in place.

    ``channel`` is a channel or, for a direct message, a person's Slack id; ``posted_channel`` and
    ``ts`` locate the message once it is posted. ``wanted`` is the newest version requested,
    ``shown`` the one shown in Slack. ``asked_at`` is the wall time of the first request, from which
    lateness is counted. ``post_tried_at`` and ``update_tried_at`` are the times of its last claims,
    to which the rate limits apply.
    """

    __tablename__ = "outbox"
    __table_args__ = (*_queue_rules("outbox"), Index("ix_outbox_ts", "ts"))
    channel: str
    posted_channel: str | None = None
    ts: str | None = None
    wanted: int = 1
    shown: int = 0
    shown_at: datetime | None = None
    first_attempt_at: datetime | None = None
    in_doubt: bool = False
    unknown_rounds: int = 0
    asked_at: datetime | None = None
    post_tried_at: datetime | None = Field(default=None, index=True)
    update_tried_at: datetime | None = Field(default=None, index=True)
    late_told: bool = False

    @property
    def is_deleted(self) -> bool:
        """Whether the message was posted, and somebody deleted it in Slack."""
        ended = self.state in (QueueState.dead.value, QueueState.dropped.value)
        return ended and self.ts is not None and self.last_error == DELETED
