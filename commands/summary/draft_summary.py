"""Drafting the weekly summary, on schedule or on request, with at most one open draft."""

from datetime import datetime, timedelta

from sqlmodel import Session

from campaigns.drafts import DraftState
from campaigns.model.person import Person
from campaigns.people.roles import Actor, Permission, Role
from campaigns.people.working_time import is_working
from campaigns.summary.messages import SummaryDraftMessage
from campaigns.summary.week import last_draft
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.people.actors import require
from commands.people.recipients import availability_of, find_lead
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.drafts import change_draft
from storage.lifecycle.campaigns import list_campaigns
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store
from storage.summary.queries import (
    SummaryRecord,
    add_summary,
    find_newest_summary,
)
from storage.summary.tables import SummaryRow


def draft_due_summary(store: Store, catalog: Catalog, *, now: Clocks) -> SummaryRecord | None:
    """Draft the week's summary for the facilitator when it is due.

    A draft that was not posted in time is also shown to the functional lead. Nothing is drafted
    without an open campaign or a facilitator in Slack.
    """
    with store.read() as session:
        facilitator = find_lead(session, catalog, Role.facilitator)
        newest = find_newest_summary(session)
        idle = not list_campaigns(session, only_open=True)
    if facilitator is None or idle:
        return None
    availability = availability_of(catalog, facilitator)
    due = last_draft(catalog.working_group.summary.schedule, availability, now.story)
    if newest is not None and newest.state == DraftState.draft:
        _ask_lead(store, catalog, newest, now=now)
    if newest is not None and newest.until >= due:
        return None
    with store.write() as session:
        unit = Unit(session, catalog, now)
        if _since(session, due) >= due:
            return None
        return _draft(unit, facilitator, until=due)


def draft_summary_now(
    store: Store, catalog: Catalog, actor: Actor, *, now: Clocks
) -> SummaryRecord:
    """Return the open draft, or create one that covers the time until now.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may draft.
    """
    require(catalog, actor, Permission.summary)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        newest = find_newest_summary(session, state=DraftState.draft)
        if newest is not None:
            return newest
        return add_summary(
            session, since=_since(session, now.story), until=now.story, now=now.story
        )


def _draft(unit: Unit, facilitator: Person, *, until: datetime) -> SummaryRecord | None:
    """Create the draft in place of an open one, unless another replica already did."""
    newest = find_newest_summary(unit.session)
    if newest is not None and newest.until >= until:
        return None
    if newest is not None and newest.state == DraftState.draft:
        change_draft(
            unit.session,
            SummaryRow,
            newest.id,
            version=newest.version,
            state=DraftState.skipped.value,
            reason="it was not posted within its week",
            decided_at=unit.now.story,
        )
        _show_draft(unit, newest.id, facilitator.slack_id)
    record = add_summary(
        unit.session, since=_since(unit.session, until), until=until, now=unit.now.story
    )
    _show_draft(unit, record.id, facilitator.slack_id)
    return record


def _since(session: Session, until: datetime) -> datetime:
    """Return when the last posted summary ended, or when the first open campaign started."""
    posted = find_newest_summary(session, state=DraftState.posted)
    if posted is not None:
        return posted.until
    starts = [campaign.started_at for campaign in list_campaigns(session, only_open=True)]
    return min(starts, default=until)


def _ask_lead(store: Store, catalog: Catalog, draft: SummaryRecord, *, now: Clocks) -> None:
    """Show an overdue draft to the functional lead once, during working hours."""
    patience = timedelta(hours=catalog.working_group.summary.post_within_hours)
    if draft.lead_asked_at is not None or now.story < draft.created_at + patience:
        return
    with store.write() as session:
        unit = Unit(session, catalog, now)
        lead = find_lead(session, catalog, Role.functional_lead)
        if lead is None or not is_working(availability_of(catalog, lead), now.story):
            return
        asked = {"lead_asked_at": now.story}
        if change_draft(session, SummaryRow, draft.id, version=draft.version, **asked):
            _show_draft(unit, draft.id, lead.slack_id)


def _show_draft(unit: Unit, summary_id: int, reader: str) -> None:
    """Show a draft to a person in a direct message, or refresh that message."""
    draft = SummaryDraftMessage.for_reader(summary_id, reader)
    enqueue(unit.session, draft, to=reader, now=unit.now)
