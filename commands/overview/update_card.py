"""A campaign's card in the channel, and the history in its thread: both follow each change."""

from collections.abc import Sequence

from sqlmodel import Session

from campaigns.overview import CardMessage, HistoryMessage
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from storage.catalog.read import Catalog


def update_card(
    session: Session,
    catalog: Catalog,
    campaign_id: int,
    event_ids: Sequence[int] = (),
    *,
    now: Clocks,
) -> None:
    """Bring the campaign's one card up to date, and add these events to its thread."""
    enqueue(session, CardMessage(campaign_id), to=catalog.working_group.channel, now=now)
    add_to_thread(session, catalog, campaign_id, event_ids, now=now)


def add_to_thread(
    session: Session, catalog: Catalog, campaign_id: int, event_ids: Sequence[int], *, now: Clocks
) -> None:
    """Add events, where there are any, to the thread of the campaign's card, in one message."""
    if event_ids:
        history = HistoryMessage(campaign_id, tuple(event_ids))
        enqueue(session, history, to=catalog.working_group.channel, now=now)
