"""Opening a tier manually, before the previous tier is verified."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.evidence import is_finished
from campaigns.lifecycle.tiers import list_open_tiers
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.people.roles import Actor, Permission
from campaigns.states import CampaignState
from commands.clocks import Clocks
from commands.errors import InvalidRequestError, OutOfDateError
from commands.items.find_items import get_meant_campaign, get_tier
from commands.lifecycle.opened_tiers import record_startable
from commands.overview.update_card import update_card
from commands.people.actors import require
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.lifecycle.campaigns import get_view, update_campaign
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class OpenRequest:
    """A parsed `open <tier> [of <campaign>] [because <words>]`.

    ``campaign`` is its name as typed, or its id.
    """

    tier: str
    campaign: int | str = ""
    reason: str = ""


@dataclass(frozen=True)
class TierToOpen:
    """A closed tier, the items that could start, and the unfinished items it would not wait for."""

    campaign: Campaign
    key: str
    title: str
    items: tuple[Item, ...]
    unfinished: tuple[Item, ...]
    reason: str


def preview_open(store: Store, catalog: Catalog, actor: Actor, request: OpenRequest) -> TierToOpen:
    """Return what opening a tier would do, without changing anything.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may open a tier.
        InvalidRequestError: there is no such tier in an active campaign, or it is already open.
    """
    require(catalog, actor, Permission.open)
    with store.read() as session:
        return _to_open(_view_of(session, request), request)


def open_tier(
    store: Store, catalog: Catalog, actor: Actor, request: OpenRequest, *, now: Clocks
) -> TierToOpen:
    """Open a tier, record who decided that and why, and notify the DRIs who can start.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may open a tier.
        OutOfDateError: it is already open, or the campaign is no longer active.
    """
    require(catalog, actor, Permission.open)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        view = _view_of(session, request)
        try:
            opening = _to_open(view, request)
        except InvalidRequestError as error:
            raise OutOfDateError(str(error)) from error
        campaign_id, opened = view.campaign.id, [*view.campaign.opened_tiers, opening.key]
        update_campaign(session, campaign_id, opened_tiers=opened)
        event_ids = [record_event(session, campaign_id, _opened(opening, actor, now))]
        event_ids += record_startable(unit, campaign_id)
        update_card(unit, campaign_id, event_ids)
    return opening


def _opened(opening: TierToOpen, actor: Actor, now: Clocks) -> Event:
    because = f", because {opening.reason}" if opening.reason else ""
    return Event(
        EventKind.tier_opened,
        opening.campaign.slug,
        now.story,
        actor.slack_id,
        after=opening.key,
        reason=f"on the decision of {actor.name}{because}",
    )


def _view_of(session: Session, request: OpenRequest) -> CampaignView:
    return get_view(session, get_meant_campaign(session, request.campaign).id)


def _to_open(view: CampaignView, request: OpenRequest) -> TierToOpen:
    campaign = view.campaign
    tier = get_tier(campaign, request.tier)
    key = tier.key
    if campaign.state != CampaignState.active:
        raise InvalidRequestError(
            f"{campaign.title} is {campaign.state.value}: tiers can only be opened in an "
            "active campaign."
        )
    if key in list_open_tiers(view):
        raise InvalidRequestError(f"{tier.title} of {campaign.title} is already open.")
    left = [item for item in view.items if not is_finished(item)]
    before = _gates_before(campaign, key)
    return TierToOpen(
        campaign=campaign,
        key=key,
        title=tier.title,
        items=tuple(item for item in left if item.tier == key),
        unfinished=tuple(item for item in left if item.tier in before),
        reason=request.reason,
    )


def _gates_before(campaign: Campaign, key: str) -> frozenset[str]:
    keys = [tier.key for tier in campaign.tiers]
    ahead = campaign.tiers[: keys.index(key)]
    return frozenset(tier.key for tier in ahead if tier.gates)
