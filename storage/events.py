"""The append-only event log."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from campaigns.events import Event, EventKind
from campaigns.states import OPEN_CAMPAIGN_STATES
from campaigns.summary.week import SIGNS, STATES, ItemEvent
from storage.tables import CampaignRow, EventRow


def record_event(session: Session, campaign_id: int | None, event: Event) -> int:
    """Append an event of the campaign ``event.campaign``; return its number."""
    row = EventRow(
        campaign_id=campaign_id,
        component=event.component,
        kind=event.kind.value,
        actor=event.actor,
        before=event.before,
        after=event.after,
        reason=event.reason,
        at=event.at,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def list_events(
    session: Session,
    campaign_id: int,
    *,
    ids: Sequence[int] | None = None,
    kind: EventKind | None = None,
) -> tuple[Event, ...]:
    """List a campaign's events, optionally by number or kind, oldest first."""
    slug = session.exec(select(CampaignRow.slug).where(CampaignRow.id == campaign_id)).one()
    query = select(EventRow).where(EventRow.campaign_id == campaign_id).order_by(col(EventRow.id))
    if kind is not None:
        query = query.where(EventRow.kind == kind.value)
    rows = session.exec(query if ids is None else query.where(col(EventRow.id).in_(ids)))
    return tuple(_event(row, slug) for row in rows)


def list_steps_between(
    session: Session, campaign_ids: Sequence[int], since: datetime, until: datetime
) -> dict[int, list[ItemEvent]]:
    """List each component's first and last step after ``since`` up to ``until``, by campaign.

    They are ordered oldest first. The steps in between do not affect the net change.
    """
    ours = col(EventRow.campaign_id).in_(campaign_ids)
    window = (ours, EventRow.at > since, EventRow.at <= until)
    ends = (
        select(pick(col(EventRow.id)))
        .where(*window, col(EventRow.kind).in_(kinds), col(EventRow.component).is_not(None))
        .group_by(col(EventRow.campaign_id), col(EventRow.component))
        for pick, kinds in ((func.min, STATES), (func.max, STATES), (func.max, SIGNS))
    )
    rows = session.exec(
        select(  # type: ignore[call-overload]  # select is typed for four columns at most
            EventRow.campaign_id,
            EventRow.component,
            EventRow.kind,
            EventRow.before,
            EventRow.after,
        )
        .where(col(EventRow.id).in_(union_all(*ends)))
        .order_by(col(EventRow.id))
    )
    found: dict[int, list[ItemEvent]] = {campaign_id: [] for campaign_id in campaign_ids}
    for campaign_id, *step in rows:
        found[campaign_id].append(ItemEvent(*step))
    return found


_ENDS = (EventKind.campaign_completed.value, EventKind.campaign_cancelled.value)


def list_ended_since(session: Session, since: datetime) -> tuple[int, ...]:
    """List the ids of the campaigns that were completed or cancelled after a moment."""
    closed = select(CampaignRow.id).where(
        col(CampaignRow.state).not_in([state.value for state in OPEN_CAMPAIGN_STATES])
    )
    query = select(EventRow.campaign_id).where(
        col(EventRow.campaign_id).in_(closed),
        EventRow.at > since,
        col(EventRow.kind).in_(_ENDS),
    )
    return tuple(sorted({ended for ended in session.exec(query) if ended is not None}))


def list_events_of(
    session: Session, campaign_ids: Sequence[int], kinds: Collection[EventKind]
) -> dict[int, list[Event]]:
    """List the events of these kinds by campaign, oldest first.

    They lack ``before`` and ``reason``, because forecasts read thousands of them.
    """
    slugs = dict(
        session.execute(
            select(CampaignRow.id, CampaignRow.slug).where(col(CampaignRow.id).in_(campaign_ids))
        ).all()
    )
    row = EventRow
    query = (
        select_columns(
            col(row.campaign_id),
            col(row.kind),
            col(row.at),
            col(row.actor),
            col(row.component),
            col(row.after),
        )
        .where(col(row.campaign_id).in_(campaign_ids), col(row.kind).in_([k.value for k in kinds]))
        .order_by(col(row.id))
    )
    found: dict[int, list[Event]] = {campaign_id: [] for campaign_id in campaign_ids}
    for number, kind, at, actor, component, after in session.execute(query):
        event = Event(EventKind(kind), slugs[number], at, actor, component, None, after)
        found[number].append(event)
    return found


def _event(row: EventRow, slug: str) -> Event:
    return Event(
        kind=EventKind(row.kind),
        campaign=slug,
        at=row.at,
        actor=row.actor,
        component=row.component,
        before=row.before,
        after=row.after,
        reason=row.reason,
    )


@dataclass(frozen=True)
class LoggedEvent:
    """An event with its number in the log."""

    number: int
    event: Event


def list_logged(
    session: Session, campaign_id: int | None, *, after: int, limit: int
) -> tuple[LoggedEvent, ...]:
    """List the events after a number, of one campaign or of all, oldest first."""
    query = (
        select(EventRow, CampaignRow.slug)
        .join(CampaignRow, col(CampaignRow.id) == col(EventRow.campaign_id), isouter=True)
        .where(col(EventRow.id) > after)
        .order_by(col(EventRow.id))
        .limit(limit)
    )
    if campaign_id is not None:
        query = query.where(EventRow.campaign_id == campaign_id)
    found = session.exec(query)
    return tuple(LoggedEvent(row.id or 0, _event(row, slug or "")) for row, slug in found)
