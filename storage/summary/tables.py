"""The tables of summaries, App Homes, exit criteria and announcements."""

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables import one_of


class SummaryRow(SQLModel, table=True):
    """One weekly summary: a draft until somebody posts or skips it.

    ``since`` and ``until`` delimit its period. ``edits`` maps sections to edited text; ``version``
    counts the edits, so that two people do not overwrite each other. ``forecasts`` maps a
    campaign's slug to the lines of its forecast at the time, ``pictures`` to its burn-up's file and
    alternative text.
    """

    __tablename__ = "summary"
    __table_args__ = (UniqueConstraint("until"), one_of("state", ("draft", "posted", "skipped")))
    id: int | None = Field(default=None, primary_key=True)
    state: str = "draft"
    since: datetime
    until: datetime
    edits: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    version: int = 1
    created_at: datetime
    lead_asked_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    pictures: dict[str, object] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    picture_looks: int = 0
    pictured: bool = False
    forecasts: dict[str, object] | None = Field(default=None, sa_type=JSON(none_as_null=True))


class HomeRow(SQLModel, table=True):
    """A person's App Home, with a hash of the blocks it shows."""

    __tablename__ = "home"
    slack_id: str = Field(primary_key=True)
    opened_at: datetime
    shown: str = ""
    published_at: datetime | None = None


class CriterionRow(SQLModel, table=True):
    """One exit criterion of the working group, as listed on its handbook page."""

    __tablename__ = "criterion"
    number: int = Field(primary_key=True)
    title: str
    start_on: date | None = None
    target_on: date | None = None
    completed_on: date | None = None
    dri: str | None = None
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id")


class AnnouncementRow(SQLModel, table=True):
    """An announcement of a campaign's milestone, drafted once and posted once to each channel.

    ``version`` counts the edits, so that two people do not overwrite each other.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        UniqueConstraint("campaign_id", "milestone"),
        one_of("state", ("draft", "posted", "skipped")),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id", index=True)
    milestone: str
    state: str = "draft"
    title: str
    channels: list[str] = Field(default_factory=list, sa_type=JSON)
    text: str
    version: int = 1
    created_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
