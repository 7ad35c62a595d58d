"""Sending a payload to the app and waiting for its acknowledgement, at most three seconds."""

import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field

from sandbox.slack.connections import NotDeliveredError
from sandbox.slack.events import ACK_SECONDS
from sandbox.slack.sockets import SocketHub
from sandbox.slack.wire import Json


@dataclass(frozen=True)
class Reply:
    """The app's response to an action, and Slack's own message if there was none.

    ``seconds`` is the time until the acknowledgement; ``errors`` are those of a submission.
    """

    acked: bool
    seconds: float
    payload: Json = field(default_factory=dict)
    error: str = ""

    @property
    def text(self) -> str:
        """The text of the acknowledgement."""
        return str(self.payload.get("text", ""))

    @property
    def blocks(self) -> tuple[Json, ...]:
        """The blocks of the acknowledgement."""
        return tuple(self.payload.get("blocks", ()))

    @property
    def errors(self) -> dict[str, str]:
        """The errors of a rejected submission, by block_id."""
        return dict(self.payload.get("errors", {}))


def announced(notify: Callable[[], Future[Json] | None]) -> Reply:
    """Send an event and wait for the acknowledgement of its first attempt."""
    started = time.perf_counter()
    pending = notify()
    return settled(pending, started)


def sent(hub: SocketHub, kind: str, payload: Json, *, accepts: bool = False) -> Reply:
    """Send an envelope and wait for its acknowledgement, at most three seconds."""
    started = time.perf_counter()
    try:
        pending = hub.deliver(kind, payload, accepts=accepts)
    except NotDeliveredError:
        return Reply(acked=False, seconds=0.0, error="dispatch_failed")
    return settled(pending, started)


def settled(pending: Future[Json] | None, started: float) -> Reply:
    """Wait for an acknowledgement, at most three seconds, and return the reply."""
    if pending is None:
        return Reply(acked=False, seconds=0.0, error="dispatch_failed")
    try:
        payload = pending.result(ACK_SECONDS)
    except (FutureTimeoutError, CancelledError):  # events have the same timeout
        return Reply(acked=False, seconds=time.perf_counter() - started, error="operation_timeout")
    except NotDeliveredError:
        return Reply(acked=False, seconds=time.perf_counter() - started, error="dispatch_failed")
    return Reply(acked=True, seconds=time.perf_counter() - started, payload=payload)
