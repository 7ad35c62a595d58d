"""What follows from every decision on an item: event, note, GitLab, the card and its thread."""

from collections.abc import Iterable

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.roles import Actor
from commands.messages import want_card, want_history
from commands.moments import Moment
from commands.notes import want_note
from commands.write_item import want_item_written
from storage.catalog import Catalog
from storage.events import record_event
from storage.records import CampaignRecord, ItemRecord


def tell_item(
    session: Session,
    catalog: Catalog,
    actor: Actor,
    campaign: CampaignRecord,
    item: ItemRecord,
    *,
    kind: EventKind,
    before: str | None,
    after: str | None,
    reason: str | None,
    note: str,
    aspects: Iterable[str],
    now: Moment,
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
        want_note(session, item.id, event_id, note, now=now)
        want_item_written(session, item.id, aspects, by=actor.slack_id, now=now)
        want_card(session, catalog, campaign.id, now=now)
        want_history(session, catalog, campaign.id, [event_id], now=now)
