"""Queries for paused reminders, of one campaign or of all."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from storage.reminders.tables import ReminderPauseRow

EVERYTHING = "everything"


@dataclass(frozen=True)
class Pause:
    """A pause of reminders; ``by`` is a Slack id."""

    by: str
    since: datetime


def add_pause(session: Session, scope: str, *, by: str, now: datetime) -> bool:
    """Pause the reminders of a campaign, by its slug, or of all; return whether that is new."""
    if session.get(ReminderPauseRow, scope) is not None:
        return False
    session.add(ReminderPauseRow(scope=scope, paused_by=by, paused_at=now))
    return True


def end_pause(session: Session, scope: str) -> bool:
    """Resume reminders; return whether they were paused."""
    row = session.get(ReminderPauseRow, scope)
    if row is not None:
        session.delete(row)
    return row is not None


def list_pauses(session: Session) -> dict[str, Pause]:
    """Map paused scopes to their pauses."""
    rows = session.exec(select(ReminderPauseRow))
    return {row.scope: Pause(row.paused_by, row.paused_at) for row in rows}
