"""The tables of readings, cached by commit, and of the evidence about items."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel


class ReadingRow(SQLModel, table=True):
    """The pins of one runtime on a project's default branch, at the commit that was read.

    ``scope`` lists the folders and files that were read, one per line; empty for all.
    """

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("project", "runtime"),)
    id: int | None = Field(default=None, primary_key=True)
    project: str
    runtime: str
    scope: str = ""
    commit: str = ""
    pins: list[dict[str, object]] = Field(default_factory=list, sa_type=JSON)
    failure: str | None = None
    read_at: datetime


class EvidenceRow(SQLModel, table=True):
    """The evidence about one item: how its repository compares with its campaign's target.

    ``pins`` are the component's pins from the reading, each with its state.
    """

    __tablename__ = "evidence"
    item_id: int = Field(primary_key=True, foreign_key="item.id")
    standing: str
    commit: str = ""
    pins: list[dict[str, object]] = Field(default_factory=list, sa_type=JSON)
    findings: list[dict[str, object]] = Field(default_factory=list, sa_type=JSON)
    failure: str | None = None
    since: datetime
    verified_at: datetime | None = None
    backslid_at: datetime | None = None
    mismatched_at: datetime | None = None
    looked_at: datetime
