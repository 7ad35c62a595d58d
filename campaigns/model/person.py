"""A person in the workspace."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Person:
    """A person in the workspace, with their Slack and GitLab statuses."""

    slack_id: str
    team_id: str
    name: str
    tz: str
    gitlab_username: str | None
    is_guest: bool
    is_bot: bool
    is_stranger: bool
    deleted: bool
    status_text: str = ""
    status_emoji: str = ""
    status_until: datetime | None = None
    status_away: bool = False
    gitlab_busy: bool = False
    gitlab_status: str = ""
    gitlab_status_away: bool = False
    gitlab_left_at: datetime | None = None
    away_since: datetime | None = None

    @property
    def can_be_notified(self) -> bool:
        """Whether they are a full, active member of the workspace and have not left GitLab."""
        reasons = (self.deleted, self.is_bot, self.is_guest, self.is_stranger, self.gitlab_left_at)
        return not any(reasons)
