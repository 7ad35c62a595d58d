"""Recording a decision on an item: the event, the note, GitLab, the card and its thread."""

from collections.abc import Iterable

from campaigns.events import Event
from campaigns.model.item import Item
from commands.items.notes import enqueue_note
from commands.items.write_item import enqueue_item_written
from commands.markdown import Markdown
from commands.overview.update_card import update_card
from commands.unit import Unit
from storage.events import record_event


def record_item_decision(
    unit: Unit, item: Item, decision: Event, *, note: Markdown, aspects: Iterable[str]
) -> None:
    """Record a decision, and enqueue its note, the card, and the ``aspects`` to update in GitLab.

    Autoflush is off, because each flush delays the acknowledgement by about a millisecond.
    """
    event_id = record_event(unit.session, item.campaign_id, decision)
    with unit.session.no_autoflush:
        enqueue_note(unit.session, item.id, event_id, note, now=unit.now)
        enqueue_item_written(unit.session, item.id, aspects, by=decision.actor, now=unit.now)
        update_card(unit, item.campaign_id, [event_id])
