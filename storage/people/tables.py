"""The tables of the workspace: the installed app, people, and their GitLab accounts."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import one_of


class InstallationRow(SQLModel, table=True):
    """The result of auth.test in a workspace, so that the app can start while Slack is down."""

    __tablename__ = "installation"
    team_id: str = Field(primary_key=True)
    enterprise_id: str | None = None
    team: str = ""
    url: str = ""
    bot_user_id: str
    bot_id: str = ""
    checked_at: datetime


class PersonRow(SQLModel, table=True):
    """A person in the workspace: their Slack profile and their GitLab username."""

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
    status_away: bool = False
    gitlab_busy: bool = False
    gitlab_status: str = ""
    gitlab_status_away: bool = False
    gitlab_left_at: datetime | None = None
    away_since: datetime | None = None


class LinkRequestRow(SQLModel, table=True):
    """A request to be linked to a GitLab user, which the facilitator confirms or declines."""

    __tablename__ = "link_request"
    __table_args__ = (one_of("state", ("asked", "confirmed", "declined")),)
    id: int | None = Field(default=None, primary_key=True)
    slack_id: str
    gitlab_username: str
    state: str = "asked"
    asked_at: datetime
    decided_by: str | None = None
