"""What a worker on intents works with, and how it keeps hold of one that takes long."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from commands.clocks import Clocks
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import (
    UnreachableError,
)
from gitlab_gateway.schema import Schema, read_schema
from storage.catalog.read import Catalog
from storage.delivery.queues import settle
from storage.delivery.tables import IntentRow
from storage.store import Store

LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class Worker:
    """What a worker on intents works with.

    ``by`` names it in leases; ``stopping`` asks it to leave the rest to the next start;
    ``pause`` waits so many seconds between calls that GitLab counts.
    """

    store: Store
    gitlab: Connection
    catalog: Catalog
    clock: Callable[[], Clocks]
    schema: Callable[[], Schema]
    by: str
    stopping: Callable[[], bool] = lambda: False
    pause: Callable[[float], object] = time.sleep


def remember_schema(gitlab: Connection) -> Callable[[], Schema]:
    """Return a function that asks for GitLab's schema once, at its first use that succeeds."""
    known: list[Schema] = []

    def schema() -> Schema:
        if not known:
            known.append(read_schema(gitlab))
        return known[0]

    return schema


def renew(worker: Worker, intent: IntentRow) -> bool:
    """Hold the intent for another lease; tells whether it is still this worker's.

    Raises:
        UnreachableError: the assistant is being stopped: the next start goes on.
    """
    if worker.stopping():
        raise UnreachableError("The assistant is being restarted")
    until = worker.clock().wall + LEASE
    with worker.store.write() as session:
        return settle(
            session, IntentRow, intent.id or 0, by=worker.by, release=False, lease_until=until
        )
