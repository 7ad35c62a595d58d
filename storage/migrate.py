"""Migrating a database to the newest schema.

Batch mode rebuilds tables. With foreign keys enabled, that would silently delete child rows, so the
pragma is off during the one transaction, and the keys are checked before the commit. The
transaction is IMMEDIATE: if two processes start at once, one waits and then has nothing to do.
Batch mode also drops a table's triggers, so ``TRIGGERS`` are recreated at the end.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage.engine import BEGIN_OPTION
from storage.files.failures import StoreUnusableError

MIGRATIONS = Path(__file__).parent / "migrations"

TRIGGERS = {
    f"event_refuses_{verb.lower()}": (
        f"CREATE TRIGGER IF NOT EXISTS event_refuses_{verb.lower()} BEFORE {verb} ON event "
        "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END"
    )
    for verb in ("UPDATE", "DELETE")
}


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration for one connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Upgrade the database of an engine to a revision, in one transaction.

    A database at the newest revision is only read, so that neither start-up nor a terminal command
    waits for a writer.
    """
    if revision == "head" and _revision_of(engine) == _newest_revision():
        return
    _in_one_transaction(
        engine, lambda connection: command.upgrade(alembic_config(connection), revision)
    )


def require_known_schema(engine: Engine) -> None:
    """Check that a database was not written by a newer version.

    Raises:
        StoreUnusableError: its revision is unknown.
    """
    revision = _revision_of(engine)
    if revision is not None and revision not in known_revisions():
        raise StoreUnusableError(unknown_schema(revision))


def unknown_schema(revision: str) -> str:
    """Describe a database whose revision is unknown."""
    return (
        f"its schema {revision} is unknown to this version, which knows those up to "
        f"{_newest_revision()}: install the version that wrote it, or restore an older copy"
    )


@cache
def known_revisions() -> frozenset[str]:
    """Return the revisions that can be migrated."""
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    return frozenset(script.revision for script in scripts)


def downgrade(engine: Engine, revision: str) -> None:
    """Downgrade the database of an engine to a revision, in one transaction."""
    _in_one_transaction(
        engine, lambda connection: command.downgrade(alembic_config(connection), revision)
    )


def _revision_of(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def _newest_revision() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _in_one_transaction(engine: Engine, work: Callable[[Connection], None]) -> None:
    locked = engine.execution_options(**{BEGIN_OPTION: "IMMEDIATE"})
    with locked.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        driver = connection.connection.driver_connection
        if sqlite and driver is not None:
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                work(connection)
                if sqlite:
                    _settle_sqlite(connection)
        finally:
            if sqlite and driver is not None:
                driver.execute("PRAGMA foreign_keys=ON")


def _settle_sqlite(connection: Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise RuntimeError(f"The migration would orphan rows: {orphans[:5]}")
    known = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE name = 'event'"
    ).fetchall()
    for statement in TRIGGERS.values() if known else ():
        connection.exec_driver_sql(statement)
