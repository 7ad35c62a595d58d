"""Noticing that nobody listened for a while: what was written meanwhile has to be read.

Slack repeats an event for some minutes and then gives it up (docs.slack.dev, Events API).
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

LONG_SECONDS = 30.0


@dataclass
class Listening:
    """Watches the connection; ``after_a_while`` is called once it is back from a long outage."""

    is_connected: Callable[[], bool]
    after_a_while: Callable[[], object]
    clock: Callable[[], float] = monotonic
    _connected_at: float | None = None

    def look(self) -> None:
        """Look once; before the first connection nothing was missed that a start does not read."""
        if not self.is_connected():
            return
        now, last = self.clock(), self._connected_at
        self._connected_at = now
        if last is not None and now - last >= LONG_SECONDS:
            self.after_a_while()
