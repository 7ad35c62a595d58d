"""The table of notices."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.notices import NoticeKind, NoticeState
from storage.tables import one_of


class NoticeRow(SQLModel, table=True):
    """One notice to one person about an item; ``due_at`` is in story time.

    ``since`` is when the event happened, ``message`` the outbox key of the notice's message.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person", "item_id", "kind", "since"),
        one_of("kind", NoticeKind),
        one_of("state", NoticeState),
        Index("ix_notice_state_due_at", "state", "due_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    person: str
    kind: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    since: datetime
    due_at: datetime
    state: str = NoticeState.planned.value
    message: str | None = Field(default=None, index=True)
