"""The health of the database: its schema, its journal mode, and overdue rows."""

from dataclasses import dataclass
from datetime import datetime

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from storage.delivery.tables import IntentRow, OutboxRow, QueueState
from storage.migrate import alembic_config
from storage.people.tables import PersonRow


@dataclass(frozen=True)
class Health:
    """The schema's revision, the newest revision, and SQLite's journal mode (else None)."""

    revision: str | None
    newest: str | None
    journal_mode: str | None


def read_health(engine: Engine) -> Health:
    """Inspect a database without changing it; raises SQLAlchemy's error if that fails."""
    with engine.connect() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
        mode = None
        if engine.dialect.name == "sqlite":
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        revision = MigrationContext.configure(connection).get_current_revision()
        return Health(revision, scripts.get_current_head(), mode)


def last_sent(session: Session) -> tuple[str, str] | None:
    """Return the channel and ts of the message that was last posted or updated."""
    row = session.exec(
        select(OutboxRow)
        .where(col(OutboxRow.ts).is_not(None), col(OutboxRow.posted_channel).is_not(None))
        .order_by(col(OutboxRow.shown_at).desc())
    ).first()
    return (row.posted_channel or "", row.ts or "") if row else None


def count_overdue(session: Session, *, before: datetime) -> tuple[int, datetime | None]:
    """Count the pending rows due before a moment, and return the oldest due time as well."""
    number, oldest = 0, []
    for table in (OutboxRow, IntentRow):
        due = (col(table.state) == QueueState.pending.value) & (col(table.due_at) < before)
        rows = session.exec(select(func.count(), func.min(table.due_at)).where(due)).one()
        number += rows[0]
        oldest += [rows[1]] if rows[1] else []
    return number, min(oldest, default=None)


def bound_usernames(session: Session) -> frozenset[str]:
    """Return all GitLab usernames that are linked to people."""
    rows = session.exec(select(PersonRow.gitlab_username))
    return frozenset(name for name in rows if name)
