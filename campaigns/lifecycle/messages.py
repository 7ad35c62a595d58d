"""The messages of the lifecycle: the plan, the progress of a start, an epic closed by hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self


@dataclass(frozen=True)
class PlanMessage:
    """A plan, for its author to decide on."""

    KIND: ClassVar[str] = "plan"
    plan_id: str

    @property
    def key(self) -> str:
        """The key: one message per plan."""
        return f"plan:{self.plan_id}"


@dataclass(frozen=True)
class ProgressMessage:
    """The progress of a campaign's start."""

    KIND: ClassVar[str] = "progress"
    campaign_id: int

    @property
    def key(self) -> str:
        """The key: one message per campaign."""
        return f"progress:{self.campaign_id}"


@dataclass(frozen=True)
class ClosedEpicMessage:
    """An open campaign's epic was closed by hand."""

    KIND: ClassVar[str] = "closed_epic"
    key: str
    campaign_id: int

    @classmethod
    def of_closing(cls, campaign_id: int, closed_at: datetime | None) -> Self:
        """Build the message about one closing."""
        at = closed_at.isoformat() if closed_at else ""
        return cls(f"{cls.prefix(campaign_id)}{at}", campaign_id)

    @classmethod
    def prefix(cls, campaign_id: int) -> str:
        """Return the common prefix of the keys of a campaign's closings."""
        return f"closed_epic:{campaign_id}:"
