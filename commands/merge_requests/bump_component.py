"""Requesting a merge request that updates all pins in a component's repository."""

from dataclasses import asdict, dataclass

from sqlmodel import Session

from campaigns.evidence import is_behind
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.people.roles import Actor, Permission
from commands.clocks import Clocks
from commands.errors import InvalidRequestError
from commands.items.find_items import get_item
from commands.people.actors import require
from storage.catalog.read import Catalog
from storage.delivery.queues import add_intent, find_intent, rearm_intent
from storage.lifecycle.campaigns import get_view
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store

KIND = "bump"


@dataclass(frozen=True)
class BumpRequest:
    """A parsed `bump <component>`."""

    component: str


@dataclass(frozen=True)
class BumpRequested:
    """The requested merge request; ``others`` are components that share the repository."""

    campaign: Campaign
    item: Item
    project: str
    others: tuple[Item, ...]


def ask_bump(
    store: Store, catalog: Catalog, actor: Actor, request: BumpRequest, *, now: Clocks
) -> BumpRequested:
    """Enqueue a merge request for a component's repository.

    Raises:
        NotPermittedError: the actor is neither a group member nor the item's DRI.
        InvalidRequestError: the component is unknown or done.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        campaign, item = get_item(session, request.component)
        require(catalog, actor, Permission.bump, (item.dri, item.backup))
        if is_settled(item):
            raise InvalidRequestError(f"{item.title} is done, so there is nothing to update.")
        project = repository_of(catalog, campaign, item)
        view = get_view(session, campaign.id)
        bump = BumpIntent(campaign.id, project, item.id, actor.slack_id)
        enqueue_bump(session, bump, now=now)
    others = tuple(i for i in sharing_items(catalog, view, project) if i.id != item.id)
    return BumpRequested(campaign, item, project, others)


@dataclass(frozen=True)
class BumpIntent:
    """A merge request to open; those with the same ``tier`` are stopped together on failure."""

    campaign_id: int
    project: str
    item_id: int
    asked_by: str
    tier: str | None = None


def enqueue_bump(session: Session, bump: BumpIntent, *, now: Clocks) -> None:
    """Enqueue a merge request for a repository; an existing intent runs again."""
    key, payload = f"{KIND}:{bump.campaign_id}:{bump.project}", asdict(bump)
    row = find_intent(session, key)
    if row is None:
        add_intent(session, KIND, key, payload, now=now.wall)
        return
    row.payload = payload
    rearm_intent(session, row, now=now.wall)


def is_settled(item: Item) -> bool:
    """Return whether no update is needed: the issue is gone, or it is done and not behind."""
    return item.gone or (item.claims_production and not is_behind(item))


def repository_of(catalog: Catalog, campaign: Campaign, item: Item) -> str:
    """Return the project whose repository contains a component; its issue may be elsewhere."""
    runtime = catalog.runtimes.get(campaign.runtime)
    known = {c.key: c.project for c in runtime.components} if runtime else {}
    return known.get(item.component, item.project)


def sharing_items(catalog: Catalog, view: CampaignView, project: str) -> tuple[Item, ...]:
    """List the items whose components are in the repository of a project."""
    return tuple(i for i in view.items if repository_of(catalog, view.campaign, i) == project)
