"""Queries for announcements, which are drafted and decided once per milestone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.records import to_record
from storage.summary.tables import AnnouncementRow


@dataclass(frozen=True)
class AnnouncementRecord:
    """One announcement; ``channels`` are Slack ids, ``version`` counts the edits."""

    id: int
    campaign_id: int
    milestone: str
    state: str
    title: str
    channels: tuple[str, ...]
    text: str
    version: int
    created_at: datetime
    decided_by: str | None
    decided_at: datetime | None


def _record(row: AnnouncementRow) -> AnnouncementRecord:
    return to_record(AnnouncementRecord, row, channels=tuple(row.channels))


def add_announcement(session: Session, row: AnnouncementRow) -> int:
    """Insert a draft and return its id; UNIQUE rejects a second one for the same milestone."""
    session.add(row)
    session.flush()
    return row.id or 0


def get_announcement(session: Session, announcement_id: int) -> AnnouncementRecord:
    """Return an announcement, or raise KeyError if there is none."""
    row = session.get(AnnouncementRow, announcement_id)
    if row is None:
        raise KeyError(announcement_id)
    return _record(row)


def list_announcements(
    session: Session, *, campaign_ids: Sequence[int]
) -> tuple[AnnouncementRecord, ...]:
    """List the announcements of some campaigns, oldest first."""
    rows = session.exec(
        select(AnnouncementRow)
        .where(col(AnnouncementRow.campaign_id).in_(campaign_ids))
        .order_by(col(AnnouncementRow.id))
    )
    return tuple(_record(row) for row in rows)
