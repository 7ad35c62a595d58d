"""Noticing that the computer's clock was set, by the monotonic one that nobody can set."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

NOTICED = timedelta(seconds=2)


@dataclass
class ClockDrift:
    """For how long the wall clock has run as the monotonic one does; begins with the process.

    Leases are counted on the wall clock: right after it was set forward they seem to have run
    out, while whoever holds one may still be posting.
    """

    monotonic: Callable[[], float] = monotonic
    _offset: float | None = None
    _since: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self, wall: datetime) -> timedelta:
        """Compare the clocks; gives by how much the wall clock was set since the last look."""
        with self._lock:
            now = self.monotonic()
            offset, before = wall.timestamp() - now, self._offset
            self._offset = offset
            jump = timedelta(seconds=0 if before is None else offset - before)
            if before is None or abs(jump) > NOTICED:
                self._since = now
            return jump if abs(jump) > NOTICED else timedelta(0)

    def lasted(self, wall: datetime) -> timedelta:
        """Return for how long the clock has been steady: not at all where it was set since a look.

        A sender that stood still after its look holds a claim by a moment that is no more.
        """
        now = self.monotonic()
        if self._offset is not None:
            jump = timedelta(seconds=wall.timestamp() - now - self._offset)
            if abs(jump) > NOTICED:
                return timedelta(0)
        return timedelta(seconds=now - self._since)

    def latest(self, wall: datetime) -> datetime:
        """Return the moment that it is at most: the wall clock, or what it would show unset.

        Unset means since the last look: right after one it is the wall clock.
        """
        if self._offset is None:
            return wall
        return max(wall, datetime.fromtimestamp(self.monotonic() + self._offset, wall.tzinfo))
