"""Opening merge requests for a whole tier at a limited pace, after a preview."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from campaigns.delivery import NoticeMessage
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.people.roles import Actor, Permission
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.items.find_items import get_meant_campaign, get_tier
from commands.merge_requests.bump_component import (
    KIND,
    BumpIntent,
    enqueue_bump,
    is_settled,
    repository_of,
)
from commands.people.actors import require
from storage.catalog.read import Catalog
from storage.delivery.queues import list_pending_intents
from storage.delivery.tables import QueueState
from storage.lifecycle.campaigns import get_view
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class TierRequest:
    """A parsed `bump tier <tier> [of <campaign>]`.

    ``campaign`` is its name as typed, or its id.
    """

    tier: str
    campaign: int | str = ""


@dataclass(frozen=True)
class TierPreview:
    """The repositories of a tier in which a merge request would be opened."""

    campaign: Campaign
    key: str
    title: str
    projects: tuple[str, ...]
    pace_seconds: int


@dataclass(frozen=True)
class TierBumpRequested:
    """The repositories in which merge requests are being opened."""

    campaign: Campaign
    projects: tuple[str, ...]


def preview_tier(store: Store, catalog: Catalog, actor: Actor, request: TierRequest) -> TierPreview:
    """List the repositories in which `bump tier` would open a merge request.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may bump a tier.
        InvalidRequestError: there is no such open campaign, or it has no such tier.
    """
    require(catalog, actor, Permission.bump_tier)
    with store.read() as session:
        campaign = get_meant_campaign(session, request.campaign)
        view = get_view(session, campaign.id)
    tier = get_tier(campaign, request.tier)
    return TierPreview(
        campaign=campaign,
        key=tier.key,
        title=tier.title,
        projects=tuple(_to_bump(catalog, view, tier.key)),
        pace_seconds=catalog.working_group.policy.bump_pace_seconds,
    )


def bump_tier(
    store: Store, catalog: Catalog, actor: Actor, request: TierRequest, *, now: Clocks
) -> TierBumpRequested:
    """Enqueue merge requests for a tier, spaced by the interval in the catalog.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may bump a tier.
        InvalidRequestError: there is no such open campaign, or it has no such tier.
    """
    require(catalog, actor, Permission.bump_tier)
    pace = timedelta(seconds=catalog.working_group.policy.bump_pace_seconds)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        view = get_view(session, get_meant_campaign(session, request.campaign).id)
        key = get_tier(view.campaign, request.tier).key
        wanted = _to_bump(catalog, view, key)
        for number, (project, item) in enumerate(wanted.items()):
            _want(session, view, project, item, actor, Clocks(now.story, now.wall + number * pace))
    return TierBumpRequested(view.campaign, tuple(wanted))


def _want(
    session: Session,
    view: CampaignView,
    project: str,
    item: Item,
    actor: Actor,
    due: Clocks,
) -> None:
    bump = BumpIntent(view.campaign.id, project, item.id, actor.slack_id, item.tier)
    enqueue_bump(session, bump, now=due)


def _to_bump(catalog: Catalog, view: CampaignView, key: str) -> dict[str, Item]:
    """Map each repository in a tier that needs a merge request to one of its items."""
    found: dict[str, Item] = {}
    for item in view.items:
        asked = any(known.ours and known.state == "opened" for known in item.merge_requests)
        if item.tier == key and not is_settled(item) and not asked:
            found.setdefault(repository_of(catalog, view.campaign, item), item)
    return found


def stop_tier(session: Session, failed: Mapping[str, Any], reason: str, *, now: Clocks) -> None:
    """Stop the pending merge requests of a tier after one of them failed."""
    waiting = [
        row
        for row in list_pending_intents(session, KIND)
        if (row.payload["campaign_id"], row.payload["tier"])
        == (failed["campaign_id"], failed["tier"])
        and row.payload["project"] != failed["project"]
    ]
    for row in waiting:
        row.state = QueueState.dropped.value
        session.add(row)
    sentence = (
        f"The assistant stopped opening merge requests: {reason.rstrip('.')}. "
        f"{len(waiting)} were not attempted; "
        f"`/runtime-upgrade bump tier {failed['tier']}` continues."
    )
    if str(failed["asked_by"]).startswith(("U", "W")):
        key = f"stopped:{failed['campaign_id']}:{failed['tier']}:{now.wall.isoformat()}"
        enqueue(session, NoticeMessage.about(key, sentence), to=failed["asked_by"], now=now)
