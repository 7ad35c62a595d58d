"""Ending acknowledgements and snoozes early when an item changes."""

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from commands.clocks import Clocks
from storage.delivery.queues import enqueue_message_again
from storage.events import record_event
from storage.reminders.answers import list_muting_answers
from storage.reminders.queries import update_reminders


def end_snooze(
    session: Session,
    campaign: Campaign,
    item: Item,
    *,
    by: str,
    now: Clocks,
    why: str | None = None,
) -> bool:
    """End the active acknowledgements and snoozes of an item; return whether there were any.

    ``by`` is the author of the change: a Slack id, `gitlab` or `assistant`.
    """
    quiet = list_muting_answers(session, item.id, now.story)
    if not quiet:
        return False
    update_reminders(session, [r.id for r in quiet], quiet_until=now.story)
    event = Event(
        EventKind.item_woken, campaign.slug, now.story, by, component=item.component, reason=why
    )
    record_event(session, campaign.id, event)
    for message in sorted({r.message for r in quiet if r.message}):
        enqueue_message_again(session, message, now=now.wall)
    return True
