"""Waiving an item, so that its campaign can close without it, for a recorded reason."""

from dataclasses import dataclass

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.people.roles import Actor, Permission
from commands.clocks import Clocks
from commands.errors import InvalidRequestError
from commands.items.find_items import get_item
from commands.lifecycle.opened_tiers import record_startable
from commands.overview.update_card import update_card
from commands.people.actors import require
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.lifecycle.campaigns import get_item_record, update_item
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store

MAX_REASON = 500


@dataclass(frozen=True)
class WaiveRequest:
    """A parsed `waive <component> because <words>`."""

    component: str
    reason: str


@dataclass(frozen=True)
class Waived:
    """An item that no longer holds up its campaign."""

    campaign: Campaign
    item: Item


def waive_item(
    store: Store, catalog: Catalog, actor: Actor, request: WaiveRequest, *, now: Clocks
) -> Waived:
    """Let a campaign continue and close without an item; waiving it again changes the reason.

    Raises:
        NotPermittedError: only the functional lead may waive an item.
        InvalidRequestError: the component is unknown, or the reason is empty or too long.
    """
    require(catalog, actor, Permission.waive)
    if not request.reason.strip():
        raise InvalidRequestError("Add a reason: `waive gitaly because it is built elsewhere`.")
    if len(request.reason) > MAX_REASON:
        raise InvalidRequestError(
            f"A reason can have at most {MAX_REASON} characters; "
            f"this one has {len(request.reason)}."
        )
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        campaign, item = get_item(session, request.component)
        update_item(session, item.id, waived_by=actor.slack_id, waived_because=request.reason)
        event = Event(
            EventKind.item_waived,
            campaign.slug,
            now.story,
            actor.slack_id,
            item.component,
            before=item.waived_because,
            after=request.reason,
            reason=request.reason,
        )
        event_ids = [record_event(session, campaign.id, event)]
        event_ids += record_startable(unit, campaign.id, by=actor.slack_id)
        update_card(unit, campaign.id, event_ids)
        return Waived(campaign, get_item_record(session, item.id))
