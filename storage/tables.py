"""The core tables. SQLModel does not validate them, so the schema has constraints."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from campaigns.events import EventKind
from campaigns.states import CampaignState, ItemState

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Build a CHECK, named after the column, that the column has one of these values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class PlanRow(SQLModel, table=True):
    """A plan that its author can start, edit or cancel; the buttons contain its id."""

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
    body: dict[str, object] | None = Field(default=None, sa_type=JSON)
    edits: dict[str, object] | None = Field(default=None, sa_type=JSON)
    pins: dict[str, str] | None = Field(default=None, sa_type=JSON)
    failure: str | None = None
    created_at: datetime
    expires_at: datetime
    decided_by: str | None = None
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id")


class CampaignRow(SQLModel, table=True):
    """A campaign: one runtime, one target version, one epic, one due date."""

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
    """One component in one campaign. Its issue is not created yet if ``issue_iid`` is None."""

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
    """The reason why an item is blocked; ``ours`` marks a link that the assistant created."""

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
    # No longer written, because the event log records it. Kept for older releases.
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


class EventRow(SQLModel, table=True):
    """One event; triggers reject every UPDATE and DELETE."""

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
    before: object = Field(default=None, sa_type=JSON)
    after: object = Field(default=None, sa_type=JSON)
    reason: str | None = None
    at: datetime
