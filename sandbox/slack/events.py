"""Events of the Events API, delivered over Socket Mode and retried if not acknowledged."""

import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial

from sandbox.slack.connections import NotDeliveredError
from sandbox.slack.sockets import SocketHub
from sandbox.slack.wire import Json
from sandbox.slack.workspace import Workspace

ACK_SECONDS = 3.0
# docs.slack.dev, apis/events-api: retries are immediate, after one and after five minutes.
RETRY_SECONDS = (0.0, 60.0, 300.0)
# The oldest events are dropped if an app stays disconnected for too long.
WAITING_MOST = 1_000


@dataclass(frozen=True)
class Attempt:
    """An attempt to deliver an event; ``number`` is 0 for the first and then counts retries."""

    payload: Json
    number: int = 0
    reason: str = ""

    def after(self, reason: str) -> "Attempt":
        """Build the attempt that follows this one."""
        return replace(self, number=self.number + 1, reason=reason)


class EventDelivery:
    """The delivery of events, which keeps unacknowledged ones for retries.

    Retries to a disconnected app wait until it reconnects.
    """

    def __init__(
        self,
        workspace: Workspace,
        hub: SocketHub,
        retry_seconds: Sequence[float] = RETRY_SECONDS,
    ) -> None:
        self._workspace = workspace
        self._hub = hub
        self._retry_seconds = tuple(retry_seconds)
        self._waiting: deque[Attempt] = deque(maxlen=WAITING_MOST)
        self._lock = threading.Lock()
        hub.on_connect(self._flush)

    def notify(self, subscription: str, event: Json) -> Future[Json] | None:
        """Send an event if the app subscribes to it; return the first attempt's acknowledgement."""
        if subscription not in self._workspace.app.events:
            return None
        return self._send(Attempt(self._wrapped(event)))

    def _send(self, attempt: Attempt) -> Future[Json] | None:
        try:
            pending = self._hub.deliver(
                "events_api",
                attempt.payload,
                retry_attempt=attempt.number,
                retry_reason=attempt.reason,
            )
        except NotDeliveredError:
            self._wait(attempt.after("connection_failed"))
            return None
        pending.add_done_callback(partial(self._settle, attempt))
        self._hub.later(ACK_SECONDS, pending.cancel)
        return pending

    def _settle(self, attempt: Attempt, pending: Future[Json]) -> None:
        if pending.cancelled():
            self._retry(attempt.after("timeout"))
        elif pending.exception() is not None:
            self._retry(attempt.after("connection_failed"))

    def _retry(self, attempt: Attempt) -> None:
        if attempt.number <= len(self._retry_seconds):
            self._hub.later(self._retry_seconds[attempt.number - 1], partial(self._send, attempt))

    def _wait(self, attempt: Attempt) -> None:
        if attempt.number <= len(self._retry_seconds):
            with self._lock:
                self._waiting.append(attempt)

    def _flush(self) -> None:
        with self._lock:
            waiting = tuple(self._waiting)
            self._waiting.clear()
        for attempt in waiting:
            self._send(attempt)

    def _wrapped(self, event: Json) -> Json:
        workspace, app = self._workspace, self._workspace.app
        with workspace.lock:
            event_id = workspace.next_id("Ev")
            stamped = {"event_ts": workspace.next_ts()} | event
        return {
            "token": "sandbox-verification",
            "team_id": workspace.team_id,
            **({"enterprise_id": app.enterprise_id} if app.enterprise_id else {}),
            "context_team_id": workspace.team_id,
            "context_enterprise_id": app.enterprise_id,
            "api_app_id": app.app_id,
            "event": stamped,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(workspace.wire_now()),
            "authorizations": [
                {
                    "enterprise_id": app.enterprise_id,
                    "team_id": workspace.team_id,
                    "user_id": app.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": app.is_org_wide,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{event_id}",
        }
