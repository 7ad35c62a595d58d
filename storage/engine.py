"""The engine, with the recipe that keeps SQLite honest under several writers.

SQLAlchemy's default on SQLite lets two processes claim one row: the driver's own
transactions are switched off, and each unit begins DEFERRED or IMMEDIATE by itself
(https://docs.sqlalchemy.org/en/20/dialects/sqlite.html, pysqlite transactions).
"""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

BEGIN_OPTION = "runtime_upgrade_begin"
WAIT_OPTION = "runtime_upgrade_wait_ms"
BUSY_TIMEOUT_MS = 5000
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def create_store_engine(url: str) -> Engine:
    """Create the engine for a database URL; on SQLite with WAL and full syncs."""
    engine = create_engine(make_url(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", *PRAGMAS):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if WAIT_OPTION in options:  # a reader waits for nobody in WAL mode
        connection.exec_driver_sql(f"PRAGMA busy_timeout={options[WAIT_OPTION]}")
    connection.exec_driver_sql(f"BEGIN {options.get(BEGIN_OPTION, 'DEFERRED')}")
