"""Rate limits per method and minute, and one post per second in each channel."""

import math
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.slack.wire import SlackError

MINUTE = 60.0
# docs.slack.dev, apis/web-api/rate-limits: short bursts over one per second are tolerated.
POST_BURST = 5


@dataclass
class Rates:
    """A counter of calls in real time, which refuses calls only if ``strict``."""

    now: Callable[[], float]
    strict: bool = False
    _calls: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, method: str, per_minute: int, channel: str) -> None:
        """Count one call.

        Raises:
            SlackError: ``ratelimited`` with ``retry_after`` in whole seconds.
        """
        if not self.strict:
            return
        with self._lock:
            self._take(method, per_minute, MINUTE)
            if method == "chat.postMessage" and channel:
                self._take(f"{method} {channel}", POST_BURST, float(POST_BURST))

    def _take(self, key: str, most: int, window: float) -> None:
        now = self.now()
        calls = self._calls.setdefault(key, deque())
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= most:
            raise SlackError("ratelimited", retry_after=max(1, math.ceil(calls[0] + window - now)))
        calls.append(now)
