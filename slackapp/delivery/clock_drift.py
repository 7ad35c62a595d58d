"""Detecting changes of the wall clock by the monotonic clock, which nobody can set."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

NOTICED = timedelta(seconds=2)


@dataclass
class ClockDrift:
    """How long the wall clock has agreed with the monotonic one; starts with the process.

    Leases are counted on the wall clock: right after it was set forward they seem to have
    expired, while their holder may still be posting.
    """

    monotonic: Callable[[], float] = monotonic
    _offset: float | None = None
    _since: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self, wall: datetime) -> timedelta:
        """Compare the clocks; return by how much the wall clock was changed since the last call."""
        with self._lock:
            now = self.monotonic()
            offset, before = wall.timestamp() - now, self._offset
            self._offset = offset
            jump = timedelta(seconds=0 if before is None else offset - before)
            if before is None or abs(jump) > NOTICED:
                self._since = now
            return jump if abs(jump) > NOTICED else timedelta(0)

    def lasted(self, wall: datetime) -> timedelta:
        """Return how long the clock has been steady: zero if it was changed since ``look``.

        A sender that was suspended after ``look`` may hold a claim made by an outdated time.
        """
        now = self.monotonic()
        if self._offset is not None:
            jump = timedelta(seconds=wall.timestamp() - now - self._offset)
            if abs(jump) > NOTICED:
                return timedelta(0)
        return timedelta(seconds=now - self._since)

    def latest(self, wall: datetime) -> datetime:
        """Return the latest time it can be: the wall clock, or its reading had it not been changed.

        Changes are counted since the last ``look``; right after one it is the wall clock.
        """
        if self._offset is None:
            return wall
        return max(wall, datetime.fromtimestamp(self.monotonic() + self._offset, wall.tzinfo))
