"""Editing, posting or skipping the draft of an announcement."""

from sqlmodel import Session

from campaigns.announcements import (
    AnnouncementDraftMessage,
    AnnouncementMessage,
    AnnouncementRefusedMessage,
)
from campaigns.drafts import DraftState
from campaigns.events import Event, EventKind
from campaigns.people.roles import Actor, Permission
from campaigns.states import CampaignState
from commands.announcements.announcements import MAX_TEXT, is_still_reached
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.drafts import (
    DraftDecision,
    DraftKind,
    decide_draft,
    edit_draft,
    get_undecided,
    notify_poster,
    open_for_decision,
    show_draft_again,
)
from commands.errors import InvalidRequestError, OutOfDateError
from commands.overview.update_card import add_to_thread
from commands.people.actors import require
from commands.unit import Unit
from storage.announcements import AnnouncementRecord, get_announcement
from storage.catalog.read import Catalog
from storage.delivery.queues import find_message
from storage.delivery.tables import QueueState
from storage.events import record_event
from storage.lifecycle.campaigns import get_campaign, get_view
from storage.store import Store
from storage.summary.tables import AnnouncementRow

ANNOUNCEMENT = DraftKind(
    "announcement",
    Permission.announce,
    AnnouncementRow,
    get_announcement,
    AnnouncementDraftMessage.prefix,
)


def edit_announcement(
    store: Store,
    catalog: Catalog,
    actor: Actor,
    announcement_id: int,
    version: int,
    text: str,
    *,
    now: Clocks,
) -> AnnouncementRecord:
    """Replace a draft's text with an edited one.

    ``version`` is the version that the edit is based on; a concurrent edit is not overwritten.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may edit.
        InvalidRequestError: the text is empty or too long.
        OutOfDateError: somebody else posted, skipped or changed it.
    """
    require(catalog, actor, ANNOUNCEMENT.permission)
    words = text.strip()
    if not words:
        raise InvalidRequestError(
            "The announcement is empty: enter a text, or press Skip in the draft."
        )
    if len(words) > MAX_TEXT:
        raise InvalidRequestError(
            f"An announcement can have at most {MAX_TEXT} characters; this one has {len(words)}."
        )
    with open_for_decision(store, catalog, actor, ANNOUNCEMENT, now=now) as unit:
        return edit_draft(unit, ANNOUNCEMENT, announcement_id, version, text=words)


def post_announcement(
    store: Store, catalog: Catalog, actor: Actor, announcement_id: int, version: int, *, now: Clocks
) -> AnnouncementRecord:
    """Post a draft to its channels, or retry the channels that rejected it.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may post.
        OutOfDateError: it was posted, skipped or changed since ``version``, or is no longer true.
    """
    with open_for_decision(store, catalog, actor, ANNOUNCEMENT, now=now) as unit:
        session, posted = unit.session, DraftState.posted
        record = get_announcement(session, announcement_id)
        channels = _refused(session, record) if record.state == posted else record.channels
        if record.state != posted or not channels:
            record = get_undecided(session, ANNOUNCEMENT, announcement_id)
            _require_true(unit, record)
            _decide(unit, record, version, DraftDecision(actor, posted))
        for channel in channels:
            post = AnnouncementMessage(announcement_id, channel)
            enqueue(session, post, to=channel, now=now)
        return show_draft_again(session, ANNOUNCEMENT, announcement_id, now=now)


def skip_announcement(
    store: Store, catalog: Catalog, actor: Actor, announcement_id: int, *, now: Clocks
) -> AnnouncementRecord:
    """Skip the announcement of a milestone.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may skip.
        OutOfDateError: it was already posted or skipped.
    """
    with open_for_decision(store, catalog, actor, ANNOUNCEMENT, now=now) as unit:
        record = get_undecided(unit.session, ANNOUNCEMENT, announcement_id)
        return _decide(unit, record, record.version, DraftDecision(actor, DraftState.skipped))


def _refused(session: Session, record: AnnouncementRecord) -> tuple[str, ...]:
    """List the channels that rejected a posted announcement."""
    keys = {c: AnnouncementMessage(record.id, c).key for c in record.channels}
    rows = {c: find_message(session, key) for c, key in keys.items()}
    return tuple(
        channel
        for channel, row in rows.items()
        if row is not None and row.state == QueueState.dead.value and row.ts is None
    )


def _require_true(unit: Unit, record: AnnouncementRecord) -> None:
    """Reject a draft if the campaign was cancelled, or a component has fallen behind again."""
    view = get_view(unit.session, record.campaign_id)
    if view.campaign.state == CampaignState.cancelled:
        raise OutOfDateError(f"{view.campaign.title} was cancelled: press Skip.")
    if not is_still_reached(unit.catalog, view, record.milestone):
        raise OutOfDateError(
            f"This is no longer true: a component of “{record.title}” has fallen behind again. "
            "Post it once the component has caught up, or press Skip."
        )


def _decide(
    unit: Unit, record: AnnouncementRecord, version: int, decision: DraftDecision
) -> AnnouncementRecord:
    decided = decide_draft(unit, ANNOUNCEMENT, record.id, version, decision)
    posted = decision.state == DraftState.posted
    campaign = get_campaign(unit.session, record.campaign_id)
    event = Event(
        EventKind.announcement_posted if posted else EventKind.announcement_skipped,
        campaign.slug,
        unit.now.story,
        decision.actor.slack_id,
        after=list(record.channels),
        reason=record.title,
    )
    event_ids = [record_event(unit.session, campaign.id, event)]
    add_to_thread(unit, campaign.id, event_ids)
    return decided


def record_arrival(session: Session, announcement_id: int, *, now: Clocks) -> None:
    """Refresh an announcement's draft messages to show that a channel received it."""
    show_draft_again(session, ANNOUNCEMENT, announcement_id, now=now)


def record_refusal(session: Session, announcement_id: int, channel: str, *, now: Clocks) -> None:
    """Notify the person who posted an announcement that a channel rejected it."""
    record = show_draft_again(session, ANNOUNCEMENT, announcement_id, now=now)
    refused = AnnouncementMessage(record.id, channel)
    row = find_message(session, refused.key)
    attempt = AnnouncementRefusedMessage.of_attempt(refused, row.wanted if row else 0)
    notify_poster(session, record, attempt, now=now)
