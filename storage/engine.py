"""The database engine, configured for several writers on SQLite.

SQLAlchemy's default on SQLite lets two processes claim the same row. The driver's own transactions
are therefore disabled, and each unit explicitly begins DEFERRED or IMMEDIATE
(https://docs.sqlalchemy.org/en/20/dialects/sqlite.html, pysqlite transactions).
"""

import sqlite3
import time

from sqlalchemy import Connection, Engine, create_engine, event, make_url

BEGIN_OPTION = "runtime_upgrade_begin"
WAIT_OPTION = "runtime_upgrade_wait_ms"
BUSY_TIMEOUT_MS = 5000
PRAGMAS = ("synchronous=FULL", "foreign_keys=ON")
WAL_TRIES = 100
WAL_PAUSE_SECONDS = 0.05


def create_store_engine(url: str) -> Engine:
    """Create the engine for a database URL, with WAL and full syncs on SQLite."""
    engine = create_engine(make_url(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    _switch_to_wal(cursor)
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    """Switch a new database to WAL, even if several processes start at once.

    The switch needs exclusive access, for which SQLite does not wait, whatever the busy_timeout
    (sqlite.org, "PRAGMA journal_mode").
    """
    for attempt in range(1, WAL_TRIES + 1):
        try:
            if cursor.execute("PRAGMA journal_mode=WAL").fetchone()[0] == "wal":
                return
        except sqlite3.OperationalError as error:
            if attempt == WAL_TRIES or "locked" not in str(error):
                raise
        time.sleep(WAL_PAUSE_SECONDS)


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if WAIT_OPTION in options:  # in WAL mode, readers never wait
        connection.exec_driver_sql(f"PRAGMA busy_timeout={options[WAIT_OPTION]}")
    connection.exec_driver_sql(f"BEGIN {options.get(BEGIN_OPTION, 'DEFERRED')}")
