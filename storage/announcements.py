"""Queries of announcements: drafted once per milestone, decided once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.records import to_record
from storage.summary.tables import AnnouncementRow

DRAFT, POSTED, SKIPPED = "draft", "posted", "skipped"


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
    """Insert a draft and return its id; UNIQUE refuses a second one for the same milestone."""
    session.add(row)
    session.flush()
    return row.id or 0


def get_announcement(session: Session, announcement_id: int) -> AnnouncementRecord:
    """Return an announcement; raises KeyError if there is none."""
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


def change_announcement(
    session: Session,
    announcement_id: int,
    *,
    version: int,
    **values: Any,  # noqa: ANN401 - columns
) -> bool:
    """Update a draft that is still at this version; return whether it was."""
    changed = session.execute(
        update(AnnouncementRow)
        .where(
            col(AnnouncementRow.id) == announcement_id,
            col(AnnouncementRow.version) == version,
            col(AnnouncementRow.state) == DRAFT,
        )
        .values(version=version + 1, **values)
    )
    session.expire_all()
    return bool(changed.rowcount)  # type: ignore[attr-defined]
