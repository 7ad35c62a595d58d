"""Snapshots created once and copied for each test: a migrated database, a started campaign.

A campaign's 29 issues take seconds over HTTP; a copy of its sandbox and its database takes
milliseconds.
"""

import fcntl
import os
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from sandbox.run import Sandbox
from sandbox.slack.installed import InstalledApp
from sandbox.snapshots import Snapshot, addresses_of, start_from, take_snapshot
from storage.migrate import migrate
from storage.store import Store, open_store


@dataclass(frozen=True)
class Kept:
    """A sandbox, and the assistant's database as SQL statements."""

    box: Snapshot
    database: str


def keep(box: Sandbox, database: Path) -> Kept:
    """Take a snapshot of a sandbox and a database that nobody writes to."""
    return Kept(take_snapshot(box), dump(database))


@contextmanager
def restored(
    kept: Kept,
    database: Path,
    *,
    installed: InstalledApp | None = None,
    **gitlab_options: Any,  # noqa: ANN401 - fields of Features by name
) -> Iterator[Sandbox]:
    """Start a copy of the sandbox, with a copy of its database at ``database``."""
    with start_from(kept.box, installed=installed, gitlab_options=gitlab_options) as box:
        moved = kept.box.addresses.move(kept.database.encode(), addresses_of(box))
        write(database, moved.decode())
        yield box


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Kept]) -> Kept:
    """Return what the first process of this run created, each in its own folder."""
    base = factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    file = folder / f"{name}.kept"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_bytes(pickle.dumps(make(factory.mktemp(name))))
        return pickle.loads(file.read_bytes())  # noqa: S301 - written by this run


def migrated_store(database: Path) -> Store:
    """Open a new database with the newest schema."""
    write(database, _newest_schema())
    return open_store(f"sqlite:///{database}")


@cache
def _newest_schema() -> str:
    with TemporaryDirectory() as folder:
        database = Path(folder) / "template.db"
        store = open_store(f"sqlite:///{database}")
        migrate(store.engine)
        store.dispose()
        return dump(database)


def dump(database: Path) -> str:
    """Return the SQL that recreates a database."""
    with closing(sqlite3.connect(database)) as connection:
        return "\n".join(connection.iterdump())


def write(database: Path, statements: str) -> None:
    """Make a database by SQL."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(statements)
