"""Editing, posting or skipping the draft of a weekly summary."""

from collections.abc import Mapping

from sqlmodel import Session

from campaigns.delivery import NoticeMessage
from campaigns.drafts import DraftState
from campaigns.events import ASSISTANT, Event, EventKind
from campaigns.people.roles import Actor, Permission
from campaigns.summary.messages import SummaryDraftMessage
from commands.clocks import Clocks
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
from commands.errors import InvalidRequestError
from commands.lifecycle.epic_notes import enqueue_epic_note
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.lifecycle.campaigns import list_campaigns
from storage.store import Store
from storage.summary.queries import SummaryRecord, get_summary, reopen_posted
from storage.summary.tables import SummaryRow

MAX_REASON = 300
SUMMARY = DraftKind(
    "summary", Permission.summary, SummaryRow, get_summary, SummaryDraftMessage.prefix
)


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

    ``version`` is the version that the edit is based on; a concurrent edit is not overwritten.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may edit.
        OutOfDateError: somebody else posted, skipped or changed it.
    """
    with open_for_decision(store, catalog, actor, SUMMARY, now=now) as unit:
        merged = {**get_undecided(unit.session, SUMMARY, summary_id).edits, **edits}
        return edit_draft(unit, SUMMARY, summary_id, version, edits=merged)


def post_summary(
    store: Store, catalog: Catalog, actor: Actor, summary_id: int, *, now: Clocks
) -> SummaryRecord:
    """Post a draft, which appears in the channel once its chart is rendered.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may post.
        OutOfDateError: it was already posted or skipped.
    """
    decision = DraftDecision(actor, DraftState.posted)
    return _decide(store, catalog, summary_id, decision, now=now)


def skip_summary(
    store: Store, catalog: Catalog, actor: Actor, summary_id: int, reason: str, *, now: Clocks
) -> SummaryRecord:
    """Skip a week, which the next summary then also covers.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may skip.
        InvalidRequestError: the reason is empty.
        OutOfDateError: it was already posted or skipped.
    """
    if not reason.strip():
        raise InvalidRequestError("Add a short reason for skipping this week.")
    decision = DraftDecision(actor, DraftState.skipped, reason.strip()[:MAX_REASON])
    return _decide(store, catalog, summary_id, decision, now=now)


def _decide(
    store: Store, catalog: Catalog, summary_id: int, decision: DraftDecision, *, now: Clocks
) -> SummaryRecord:
    actor, posted = decision.actor, decision.state == DraftState.posted
    with open_for_decision(store, catalog, actor, SUMMARY, now=now) as unit:
        draft = get_undecided(unit.session, SUMMARY, summary_id)
        decided = decide_draft(unit, SUMMARY, summary_id, draft.version, decision)
        kind = EventKind.summary_posted if posted else EventKind.summary_skipped
        for campaign in list_campaigns(unit.session, only_open=True):
            event = Event(kind, campaign.slug, now.story, actor.slack_id, reason=decision.reason)
            record_event(unit.session, campaign.id, event)
            if posted:
                enqueue_epic_note(unit, campaign.id, summary_id, actor.slack_id)
        return decided


def reopen_summary(session: Session, summary_id: int, words: str, *, now: Clocks) -> None:
    """Reopen a posted summary that could not be delivered, and notify the person who posted it.

    ``words`` describe the failure. The notes on the epics are kept.
    """
    summary = get_summary(session, summary_id)
    if summary.state != DraftState.posted:
        return
    reopen_posted(session, summary_id)
    for campaign in list_campaigns(session, only_open=True):
        event = Event(EventKind.summary_refused, campaign.slug, now.story, ASSISTANT, reason=words)
        record_event(session, campaign.id, event)
    show_draft_again(session, SUMMARY, summary_id, now=now)
    _notify_poster(
        session, summary, f"{words}. It is a draft again: fix the problem, then press Post", now
    )


def warn_of_summary(session: Session, summary_id: int, words: str, *, now: Clocks) -> None:
    """Notify the person who posted a summary that it may not have been delivered."""
    _notify_poster(
        session, get_summary(session, summary_id), f"{words}: please check the channel", now
    )


def _notify_poster(session: Session, summary: SummaryRecord, words: str, now: Clocks) -> None:
    key = f"summary:{summary.id}:refused:{summary.version}"
    notice = NoticeMessage.about(key, f"The weekly summary {words}.")
    notify_poster(session, summary, notice, now=now)
