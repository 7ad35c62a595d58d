"""A campaign's card in the channel, and the history in its thread: both follow each change."""

from collections.abc import Sequence

from campaigns.overview import CardMessage, HistoryMessage
from commands.delivery.messages import enqueue
from commands.unit import Unit


def update_card(unit: Unit, campaign_id: int, event_ids: Sequence[int] = ()) -> None:
    """Bring the campaign's one card up to date, and add these events to its thread."""
    enqueue(
        unit.session, CardMessage(campaign_id), to=unit.catalog.working_group.channel, now=unit.now
    )
    add_to_thread(unit, campaign_id, event_ids)


def add_to_thread(unit: Unit, campaign_id: int, event_ids: Sequence[int]) -> None:
    """Add events, where there are any, to the thread of the campaign's card, in one message."""
    if event_ids:
        history = HistoryMessage(campaign_id, tuple(event_ids))
        enqueue(unit.session, history, to=unit.catalog.working_group.channel, now=unit.now)
