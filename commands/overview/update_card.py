"""Updating a campaign's card in the channel, and adding history to its thread."""

from collections.abc import Sequence

from campaigns.overview import CardMessage, HistoryMessage
from commands.delivery.messages import enqueue
from commands.unit import Unit


def update_card(unit: Unit, campaign_id: int, event_ids: Sequence[int] = ()) -> None:
    """Refresh the campaign's card, and add these events to its thread."""
    enqueue(
        unit.session, CardMessage(campaign_id), to=unit.catalog.working_group.channel, now=unit.now
    )
    add_to_thread(unit, campaign_id, event_ids)


def add_to_thread(unit: Unit, campaign_id: int, event_ids: Sequence[int]) -> None:
    """Post events, if any, in the card's thread as one message."""
    if event_ids:
        history = HistoryMessage(campaign_id, tuple(event_ids))
        enqueue(unit.session, history, to=unit.catalog.working_group.channel, now=unit.now)
