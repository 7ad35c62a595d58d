"""Noticing that the database's file was removed or replaced while the assistant runs.

SQLite goes on with the file that it has open, and everything is lost with the process.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine, event

from storage.files.failures import SAVED, database_file
from storage.store import Store

log = structlog.get_logger()


@dataclass
class DatabaseWatch:
    """Watches the file of a store; ``stop`` is called once it is gone, to end all work."""

    store: Store
    slack: WebClient
    operator_channel: str | None
    stop: Callable[[], object]

    def __post_init__(self) -> None:
        engine = self.store.engine
        self._file = database_file(engine.url.render_as_string(hide_password=False))
        self._identity = _identity(self._file)
        self._kept = _keep_open(self._file, engine) if self._file else None

    def look(self) -> None:
        """Check once; if the file is gone, refuse every unit, and tell log and operators."""
        if self._file is None or self.store.unusable or _identity(self._file) == self._identity:
            return
        self.store.unusable = f"{self._file} was removed or replaced while it was in use"
        self.stop()
        saved = _save(self._kept, self._file) if self._kept else None
        copy = f" What it contained is in {saved}." if saved else ""
        sentence = (
            f"The database {self._file} was removed or replaced: nothing is sent or saved any "
            f"more, and commands are refused.{copy} Put it back, then restart the assistant."
        )
        log.critical("database_gone", why=sentence)
        self._tell_operators(sentence)

    def _tell_operators(self, sentence: str) -> None:
        """Post directly: the outbox is in the database."""
        if self.operator_channel is None:
            return
        try:
            self.slack.chat_postMessage(channel=self.operator_channel, text=f":warning: {sentence}")
        except (SlackApiError, OSError) as error:
            log.warning("operators_not_told", why=type(error).__name__)


def _identity(file: Path | None) -> tuple[int, int] | None:
    try:
        return (file.stat().st_dev, file.stat().st_ino) if file is not None else None
    except OSError:
        return None


def _keep_open(file: Path, engine: Engine) -> sqlite3.Connection:
    """Open a connection that still sees the file once it is removed; it ends with the engine."""
    kept = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    with closing(kept.execute("SELECT count(*) FROM sqlite_master")) as cursor:
        cursor.fetchone()
    event.listen(engine, "engine_disposed", lambda _engine: kept.close())
    return kept


def _save(kept: sqlite3.Connection, file: Path) -> Path | None:
    """Copy what the kept connection sees beside the lost file; None if that fails."""
    to = file.with_name(f"{file.name}{SAVED}{datetime.now(UTC):%Y%m%d%H%M%S}")
    try:
        kept.execute("VACUUM INTO ?", [str(to)])
    except (sqlite3.Error, OSError) as error:
        log.warning("database_not_saved", why=str(error))
        return None
    return to
