"""The store, which opens, commits and closes short read and write units."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from storage.engine import BEGIN_OPTION, BUSY_TIMEOUT_MS, WAIT_OPTION, create_store_engine
from storage.files.failures import StoreUnusableError

WAIT_SECONDS = BUSY_TIMEOUT_MS / 1000
ACKNOWLEDGE_WAIT_SECONDS = 1.5

_unit_open: ContextVar[bool] = ContextVar("unit_open", default=False)


class StoreBusyError(Exception):
    """Another writer held the database for longer than the unit may wait."""


def unit_is_open() -> bool:
    """Return whether a unit is open in this context, in which case network calls are forbidden."""
    return _unit_open.get()


class Store:
    """Opens short units on one database; a unit commits when its block succeeds.

    A write unit begins IMMEDIATE, because SQLite rejects a transaction that reads first and writes
    after another writer has committed. One lock per process queues the writers, which shortens
    their longest wait. ``unusable`` says why no unit is opened any more, if so.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.unusable = ""
        self._writers = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a unit that only reads.

        Raises:
            StoreUnusableError: the database was lost.
        """
        self._require_usable()
        with Session(self.engine, expire_on_commit=False) as session, _marked():
            yield session

    @contextmanager
    def write(self, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[Session]:
        """Open a unit that writes.

        ``wait_seconds`` limits the total wait for other writers, in this process and in the
        database; before an acknowledgement it is ``ACKNOWLEDGE_WAIT_SECONDS``.

        Raises:
            StoreBusyError: other writers held the database for longer.
            StoreUnusableError: the database was lost.
        """
        self._require_usable()
        since = monotonic()
        if not self._writers.acquire(timeout=wait_seconds):
            raise StoreBusyError
        left = max(0.0, wait_seconds - (monotonic() - since))
        try:
            with Session(self._writing(left), expire_on_commit=False) as session, _marked():
                _begin_now(session)
                yield session
                session.commit()
        finally:
            self._writers.release()

    def _require_usable(self) -> None:
        if self.unusable:
            raise StoreUnusableError(self.unusable)

    def _writing(self, wait_seconds: float) -> Engine:
        options = {BEGIN_OPTION: "IMMEDIATE", WAIT_OPTION: int(wait_seconds * 1000)}
        return self.engine.execution_options(**options)

    def dispose(self) -> None:
        """Close the engine's connections."""
        self.engine.dispose()


def _begin_now(session: Session) -> None:
    """Take the write lock now, so that a busy database is detected before any work is done."""
    try:
        session.connection()
    except OperationalError as error:
        if "locked" in str(error):
            raise StoreBusyError from error
        raise


@contextmanager
def _marked() -> Iterator[None]:
    token = _unit_open.set(True)
    try:
        yield
    finally:
        _unit_open.reset(token)


def open_store(url: str) -> Store:
    """Open the store at a database URL."""
    return Store(create_store_engine(url))
