"""Detecting changes to the wall clock with the monotonic clock, which cannot be set."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

NOTICED = timedelta(seconds=2)


@dataclass
class ClockDrift:
    """A tracker of how long the wall clock has agreed with the monotonic clock.

    Leases use the wall clock. Right after it is set forward, they seem to have
    expired, while their holder may still be posting.
    """

    monotonic: Callable[[], float] = monotonic
    _offset: float | None = None
    _since: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self, wall: datetime) -> timedelta:
        """Compare the clocks; return the change of the wall clock since the last call."""
        with self._lock:
            now = self.monotonic()
            offset, before = wall.timestamp() - now, self._offset
            self._offset = offset
            jump = timedelta(seconds=0 if before is None else offset - before)
            if before is None or abs(jump) > NOTICED:
                self._since = now
            return jump if abs(jump) > NOTICED else timedelta(0)

    def lasted(self, wall: datetime) -> timedelta:
        """Return how long the clock has been steady; zero if it was changed since ``look``.

        A sender that was suspended after ``look`` may hold a claim based on an outdated time.
        """
        now = self.monotonic()
        if self._offset is not None:
            jump = timedelta(seconds=wall.timestamp() - now - self._offset)
            if abs(jump) > NOTICED:
                return timedelta(0)
        return timedelta(seconds=now - self._since)

    def latest(self, wall: datetime) -> datetime:
        """Return the later of the wall clock and what it would show without changes since ``look``.

        Right after a ``look``, both are the same.
        """
        if self._offset is None:
            return wall
        return max(wall, datetime.fromtimestamp(self.monotonic() + self._offset, wall.tzinfo))
