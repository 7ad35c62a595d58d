"""Queries for declined items and the facilitator's decisions."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.records import to_record
from storage.reminders.tables import DeclineRow

ASKED, ASSIGNED, KEPT = "asked", "assigned", "kept"


@dataclass(frozen=True)
class DeclineRecord:
    """A declined item; ``backup`` is the Slack id of the person suggested instead."""

    id: int
    item_id: int
    slack_id: str
    dri: str | None
    backup: str | None
    state: str
    asked_at: datetime
    due_at: datetime
    decided_by: str | None


def add_decline(session: Session, row: DeclineRow) -> int:
    """Insert a decline; return its id."""
    session.add(row)
    session.flush()
    return row.id or 0


def find_decline(session: Session, decline_id: int) -> DeclineRecord | None:
    """Find a decline by its id."""
    row = session.get(DeclineRow, decline_id)
    return None if row is None else to_record(DeclineRecord, row)


def find_open_decline(session: Session, item_id: int, slack_id: str) -> DeclineRecord | None:
    """Find a person's undecided decline of an item."""
    row = session.exec(
        select(DeclineRow)
        .where(
            DeclineRow.item_id == item_id,
            DeclineRow.slack_id == slack_id,
            DeclineRow.state == ASKED,
        )
        .order_by(col(DeclineRow.id).desc())
    ).first()
    return None if row is None else to_record(DeclineRecord, row)


def find_decline_of(
    session: Session, item_id: int, slack_id: str, at: datetime
) -> DeclineRecord | None:
    """Find the decline that a person made of an item at a given time."""
    row = session.exec(
        select(DeclineRow).where(
            DeclineRow.item_id == item_id,
            DeclineRow.slack_id == slack_id,
            DeclineRow.asked_at == at,
        )
    ).first()
    return None if row is None else to_record(DeclineRecord, row)


def list_due_declines(session: Session, now: datetime) -> tuple[DeclineRecord, ...]:
    """List the undecided declines about which the facilitator can be asked now."""
    rows = session.exec(
        select(DeclineRow).where(DeclineRow.state == ASKED, col(DeclineRow.due_at) <= now)
    )
    return tuple(to_record(DeclineRecord, row) for row in rows)


def list_undecided(session: Session) -> frozenset[int]:
    """List the ids of the items with an undecided decline."""
    return frozenset(session.exec(select(DeclineRow.item_id).where(DeclineRow.state == ASKED)))


def settle_decline(session: Session, decline_id: int, state: str, *, by: str) -> None:
    """Store the facilitator's decision on a decline."""
    row = session.get_one(DeclineRow, decline_id)
    row.state, row.decided_by = state, by
    session.add(row)
