"""The tables. SQLModel does not validate tables: CHECK and UNIQUE stand in the schema."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from campaigns.events import EventKind
from campaigns.reminders import Cause, ReminderState, RungKind
from campaigns.states import CampaignState, ItemState

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Make the CHECK that a column holds one of these values; it bears the column's name."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class QueueState(StrEnum):
    """Where a row of a queue (outbox or intents) is; ``unknown`` waits for a person."""

    pending = "pending"
    sent = "sent"
    dropped = "dropped"
    unknown = "unknown"
    dead = "dead"


class InstallationRow(SQLModel, table=True):
    """What auth.test said of the app in a workspace, so that it can start while Slack is down."""

    __tablename__ = "installation"
    team_id: str = Field(primary_key=True)
    enterprise_id: str | None = None
    team: str = ""
    url: str = ""
    bot_user_id: str
    bot_id: str = ""
    checked_at: datetime


class PersonRow(SQLModel, table=True):
    """Someone in the workspace, as Slack described them, and their GitLab username."""

    __tablename__ = "person"
    slack_id: str = Field(primary_key=True)
    team_id: str
    name: str = ""
    tz: str = "UTC"
    gitlab_username: str | None = Field(default=None, index=True, unique=True)
    is_guest: bool = False
    is_bot: bool = False
    is_stranger: bool = False
    deleted: bool = False
    status_text: str = ""
    status_emoji: str = ""
    status_until: datetime | None = None
    gitlab_busy: bool = False
    gitlab_status: str = ""
    gitlab_left_at: datetime | None = None


class LinkRequestRow(SQLModel, table=True):
    """Someone's wish to be known as a GitLab user, until the facilitator answers."""

    __tablename__ = "link_request"
    __table_args__ = (one_of("state", ("asked", "confirmed", "declined")),)
    id: int | None = Field(default=None, primary_key=True)
    slack_id: str
    gitlab_username: str
    state: str = "asked"
    asked_at: datetime
    decided_by: str | None = None


class PlanRow(SQLModel, table=True):
    """A plan that its author can start, edit or cancel; buttons carry its id."""

    __tablename__ = "plan"
    __table_args__ = (
        one_of("state", ("requested", "ready", "started", "cancelled", "failed", "replaced")),
    )
    id: str = Field(primary_key=True)
    runtime: str
    version: str
    due_on: date | None = None
    requested_by: str
    state: str = "requested"
    body: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    edits: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    pins: dict[str, str] | None = Field(default=None, sa_type=JSON)
    failure: str | None = None
    created_at: datetime
    expires_at: datetime
    decided_by: str | None = None
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id")


class CampaignRow(SQLModel, table=True):
    """One runtime, one target version, one epic, one due date."""

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("slug"),
        one_of("state", CampaignState),
        Index(
            "ix_campaign_one_open_per_runtime",
            "runtime",
            unique=True,
            sqlite_where=text("state IN ('planned', 'active', 'paused')"),
            postgresql_where=text("state IN ('planned', 'active', 'paused')"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    slug: str
    runtime: str
    runtime_title: str
    version: str
    state: str = CampaignState.planned.value
    due_on: date | None = None
    group_path: str
    label: str
    epic_title: str
    epic_iid: int | None = None
    epic_id: int | None = None
    epic_project: str | None = None
    epic_url: str | None = None
    tiers: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    started_by: str
    started_at: datetime
    synced_at: datetime | None = None
    links_read_at: datetime | None = None
    sync_failure: str | None = None
    notices: list[str] = Field(default_factory=list, sa_type=JSON)
    closing_reason: str | None = None
    patch: str | None = None
    opened_tiers: list[str] = Field(default_factory=list, sa_type=JSON)


class ItemRow(SQLModel, table=True):
    """One component in one campaign. Without ``issue_iid`` its issue is still to be created."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("campaign_id", "component"),
        one_of("state", ItemState),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    component: str
    title: str
    tier: str
    position: int
    project: str
    project_id: int | None = None
    issue_iid: int | None = None
    issue_id: int | None = None
    web_url: str | None = None
    dri: str | None = None
    backup: str | None = None
    state: str = ItemState.not_started.value
    state_before_block: str | None = None
    state_since: datetime | None = None
    closed: bool = False
    in_epic: bool = False
    gone: bool = False
    creation_failure: str | None = None
    active_at: datetime | None = None
    touched_at: datetime | None = None
    waived_by: str | None = None
    waived_because: str | None = None


class BlockerRow(SQLModel, table=True):
    """Why an item is blocked; ``ours`` marks a blocking link that the assistant made."""

    __tablename__ = "blocker"
    __table_args__ = (one_of("kind", ("issue", "item", "words")),)
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    kind: str
    text: str
    project: str | None = None
    iid: int | None = None
    web_url: str | None = None
    ours: bool = False
    open: bool = True
    since: datetime
    added_by: str
    ended_at: datetime | None = None
    assignees: list[str] = Field(default_factory=list, sa_type=JSON)


class MergeRequestRow(SQLModel, table=True):
    """A merge request that closes an item's issue when it merges."""

    __tablename__ = "merge_request"
    __table_args__ = (UniqueConstraint("item_id", "reference"),)
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    reference: str
    web_url: str
    state: str
    draft: bool = False
    ours: bool = False
    pipeline: str | None = None
    pipeline_id: int | None = None
    pipeline_url: str | None = None
    pipeline_since: datetime | None = None


class ReminderRow(SQLModel, table=True):
    """One item told to one person, at one rung of the ladder.

    ``owner`` is who should act, ``person`` who is told. ``since`` is when the silence began
    that this rung belongs to. ``message`` is the key of the outbox that carries it.
    ``blocker`` names the blocking issue, where its owner is asked (`group/project#1`).
    ``asked_by`` is the facilitator who had the sponsor asked, and ``asked_at`` when.
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
    """Reminders held back: of a campaign by its slug, or of all (``everything``)."""

    __tablename__ = "reminder_pause"
    scope: str = Field(primary_key=True)
    paused_by: str
    paused_at: datetime


class ReplyRow(SQLModel, table=True):
    """What someone answered in a thread or a direct message; it stays here unless they publish."""

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
    """Someone's word that an item is not theirs, until the facilitator decides.

    ``dri`` is the GitLab username that the item had then; ``backup`` the Slack id that is
    suggested in their place; ``due_at`` when the facilitator works next, in story time.
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


class EventRow(SQLModel, table=True):
    """One event; triggers refuse every UPDATE and DELETE."""

    __tablename__ = "event"
    __table_args__ = (
        one_of("kind", EventKind),
        Index("ix_event_campaign_id_at", "campaign_id", "at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id", index=True)
    component: str | None = None
    kind: str
    actor: str
    before: Any = Field(default=None, sa_type=JSON)
    after: Any = Field(default=None, sa_type=JSON)
    reason: str | None = None
    at: datetime


class _Queued(SQLModel):
    """What the two queues share: when a row is due, and who holds it until when."""

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


def _queue_rules(table: str) -> tuple[Any, ...]:
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
    """Work that calls GitLab: written with the decision, done by a worker."""

    __tablename__ = "intent"
    __table_args__ = _queue_rules("intent")


class OutboxRow(_Queued, table=True):
    """One Slack message for as long as it lives: posted once, then updated in place.

    ``channel`` is a channel or, for a direct message, a person's Slack id;
    ``posted_channel`` and ``ts`` say where it stands. ``wanted`` counts the versions
    asked for, ``shown`` the one that stands in Slack. ``asked_at`` is when a message was
    asked for first, on the wall: what the auditor counts its lateness from. When it was
    last claimed to be posted (``post_tried_at``) or changed is the memory of the pace.
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
