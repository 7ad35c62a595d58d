"""One connection of Socket Mode, and the acknowledgements that are pending on it."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.slack.wire import Json

# After a refresh is announced: closed once everything is acknowledged, or at the latest then.
REFRESH_SECONDS = 1.0


class NotDeliveredError(ConnectionError):
    """A payload had no open connection, or its connection closed before acknowledging it."""


@dataclass(eq=False)
class Connection:
    """An open WebSocket of the app, with its pending acknowledgements."""

    socket: WebSocket
    loop: asyncio.AbstractEventLoop
    pending: dict[str, Future[Json]] = field(default_factory=dict)
    refreshing: bool = False
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def send(self, message: Json) -> None:
        """Send a payload from any thread; if that fails, fail the pending acknowledgements."""
        text = json.dumps(message, separators=(",", ":"))
        self._start(lambda: self._send(text))

    def refresh(self, message: Json) -> None:
        """Announce that the connection is replaced, then close it."""
        self.refreshing = True
        text = json.dumps(message, separators=(",", ":"))
        self._start(lambda: self._refresh(text))

    def _start(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Create and start a coroutine in the server's event loop."""

        def begin() -> None:
            task = self.loop.create_task(work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        try:
            self.loop.call_soon_threadsafe(begin)
        except RuntimeError:  # the loop has closed
            self.fail()

    async def _send(self, text: str) -> None:
        try:
            await self.socket.send_text(text)
        except (RuntimeError, WebSocketDisconnect):
            self.fail()

    async def _refresh(self, text: str) -> None:
        await self._send(text)
        deadline = self.loop.time() + REFRESH_SECONDS
        while self.pending and self.loop.time() < deadline:  # noqa: ASYNC110 - nobody signals it
            await asyncio.sleep(0.01)
        with suppress(RuntimeError, WebSocketDisconnect):
            await self.socket.close()

    def fail(self) -> None:
        """Fail every pending acknowledgement."""
        for pending in tuple(self.pending.values()):
            if not pending.done():
                pending.set_exception(NotDeliveredError("the connection closed"))
        self.pending.clear()
