"""The tables of reminders, pauses, replies and declines."""

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.reminders.ladder import Cause, ReminderState, RungKind
from storage.tables import one_of


class ReminderRow(SQLModel, table=True):
    """A reminder to one person about one item, at one rung of the ladder.

    ``owner`` is the person who should act, ``person`` the one who is notified. ``since`` is when
    the silence of this escalation began. ``message`` is the outbox key of its message. ``blocker``
    is the blocking issue (`group/project#1`) if its owner is reminded. ``asked_by`` is the
    facilitator who escalated to the sponsor, and ``asked_at`` the time.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("person", "item_id", "cause", "blocker", "owner", "since", "step"),
        one_of("state", ReminderState),
        one_of("kind", RungKind),
        one_of("cause", Cause),
        Index("ix_reminder_state_due_at", "state", "due_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    cause: str = Cause.blocked.value
    blocker: str = ""
    person: str
    owner: str
    since: datetime
    step: int
    kind: str
    due_at: datetime
    state: str = ReminderState.planned.value
    message: str | None = Field(default=None, index=True)
    sent_at: datetime | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    quiet_until: datetime | None = None
    reason: str | None = None
    asked_by: str | None = None
    asked_at: datetime | None = None


class ReminderPauseRow(SQLModel, table=True):
    """A pause of reminders: of a campaign, by its slug, or of all (``everything``)."""

    __tablename__ = "reminder_pause"
    scope: str = Field(primary_key=True)
    paused_by: str
    paused_at: datetime


class ReplyRow(SQLModel, table=True):
    """A reply in a thread or a direct message, which is private unless published."""

    __tablename__ = "reply"
    __table_args__ = (
        UniqueConstraint("channel", "ts"),
        Index("ix_reply_slack_id_at", "slack_id", "at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    ts: str
    thread_ts: str | None = None
    slack_id: str
    item_ids: list[int] = Field(default_factory=list, sa_type=JSON)
    text: str
    at: datetime
    published_at: datetime | None = None


class DeclineRow(SQLModel, table=True):
    """A declined item, until the facilitator decides.

    ``dri`` is the GitLab username of the item's DRI at the time, ``backup`` the Slack id of the
    person suggested instead. ``due_at`` is when the facilitator next works, in story time.
    """

    __tablename__ = "decline"
    __table_args__ = (one_of("state", ("asked", "assigned", "kept")),)
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    slack_id: str
    dri: str | None = None
    backup: str | None = None
    state: str = "asked"
    asked_at: datetime
    due_at: datetime
    decided_by: str | None = None
