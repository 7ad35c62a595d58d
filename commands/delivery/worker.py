"""The dependencies of an intent worker, and the lease of a long-running intent."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from sqlmodel import Session

from commands.clocks import Clocks
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import UnreachableError
from gitlab_gateway.schema import Schema, read_schema
from storage.catalog.read import Catalog
from storage.delivery.queues import settle
from storage.delivery.tables import IntentRow
from storage.store import Store

LEASE = timedelta(seconds=60)


class ReadSchema(Protocol):
    """A function that returns what GitLab offers: cached, or read again with ``refresh``."""

    def __call__(self, *, refresh: bool = False) -> Schema:
        """Return what GitLab offers."""


@dataclass(frozen=True)
class Worker:
    """The dependencies of a worker that runs intents.

    ``by`` identifies the worker in leases, ``stopping`` returns True during shutdown, and ``pause``
    waits a number of seconds between rate-limited calls.
    """

    store: Store
    gitlab: Connection
    catalog: Catalog
    clock: Callable[[], Clocks]
    schema: ReadSchema
    by: str
    stopping: Callable[[], bool] = lambda: False
    pause: Callable[[float], object] = time.sleep


def remember_schema(gitlab: Connection, group: str) -> ReadSchema:
    """Return a function that reads what GitLab offers a group, and remembers it.

    If GitLab refuses the probe, the earlier answer is kept.
    """
    known: list[Schema] = []

    def schema(*, refresh: bool = False) -> Schema:
        if refresh or not known:
            read = read_schema(gitlab, group)
            known[:] = [read] if read.names else known or [read]
        return known[0]

    return schema


def settle_intent(
    session: Session,
    worker: Worker,
    intent: IntentRow,
    **values: Any,  # noqa: ANN401 - columns
) -> bool:
    """Settle an intent; return False if this worker lost it or it was requested again.

    An intent that was requested again is released unchanged, and runs again immediately.
    """
    row = session.get_one(IntentRow, intent.id)
    requested_again = row.attempts < intent.attempts
    kept: dict[str, Any] = {} if requested_again else values
    return settle(session, IntentRow, intent.id or 0, by=worker.by, **kept) and not requested_again


def renew(worker: Worker, intent: IntentRow) -> bool:
    """Renew the lease of an intent; return whether this worker still holds it.

    Raises:
        UnreachableError: the assistant is shutting down; the work resumes at the next start.
    """
    if worker.stopping():
        raise UnreachableError("The assistant is being restarted")
    until = worker.clock().wall + LEASE
    with worker.store.write() as session:
        return settle(
            session, IntentRow, intent.id or 0, by=worker.by, release=False, lease_until=until
        )
