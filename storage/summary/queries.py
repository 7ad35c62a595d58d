"""Queries for weekly summaries, which are drafted once, edited, and posted or skipped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from campaigns.drafts import DraftState
from storage.records import to_record
from storage.reminders.tables import ReminderRow
from storage.summary.tables import SummaryRow


@dataclass(frozen=True)
class SummaryRecord:
    """One weekly summary; ``edits`` maps sections to edited text."""

    id: int
    state: str
    since: datetime
    until: datetime
    edits: Mapping[str, str]
    version: int
    created_at: datetime
    lead_asked_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    pictures: Mapping[str, Mapping[str, object]] | None = None
    picture_looks: int = 0
    forecasts: Mapping[str, list[str]] | None = None


def _record(row: SummaryRow) -> SummaryRecord:
    return to_record(SummaryRecord, row, edits=dict(row.edits))


def add_summary(
    session: Session, *, since: datetime, until: datetime, now: datetime
) -> SummaryRecord:
    """Insert a draft; UNIQUE rejects a second one for a period with the same end."""
    row = SummaryRow(since=since, until=until, created_at=now)
    session.add(row)
    session.flush()
    return _record(row)


def get_summary(session: Session, summary_id: int) -> SummaryRecord:
    """Return a summary, or raise KeyError if there is none."""
    row = session.get(SummaryRow, summary_id)
    if row is None:
        raise KeyError(summary_id)
    return _record(row)


def find_newest_summary(
    session: Session, *, state: DraftState | None = None
) -> SummaryRecord | None:
    """Find the newest summary, in one state or in any."""
    query = select(SummaryRow).order_by(col(SummaryRow.until).desc())
    if state is not None:
        query = query.where(SummaryRow.state == state.value)
    row = session.exec(query.limit(1)).first()
    return None if row is None else _record(row)


def find_forecast_summary(session: Session) -> SummaryRecord | None:
    """Find the newest summary with forecasts."""
    query = select(SummaryRow).where(col(SummaryRow.forecasts).is_not(None))
    row = session.exec(query.order_by(col(SummaryRow.until).desc()).limit(1)).first()
    return None if row is None else _record(row)


def list_without_pictures(session: Session) -> tuple[SummaryRecord, ...]:
    """List the posted summaries whose pictures are not drawn yet."""
    rows = session.exec(
        select(SummaryRow).where(
            SummaryRow.state == DraftState.posted.value, col(SummaryRow.pictured).is_(False)
        )
    )
    return tuple(_record(row) for row in rows)


def reopen_posted(session: Session, summary_id: int) -> None:
    """Make a posted summary a draft again; its pictures are redrawn when it is posted."""
    session.execute(
        update(SummaryRow)
        .where(col(SummaryRow.id) == summary_id, col(SummaryRow.state) == DraftState.posted.value)
        .values(
            state=DraftState.draft.value,
            version=col(SummaryRow.version) + 1,
            decided_by=None,
            decided_at=None,
            pictures=None,
            picture_looks=0,
            pictured=False,
        )
    )


def list_without_forecasts(session: Session) -> tuple[SummaryRecord, ...]:
    """List the summaries without forecasts."""
    rows = session.exec(select(SummaryRow).where(col(SummaryRow.forecasts).is_(None)))
    return tuple(_record(row) for row in rows)


def save_forecasts(
    session: Session, summary_id: int, forecasts: Mapping[str, Sequence[str]]
) -> None:
    """Store the campaigns' forecasts."""
    said = {slug: list(lines) for slug, lines in forecasts.items()}
    session.execute(
        update(SummaryRow).where(col(SummaryRow.id) == summary_id).values(forecasts=said)
    )


def save_pictures(
    session: Session,
    summary_id: int,
    pictures: Mapping[str, Mapping[str, object]],
    *,
    looks: int,
    ready: bool,
) -> None:
    """Store the progress of a summary's pictures; ``ready`` marks them as complete."""
    shown = {slug: dict(picture) for slug, picture in pictures.items()}
    session.execute(
        update(SummaryRow)
        .where(col(SummaryRow.id) == summary_id)
        .values(pictures=shown, picture_looks=looks, pictured=ready)
    )


def list_reminders_between(
    session: Session, campaign_ids: Sequence[int], since: datetime, until: datetime
) -> dict[int, list[tuple[str, bool]]]:
    """Map campaigns to the reminders sent in a period: the owner, and whether it was answered."""
    rows = session.exec(
        select(ReminderRow.campaign_id, ReminderRow.owner, ReminderRow.answered_by).where(
            col(ReminderRow.campaign_id).in_(campaign_ids),
            col(ReminderRow.sent_at) > since,
            col(ReminderRow.sent_at) <= until,
        )
    )
    found: dict[int, list[tuple[str, bool]]] = {campaign_id: [] for campaign_id in campaign_ids}
    for campaign_id, owner, answered in rows:
        found[campaign_id].append((owner, answered is not None))
    return found
