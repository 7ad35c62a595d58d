"""Rate limits per minute and user, in real time (docs.gitlab.com, GitLab.com rate limits)."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

MINUTE = 60.0


@dataclass(frozen=True)
class Verdict:
    """The result of a rate limit check, with the numbers for the ``RateLimit-*`` headers."""

    allowed: bool
    limit: int
    observed: int
    wait: int

    def headers(self, now: float) -> tuple[tuple[str, str], ...]:
        """Return the headers that contain the client's limit and usage."""
        left = max(0, self.limit - self.observed)
        reset = int(now) + (self.wait or int(MINUTE))
        shown = [
            ("ratelimit-limit", str(self.limit)),
            ("ratelimit-name", "throttle_authenticated_api"),
            ("ratelimit-observed", str(self.observed)),
            ("ratelimit-remaining", str(left)),
            ("ratelimit-reset", str(reset)),
        ]
        return tuple(shown if self.allowed else [*shown, ("retry-after", str(self.wait))])


@dataclass
class Rates:
    """A counter of the last minute's calls by name and user; ``seconds`` returns real time."""

    seconds: Callable[[], float]
    _calls: dict[tuple[str, int], deque[float]] = field(default_factory=dict)

    def count(self, name: str, user_id: int, limit: int) -> Verdict:
        """Count one call against a limit."""
        now = self.seconds()
        calls = self._calls.setdefault((name, user_id), deque())
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if len(calls) >= limit:
            wait = max(1, int(calls[0] + MINUTE - now) + 1) if calls else int(MINUTE)
            return Verdict(allowed=False, limit=limit, observed=len(calls) + 1, wait=wait)
        calls.append(now)
        return Verdict(allowed=True, limit=limit, observed=len(calls), wait=0)
