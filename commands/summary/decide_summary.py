"""Deciding on the draft of a summary: edit it, post it, or skip the week."""

from collections.abc import Mapping

from sqlmodel import Session

from campaigns.delivery import NoticeMessage
from campaigns.events import ASSISTANT, Event, EventKind
from campaigns.people.roles import Actor, Permission
from campaigns.summary.messages import SummaryDraftMessage
from commands.clocks import Clocks
from commands.delivery.messages import enqueue, enqueue_wherever_shown
from commands.errors import InvalidRequestError, OutOfDateError
from commands.lifecycle.epic_notes import enqueue_epic_note
from commands.people.actors import require
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.lifecycle.campaigns import list_campaigns
from storage.people.queries import names_by_slack_id
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store
from storage.summary.queries import (
    DRAFT,
    POSTED,
    SKIPPED,
    SummaryRecord,
    change_summary,
    get_summary,
    reopen_posted,
)

MAX_REASON = 300


def edit_summary(
    store: Store,
    catalog: Catalog,
    actor: Actor,
    summary_id: int,
    version: int,
    edits: Mapping[str, str],
    *,
    now: Clocks,
) -> SummaryRecord:
    """Replace sections of a draft with edited text.

    ``version`` is the version that was edited, so that a concurrent edit is not overwritten.

    Raises:
        NotPermittedError: only facilitator and functional lead edit.
        OutOfDateError: it was already decided, or changed by somebody else.
    """
    require(catalog, actor, Permission.summary)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        draft = _get_draft(session, summary_id)
        merged = {**draft.edits, **edits}
        if draft.version != version or not change_summary(
            session, summary_id, version=version, edits=merged
        ):
            raise OutOfDateError(
                "Somebody else changed this draft while you were editing: copy your text, "
                "close this, and press Edit again."
            )
        enqueue_wherever_shown(session, SummaryDraftMessage.prefix(summary_id), now=now)
        return get_summary(session, summary_id)


def post_summary(
    store: Store, catalog: Catalog, actor: Actor, summary_id: int, *, now: Clocks
) -> SummaryRecord:
    """Post a draft; it appears in the channel once its picture is drawn.

    Raises:
        NotPermittedError: only facilitator and functional lead post.
        OutOfDateError: it was already posted or skipped.
    """
    return _decide(store, catalog, actor, summary_id, POSTED, None, now=now)


def skip_summary(
    store: Store, catalog: Catalog, actor: Actor, summary_id: int, reason: str, *, now: Clocks
) -> SummaryRecord:
    """Skip a week; the next summary covers it as well.

    Raises:
        NotPermittedError: only facilitator and functional lead skip.
        InvalidRequestError: there is no reason.
        OutOfDateError: it was already posted or skipped.
    """
    if not reason.strip():
        raise InvalidRequestError("Add a short reason why this week is skipped.")
    kept = reason.strip()[:MAX_REASON]
    return _decide(store, catalog, actor, summary_id, SKIPPED, kept, now=now)


def _decide(
    store: Store,
    catalog: Catalog,
    actor: Actor,
    summary_id: int,
    state: str,
    reason: str | None,
    *,
    now: Clocks,
) -> SummaryRecord:
    require(catalog, actor, Permission.summary)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        draft = _get_draft(session, summary_id)
        change_summary(
            session,
            summary_id,
            version=draft.version,
            state=state,
            reason=reason,
            decided_by=actor.slack_id,
            decided_at=now.story,
        )
        kind = EventKind.summary_posted if state == POSTED else EventKind.summary_skipped
        for campaign in list_campaigns(session, only_open=True):
            event = Event(kind, campaign.slug, now.story, actor.slack_id, reason=reason)
            record_event(session, campaign.id, event)
            if state == POSTED:
                enqueue_epic_note(unit, campaign.id, summary_id, actor.slack_id)
        enqueue_wherever_shown(session, SummaryDraftMessage.prefix(summary_id), now=now)
        return get_summary(session, summary_id)


def reopen_summary(session: Session, summary_id: int, words: str, *, now: Clocks) -> None:
    """Reopen a posted summary that never reached the channel, and notify its poster.

    ``words`` say what became of its message. The notes on the epics stay.
    """
    summary = get_summary(session, summary_id)
    if summary.state != POSTED:
        return
    reopen_posted(session, summary_id)
    for campaign in list_campaigns(session, only_open=True):
        event = Event(EventKind.summary_refused, campaign.slug, now.story, ASSISTANT, reason=words)
        record_event(session, campaign.id, event)
    enqueue_wherever_shown(session, SummaryDraftMessage.prefix(summary_id), now=now)
    _notify_poster(
        session, summary, f"{words}. It is a draft again: fix that, then press Post", now
    )


def warn_of_summary(session: Session, summary_id: int, words: str, *, now: Clocks) -> None:
    """Notify the person who posted a summary that its delivery is unknown."""
    _notify_poster(
        session, get_summary(session, summary_id), f"{words}: please check the channel", now
    )


def _notify_poster(session: Session, summary: SummaryRecord, words: str, now: Clocks) -> None:
    if summary.decided_by and summary.decided_by.startswith(("U", "W")):
        key = f"summary:{summary.id}:refused:{summary.version}"
        enqueue(
            session,
            NoticeMessage.about(key, f"The weekly summary {words}."),
            to=summary.decided_by,
            now=now,
        )


def _get_draft(session: Session, summary_id: int) -> SummaryRecord:
    draft = get_summary(session, summary_id)
    if draft.state != DRAFT:
        names = names_by_slack_id(session, [draft.decided_by or ""])
        who = names.get(draft.decided_by or "", "the assistant")
        raise OutOfDateError(f"This summary was already {draft.state} by {who}.")
    return draft
