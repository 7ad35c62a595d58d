"""Deciding on an announcement: edit it, post it to its channels, or skip it."""

from sqlmodel import Session

from campaigns.announcements import AnnouncementDraftMessage, AnnouncementMessage
from campaigns.events import Event, EventKind
from campaigns.people.roles import Actor, Permission
from campaigns.states import CampaignState
from commands.announcements.announcements import MAX_TEXT, is_still_reached
from commands.clocks import Clocks
from commands.delivery.messages import enqueue, enqueue_wherever_shown
from commands.errors import InvalidRequestError, OutOfDateError
from commands.overview.update_card import add_to_thread
from commands.people.actors import require
from commands.unit import Unit
from storage.announcements import (
    DRAFT,
    POSTED,
    SKIPPED,
    AnnouncementRecord,
    change_announcement,
    get_announcement,
)
from storage.catalog.read import Catalog
from storage.delivery.queues import find_message
from storage.delivery.tables import QueueState
from storage.events import record_event
from storage.lifecycle.campaigns import get_campaign, get_view
from storage.people.queries import names_by_slack_id
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store

CHANGED = "Somebody else changed this announcement: read it again before you post it."


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

    ``version`` is the version that was edited, so that a concurrent edit is not overwritten.

    Raises:
        NotPermittedError: only facilitator and functional lead edit.
        InvalidRequestError: the text is empty or too long.
        OutOfDateError: it was already decided, or changed by somebody else.
    """
    require(catalog, actor, Permission.announce)
    words = text.strip()
    if not words:
        raise InvalidRequestError(
            "The announcement is empty: write a text, or press Skip in the draft."
        )
    if len(words) > MAX_TEXT:
        raise InvalidRequestError(
            f"An announcement has at most {MAX_TEXT} characters, this one has {len(words)}."
        )
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        _get_draft(session, announcement_id)
        if not change_announcement(session, announcement_id, version=version, text=words):
            raise OutOfDateError(
                "Somebody else changed this announcement while you were editing: copy your "
                "words, close this, and press Edit again."
            )
        _show_again(unit, announcement_id)
        return get_announcement(session, announcement_id)


def post_announcement(
    store: Store, catalog: Catalog, actor: Actor, announcement_id: int, version: int, *, now: Clocks
) -> AnnouncementRecord:
    """Post a draft to its channels, or again to those that rejected it.

    Raises:
        NotPermittedError: only facilitator and functional lead post.
        OutOfDateError: it was already decided, has changed since ``version``, or no longer holds.
    """
    require(catalog, actor, Permission.announce)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        record = get_announcement(session, announcement_id)
        channels = _refused(session, record) if record.state == POSTED else record.channels
        if record.state != POSTED or not channels:
            record = _get_draft(session, announcement_id)
            _require_true(unit, record)
            _decide(unit, actor, record, version, POSTED)
        for channel in channels:
            post = AnnouncementMessage(announcement_id, channel)
            enqueue(session, post, to=channel, now=now)
        _show_again(unit, announcement_id)
        return get_announcement(session, announcement_id)


def skip_announcement(
    store: Store, catalog: Catalog, actor: Actor, announcement_id: int, *, now: Clocks
) -> AnnouncementRecord:
    """Skip the announcement of a milestone.

    Raises:
        NotPermittedError: only facilitator and functional lead skip.
        OutOfDateError: it was already posted or skipped.
    """
    require(catalog, actor, Permission.announce)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        record = _get_draft(session, announcement_id)
        _decide(unit, actor, record, record.version, SKIPPED)
        _show_again(unit, announcement_id)
        return get_announcement(session, announcement_id)


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
    """Refuse an outdated draft: the campaign was cancelled, or a component fell back."""
    view = get_view(unit.session, record.campaign_id)
    if view.campaign.state == CampaignState.cancelled:
        raise OutOfDateError(f"{view.campaign.title} was cancelled: press Skip.")
    if not is_still_reached(unit.catalog, view, record.milestone):
        raise OutOfDateError(
            f"This no longer holds: a component of “{record.title}” has fallen behind again. "
            "Post it once it has recovered, or press Skip."
        )


def _decide(unit: Unit, actor: Actor, record: AnnouncementRecord, version: int, state: str) -> None:
    values = {"state": state, "decided_by": actor.slack_id, "decided_at": unit.now.story}
    if not change_announcement(unit.session, record.id, version=version, **values):
        raise OutOfDateError(CHANGED)
    posted = EventKind.announcement_posted
    campaign = get_campaign(unit.session, record.campaign_id)
    event = Event(
        posted if state == POSTED else EventKind.announcement_skipped,
        campaign.slug,
        unit.now.story,
        actor.slack_id,
        after=list(record.channels),
        reason=record.title,
    )
    told = [record_event(unit.session, campaign.id, event)]
    add_to_thread(unit, campaign.id, told)


def _show_again(unit: Unit, announcement_id: int) -> None:
    """Refresh the drafts wherever they were shown."""
    enqueue_wherever_shown(
        unit.session, AnnouncementDraftMessage.prefix(announcement_id), now=unit.now
    )


def _get_draft(session: Session, announcement_id: int) -> AnnouncementRecord:
    record = get_announcement(session, announcement_id)
    if record.state != DRAFT:
        names = names_by_slack_id(session, [record.decided_by or ""])
        who = names.get(record.decided_by or "", "somebody")
        raise OutOfDateError(f"This announcement was already {record.state} by {who}.")
    return record
