"""Pauses of reminders, of a campaign or of everything."""

from datetime import datetime

from sqlmodel import Session, select

from storage.reminders.tables import ReminderPauseRow

EVERYTHING = "everything"


def add_pause(session: Session, scope: str, *, by: str, now: datetime) -> bool:
    """Hold reminders back, of a campaign's slug or of everything; tells whether that is new."""
    if session.get(ReminderPauseRow, scope) is not None:
        return False
    session.add(ReminderPauseRow(scope=scope, paused_by=by, paused_at=now))
    return True


def end_pause(session: Session, scope: str) -> bool:
    """Let reminders go on; tells whether they were held back."""
    row = session.get(ReminderPauseRow, scope)
    if row is not None:
        session.delete(row)
    return row is not None


def list_pauses(session: Session) -> dict[str, str]:
    """Map what is held back to the Slack ids of those who did that."""
    return {row.scope: row.paused_by for row in session.exec(select(ReminderPauseRow))}
