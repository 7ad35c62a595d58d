"""Posting a campaign's card again after somebody deleted it in Slack."""

from dataclasses import dataclass

from campaigns.model.campaign import Campaign
from campaigns.overview import CardMessage, HistoryMessage
from campaigns.people.roles import Actor, Permission
from commands.clocks import Clocks
from commands.items.find_items import get_open_campaign
from commands.overview.update_card import update_card
from commands.people.actors import require
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.deleted import repost_deleted, retry_orphans
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class CardRequest:
    """A parsed `card [<campaign>]`; empty for the only open campaign."""

    campaign: str


@dataclass(frozen=True)
class CardPosted:
    """The campaign whose card was requested, and whether its deletion was known already."""

    campaign: Campaign
    was_deleted: bool


def post_card(
    store: Store, catalog: Catalog, actor: Actor, request: CardRequest, *, now: Clocks
) -> CardPosted:
    """Post a card again if it was deleted, with the history that could not be posted under it.

    A card that is still there is updated, so that there are never two of one campaign.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may.
        InvalidRequestError: no such open campaign.
    """
    require(catalog, actor, Permission.card)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        campaign = get_open_campaign(session, request.campaign)
        was_deleted = repost_deleted(session, CardMessage(campaign.id).key, now=now.wall)
        update_card(Unit(session, catalog, now), campaign.id)
        retry_orphans(session, frozenset({HistoryMessage.KIND}), now=now.wall)
    return CardPosted(campaign, was_deleted)
