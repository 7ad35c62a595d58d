"""The append-only event log."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from campaigns.events import Event, EventKind
from storage.tables import CampaignRow, EventRow


def record_event(session: Session, campaign_id: int | None, event: Event) -> int:
    """Append an event, of the campaign that ``event.campaign`` names; gives its number."""
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
    session: Session, campaign_id: int, *, ids: Sequence[int] | None = None
) -> tuple[Event, ...]:
    """List a campaign's events, or those of some numbers, oldest first."""
    query = select(EventRow).where(EventRow.campaign_id == campaign_id).order_by(col(EventRow.id))
    rows = session.exec(query if ids is None else query.where(col(EventRow.id).in_(ids)))
    return _events(session, campaign_id, rows)


def list_kind_of_events(session: Session, campaign_id: int, kind: EventKind) -> tuple[Event, ...]:
    """List a campaign's events of one kind, oldest first."""
    of_kind = (EventRow.campaign_id == campaign_id, EventRow.kind == kind.value)
    rows = session.exec(select(EventRow).where(*of_kind).order_by(col(EventRow.id)))
    return _events(session, campaign_id, rows)


def _events(session: Session, campaign_id: int, rows: Iterable[EventRow]) -> tuple[Event, ...]:
    slug = session.exec(select(CampaignRow.slug).where(CampaignRow.id == campaign_id)).one()
    return tuple(
        Event(
            kind=EventKind(row.kind),
            campaign=slug,
            at=row.at,
            actor=row.actor,
            component=row.component,
            before=row.before,
            after=row.after,
            reason=row.reason,
        )
        for row in rows
    )
