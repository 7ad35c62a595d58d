"""Reading the status of campaigns, the actor's items, and blocked items."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from campaigns.lifecycle.tiers import Progress, count_progress, list_open_tiers
from campaigns.model.campaign import Campaign, CampaignView, Tier
from campaigns.model.item import Item
from campaigns.people.roles import Actor, is_one_of
from campaigns.states import ItemState
from commands.clocks import Clocks
from commands.items.find_items import find_views
from storage.lifecycle.campaigns import get_view, list_views
from storage.people.queries import names_by_gitlab
from storage.store import Store


@dataclass(frozen=True)
class TierStatus:
    """The status of a tier: whether it is open, and its progress."""

    tier: Tier
    open: bool
    progress: Progress
    items: tuple[Item, ...]


@dataclass(frozen=True)
class CampaignStatus:
    """The status of a campaign; ``people`` maps GitLab usernames to names."""

    campaign: Campaign
    progress: Progress
    tiers: tuple[TierStatus, ...]
    people: Mapping[str, str]
    now: datetime

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in tier order."""
        return tuple(item for tier in self.tiers for item in tier.items)

    @property
    def view(self) -> CampaignView:
        """The campaign with its items."""
        return CampaignView(self.campaign, self.items)


@dataclass(frozen=True)
class ItemStatus:
    """An item with its campaign."""

    campaign: Campaign
    item: Item


@dataclass(frozen=True)
class ItemList:
    """Items of several campaigns, with the names of their DRIs."""

    entries: tuple[ItemStatus, ...]
    people: Mapping[str, str]
    now: datetime


def campaign_status(store: Store, campaign_id: int, *, now: Clocks) -> CampaignStatus:
    """Return the status of a campaign; raise `KeyError` if it does not exist."""
    with store.read() as session:
        view = get_view(session, campaign_id)
        people = names_by_gitlab(session, [item.dri for item in view.items])
    return build_status(view, people, now.story)


def show_status(
    store: Store, runtime: str | None, version: str | None, *, now: Clocks
) -> tuple[CampaignStatus, ...]:
    """Return the status of the campaigns with a runtime and version, or of all open ones.

    Raises:
        InvalidRequestError: no campaign has the given version.
    """
    with store.read() as session:
        views = find_views(session, runtime, version)
        dris = [item.dri for view in views for item in view.items]
        people = names_by_gitlab(session, dris)
    return tuple(build_status(view, people, now.story) for view in views)


def build_status(view: CampaignView, people: Mapping[str, str], now: datetime) -> CampaignStatus:
    """Build a campaign's status: counts per state and tier, and the open tiers."""
    tiers = view.campaign.tiers
    by_tier = {t.key: tuple(i for i in view.items if i.tier == t.key) for t in tiers}
    opened = list_open_tiers(view)
    return CampaignStatus(
        campaign=view.campaign,
        progress=count_progress(item.state for item in view.items),
        tiers=tuple(
            TierStatus(
                tier=tier,
                open=tier.key in opened,
                progress=count_progress(item.state for item in by_tier[tier.key]),
                items=by_tier[tier.key],
            )
            for tier in tiers
        ),
        people=people,
        now=now,
    )


@dataclass(frozen=True)
class CampaignLine:
    """A campaign in the list of all campaigns."""

    campaign: Campaign
    progress: Progress


def list_all_campaigns(store: Store) -> tuple[CampaignLine, ...]:
    """List all campaigns, newest first."""
    with store.read() as session:
        views = list_views(session)
    return tuple(
        CampaignLine(view.campaign, count_progress(item.state for item in view.items))
        for view in views
    )


def show_mine(store: Store, actor: Actor, *, now: Clocks) -> ItemList:
    """List the open items whose DRI or backup is the actor."""
    with store.read() as session:
        return list_mine(session, list_views(session, only_open=True), actor, now=now)


def list_mine(
    session: Session, views: Sequence[CampaignView], actor: Actor, *, now: Clocks
) -> ItemList:
    """List the unfinished items of these campaigns whose DRI or backup is the actor."""

    def is_mine(item: Item) -> bool:
        in_charge = is_one_of(actor.gitlab_username, (item.dri, item.backup))
        return in_charge and item.state != ItemState.production

    return _list_items(session, views, now, is_mine)


def show_blocked(store: Store, *, now: Clocks) -> ItemList:
    """List the blocked items of open campaigns, longest blocked first."""
    with store.read() as session:
        views = list_views(session, only_open=True)
        listed = _list_items(session, views, now, lambda item: item.state == ItemState.blocked)
    by_age = sorted(listed.entries, key=lambda entry: entry.item.state_since or now.story)
    return ItemList(tuple(by_age), listed.people, listed.now)


def _list_items(
    session: Session,
    views: Sequence[CampaignView],
    now: Clocks,
    wanted: Callable[[Item], bool],
) -> ItemList:
    entries = tuple(
        ItemStatus(view.campaign, item) for view in views for item in view.items if wanted(item)
    )
    people = names_by_gitlab(session, [entry.item.dri for entry in entries])
    return ItemList(entries, people, now.story)
