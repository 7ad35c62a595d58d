"""Socket Mode: connections, envelopes and acknowledgements (docs.slack.dev, apis/socket-mode)."""

import asyncio
import json
import random
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.slack.wire import Json

CONNECTIONS_MOST = 10
CONNECTION_SECONDS = 18_060


class NotDeliveredError(ConnectionError):
    """A payload had no open connection, or its connection closed before acknowledging it."""


@dataclass(eq=False)
class Connection:
    """An open WebSocket of the app, with its pending acknowledgements."""

    socket: WebSocket
    loop: asyncio.AbstractEventLoop
    pending: dict[str, Future[Json]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def send(self, message: Json) -> None:
        """Send a payload from any thread; if that fails, fail the pending acknowledgements."""
        text = json.dumps(message, separators=(",", ":"))
        self._start(lambda: self._send(text))

    def close(self) -> None:
        """Close the connection from any thread."""
        self._start(self.socket.close)

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

    def fail(self) -> None:
        """Fail every pending acknowledgement."""
        for pending in tuple(self.pending.values()):
            if not pending.done():
                pending.set_exception(NotDeliveredError("the connection closed"))
        self.pending.clear()


class SocketHub:
    """The app's open connections; each payload is sent to exactly one of them."""

    def __init__(self, app_id: str, dice: random.Random) -> None:
        self._app_id = app_id
        self._dice = dice
        self._serial = 0
        self._connections: list[Connection] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._greeters: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)

    @property
    def connected(self) -> int:
        """The number of open connections."""
        with self._lock:
            return len(self._connections)

    @property
    def is_full(self) -> bool:
        """Whether the app has reached Slack's maximum number of connections."""
        return self.connected >= CONNECTIONS_MOST

    def wait_connected(self, seconds: float = 10.0) -> bool:
        """Wait until the app is connected; return whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._connections), seconds)

    def wait_connections(self, count: int, seconds: float = 10.0) -> bool:
        """Wait until exactly ``count`` connections are open; return whether they are."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._connections) == count, seconds)

    def deliver(
        self, kind: str, payload: Json, *, accepts: bool = False, **more: object
    ) -> Future[Json]:
        """Send an envelope to one connection; the future's result is the acknowledgement's payload.

        Raises:
            NotDeliveredError: no connection is open.
        """
        with self._lock:
            if not self._connections:
                raise NotDeliveredError("the app is not connected")
            connection = self._dice.choice(self._connections)
            self._serial += 1
            envelope_id = f"{self._serial:08x}-5a4d-4b0c-9c5e-{self._dice.getrandbits(48):012x}"
            pending = connection.pending[envelope_id] = Future()
        envelope = {"envelope_id": envelope_id, "payload": payload, "type": kind}
        connection.send(envelope | {"accepts_response_payload": accepts} | more)
        return pending

    def on_connect(self, greeter: Callable[[], None]) -> None:
        """Call ``greeter`` in the server's event loop after each hello."""
        self._greeters.append(greeter)

    def later(self, seconds: float, then: Callable[[], object]) -> None:
        """Call ``then`` after ``seconds`` in the server's event loop, unless it has closed."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(loop.call_later, seconds, then)

    async def serve(self, socket: WebSocket) -> None:
        """Serve Socket Mode on one WebSocket until it closes."""
        await socket.accept()
        self._loop = asyncio.get_running_loop()
        connection = Connection(socket, self._loop)
        with self._changed:
            self._connections.append(connection)
            count = len(self._connections)
        try:
            await socket.send_text(json.dumps(self._hello(count)))
            with self._changed:
                self._changed.notify_all()
            for greeter in self._greeters:
                greeter()
            await self._read(connection)
        finally:
            with self._changed:
                if connection in self._connections:
                    self._connections.remove(connection)
                self._changed.notify_all()
            connection.fail()

    def _hello(self, count: int) -> Json:
        return {
            "type": "hello",
            "num_connections": count,
            "debug_info": {
                "host": "applink-sandbox",
                "build_number": 1,
                "approximate_connection_time": CONNECTION_SECONDS,
            },
            "connection_info": {"app_id": self._app_id},
        }

    async def _read(self, connection: Connection) -> None:
        while True:
            try:
                message = json.loads(await connection.socket.receive_text())
            except (WebSocketDisconnect, json.JSONDecodeError, KeyError):
                return
            if isinstance(message, dict):
                self._acknowledge(connection, message)

    def _acknowledge(self, connection: Connection, message: Json) -> None:
        pending = connection.pending.pop(str(message.get("envelope_id")), None)
        if pending is not None and not pending.done():
            payload = message.get("payload")
            pending.set_result(payload if isinstance(payload, dict) else {})

    def disconnect(self, reason: str) -> None:
        """Disconnect all clients: ``warning``, ``refresh_requested`` or ``link_disabled``.

        After a warning the connections stay open; for other reasons they are closed.
        """
        with self._lock:
            connections = list(self._connections)
            if reason != "warning":
                self._connections.clear()
        for connection in connections:
            connection.send(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-sandbox"}}
            )
            if reason != "warning":
                connection.close()
