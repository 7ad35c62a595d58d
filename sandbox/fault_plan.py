"""Planned faults and a journal of every call, for both services.

An operation is a Slack method (``chat.postMessage``) or a GitLab route template
(``POST /api/v4/projects/:id/issues``). ``*`` matches every operation.
"""

import random
import threading
from dataclasses import dataclass, field, replace
from enum import StrEnum

ANY = "*"


class FaultKind(StrEnum):
    """The kind of a fault. The first four keep the service from acting; the others let it act."""

    RESET = "reset"
    HANG = "hang"
    STATUS = "status"
    RATE_LIMITED = "rate_limited"
    LOSE_REPLY = "lose_reply"
    HANG_AFTER = "hang_after"
    STATUS_AFTER = "status_after"
    SLOW_BODY = "slow_body"
    HALF_BODY = "half_body"


BEFORE = frozenset({FaultKind.RESET, FaultKind.HANG, FaultKind.STATUS, FaultKind.RATE_LIMITED})


@dataclass(frozen=True)
class Fault:
    """A planned fault.

    ``times`` is how many calls it affects (``None``: no limit), after skipping ``skip`` calls;
    ``probability`` is per call. ``status``, ``body`` and ``retry_after`` (seconds) set the
    response; ``seconds`` is how long a hang or a slow body takes.
    """

    operation: str
    kind: FaultKind
    times: int | None = 1
    skip: int = 0
    probability: float = 1.0
    status: int = 500
    body: bytes | None = None
    content_type: str = "text/plain"
    retry_after: int = 1
    seconds: float = 30.0


@dataclass(frozen=True)
class JournalEntry:
    """A request as received, and the status of its response.

    ``status`` is ``None`` if no response was started. The entry exists before the response arrives.
    """

    operation: str
    method: str
    path: str
    query: str
    body: bytes
    status: int | None
    fault: FaultKind | None = None


@dataclass
class Faults:
    """The planned faults and the journal of one service; thread-safe."""

    seed: int = 1
    _planned: list[Fault] = field(default_factory=list)
    _journal: list[JournalEntry] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - random faults, not a secret

    def plan(self, fault: Fault) -> None:
        """Add a fault; faults for the same operation apply in the order they were added."""
        with self._lock:
            self._planned.append(fault)

    def clear(self) -> None:
        """Remove all planned faults; the journal is kept."""
        with self._lock:
            self._planned.clear()

    def planned(self) -> tuple[Fault, ...]:
        """List the faults that are still planned."""
        with self._lock:
            return tuple(self._planned)

    def journal(self, operation: str = ANY) -> tuple[JournalEntry, ...]:
        """List the calls so far, oldest first, optionally only those of one operation."""
        with self._lock:
            return tuple(e for e in self._journal if operation in (ANY, e.operation))

    def forget(self) -> None:
        """Empty the journal, so that a test counts only later calls."""
        with self._lock:
            self._journal.clear()

    def record(self, entry: JournalEntry) -> None:
        """Add a call to the journal."""
        with self._lock:
            self._journal.append(entry)

    def next_fault(self, operation: str) -> Fault | None:
        """Take the fault that applies to this call, if any."""
        with self._lock:
            for index, fault in enumerate(self._planned):
                if fault.operation in (ANY, operation) and not self._spares(fault):
                    return self._strike(index, fault)
        return None

    def _spares(self, fault: Fault) -> bool:
        """Return whether chance skips this call; the next planned fault may then apply."""
        return (
            not fault.skip and fault.probability < 1 and self._random.random() >= fault.probability
        )

    def _strike(self, index: int, fault: Fault) -> Fault | None:
        if fault.skip:
            self._planned[index] = replace(fault, skip=fault.skip - 1)
            return None
        if fault.times is not None:
            left = fault.times - 1
            self._planned[index : index + 1] = [replace(fault, times=left)] if left else []
        return fault
