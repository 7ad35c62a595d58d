"""Copying the database for a rehearsal that does not affect anyone."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text, update
from sqlmodel import Session, col

from campaigns.overview import CardMessage
from storage.delivery.tables import OutboxRow, QueueState


def copy_database(engine: Engine, to: Path) -> bool:
    """Copy a SQLite database to a new file (sqlite.org, VACUUM INTO); False for other databases."""
    if engine.dialect.name != "sqlite":
        return False
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        if driver is not None:
            driver.execute("VACUUM INTO ?", [str(to)])
    return True


def reset_message_positions(session: Session, *, now: datetime) -> None:
    """Make the copy post its cards again, but none of the original's other messages."""
    session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.state) == QueueState.pending.value)
        .values(state=QueueState.dropped.value)
    )
    session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.kind) == CardMessage.KIND)
        .values(
            state=QueueState.pending.value,
            ts=None,
            posted_channel=None,
            in_doubt=False,
            due_at=now,
            lease_by=None,
            lease_until=None,
        )
    )
    session.execute(text("DELETE FROM intent"))
