"""What follows from every decision on an item: event, note, GitLab, the card and its thread."""

from collections.abc import Iterable

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.people.roles import Actor
from commands.clocks import Clocks
from commands.items.notes import enqueue_note
from commands.items.write_item import enqueue_item_written
from commands.overview.update_card import update_card
from storage.catalog.read import Catalog
from storage.events import record_event


def record_item_decision(
    session: Session,
    catalog: Catalog,
    actor: Actor,
    campaign: Campaign,
    item: Item,
    *,
    kind: EventKind,
    before: str | None,
    after: str | None,
    reason: str | None,
    note: str,
    aspects: Iterable[str],
    now: Clocks,
) -> None:
    """Record a decision on an item, and ask for GitLab (``aspects``), note and card to follow.

    The look-ups in between flush nothing: on the way to an acknowledgement every flush
    costs about a millisecond.
    """
    event = Event(
        kind,
        campaign.slug,
        now.story,
        actor.slack_id,
        component=item.component,
        before=before,
        after=after,
        reason=reason,
    )
    event_id = record_event(session, campaign.id, event)
    with session.no_autoflush:
        enqueue_note(session, item.id, event_id, note, now=now)
        enqueue_item_written(session, item.id, aspects, by=actor.slack_id, now=now)
        update_card(session, catalog, campaign.id, [event_id], now=now)
