"""Detecting outages after which missed messages must be read.

Slack retries an event for several minutes and then gives up (docs.slack.dev, Events API).
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

LONG_SECONDS = 30.0


@dataclass
class OutageMonitor:
    """A monitor that calls ``after_a_while`` when the connection is back after a long outage."""

    is_connected: Callable[[], bool]
    after_a_while: Callable[[], object]
    clock: Callable[[], float] = monotonic
    _connected_at: float | None = None

    def look(self) -> None:
        """Check once; messages missed before the first connection are read at startup."""
        if not self.is_connected():
            return
        now, last = self.clock(), self._connected_at
        self._connected_at = now
        if last is not None and now - last >= LONG_SECONDS:
            self.after_a_while()
