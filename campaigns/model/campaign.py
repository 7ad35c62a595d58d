"""A campaign, its tiers and its items."""

from dataclasses import dataclass
from datetime import date, datetime

from campaigns.model.item import Item
from campaigns.states import CampaignState


@dataclass(frozen=True)
class Tier:
    """A group of components that are upgraded together.

    ``ordered`` means one component after another; ``gates`` is False for components that are
    released independently and do not hold up the next tier.
    """

    key: str
    title: str
    ordered: bool = False
    gates: bool = True


@dataclass(frozen=True)
class Campaign:
    """The upgrade of one runtime to one version, with its epic and due date."""

    id: int
    slug: str
    runtime: str
    runtime_title: str
    version: str
    state: CampaignState
    due_on: date | None
    group_path: str
    label: str
    epic_title: str
    epic_iid: int | None
    epic_id: int | None
    epic_project: str | None
    epic_url: str | None
    tiers: tuple[Tier, ...]
    started_by: str
    started_at: datetime
    synced_at: datetime | None
    links_read_at: datetime | None
    sync_failure: str | None
    notices: tuple[str, ...]
    closing_reason: str | None
    patch: str | None = None
    opened_tiers: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title: `Go 1.20`."""
        return f"{self.runtime_title} {self.version}"


@dataclass(frozen=True)
class CampaignView:
    """A campaign with its items, ordered by tier and position."""

    campaign: Campaign
    items: tuple[Item, ...]

    def items_of(self, tier: str) -> tuple[Item, ...]:
        """Return the items of a tier, in order."""
        return tuple(item for item in self.items if item.tier == tier)

    def item(self, component: str) -> Item:
        """Return a component's item, or raise KeyError if there is none."""
        for item in self.items:
            if item.component == component:
                return item
        raise KeyError(component)
