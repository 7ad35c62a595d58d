"""Lifecycle messages: the plan, the progress of a start, and a manually closed epic."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self


@dataclass(frozen=True)
class PlanMessage:
    """A plan that awaits its author's decision."""

    KIND: ClassVar[str] = "plan"
    plan_id: str

    @property
    def key(self) -> str:
        """The key, unique per plan."""
        return f"plan:{self.plan_id}"


@dataclass(frozen=True)
class ProgressMessage:
    """The progress of a campaign's start."""

    KIND: ClassVar[str] = "progress"
    campaign_id: int

    @property
    def key(self) -> str:
        """The key, unique per campaign."""
        return f"progress:{self.campaign_id}"


@dataclass(frozen=True)
class ClosedEpicMessage:
    """A notification that somebody manually closed the epic of an open campaign."""

    KIND: ClassVar[str] = "closed_epic"
    key: str
    campaign_id: int

    @classmethod
    def of_closing(cls, campaign_id: int, closed_at: datetime | None) -> Self:
        """Build the notification for one closing of the epic."""
        at = closed_at.isoformat() if closed_at else ""
        return cls(f"{cls.prefix(campaign_id)}{at}", campaign_id)

    @classmethod
    def prefix(cls, campaign_id: int) -> str:
        """Return the key prefix that a campaign's notifications share."""
        return f"closed_epic:{campaign_id}:"
