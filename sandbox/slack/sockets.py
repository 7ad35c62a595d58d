"""Socket Mode: connections, envelopes and acknowledgements (docs.slack.dev, apis/socket-mode)."""

import asyncio
import json
import random
import threading
from collections.abc import Callable
from concurrent.futures import Future

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.slack.connections import Connection, NotDeliveredError
from sandbox.slack.wire import Json

CONNECTIONS_MOST = 10
CONNECTION_SECONDS = 18_060
# Reported for real Slack, which closes the connection and delivers again; not documented.
FRAME_BYTES_MOST = 20_480
TOO_LARGE = 1009


class SocketHub:
    """The app's open connections; each payload is sent to exactly one of them."""

    def __init__(self, app_id: str, dice: random.Random) -> None:
        self._app_id = app_id
        self._dice = dice
        self._serial = 0
        self._connections: list[Connection] = []
        self._refreshed: dict[str, Future[Json]] = {}
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
            self._end(connection)

    def _end(self, connection: Connection) -> None:
        """Fail what is pending, but after a refresh any other connection may acknowledge it."""
        if connection.refreshing:
            self._refreshed |= connection.pending
        else:
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
                text = await connection.socket.receive_text()
                if len(text.encode()) > FRAME_BYTES_MOST:
                    reason = f"Max frame length of {FRAME_BYTES_MOST} has been exceeded."
                    await connection.socket.close(TOO_LARGE, reason)
                    return
                message = json.loads(text)
            except (WebSocketDisconnect, json.JSONDecodeError, KeyError):
                return
            if isinstance(message, dict):
                self._acknowledge(connection, message)

    def _acknowledge(self, connection: Connection, message: Json) -> None:
        envelope_id = str(message.get("envelope_id"))
        pending = connection.pending.pop(envelope_id, None)
        pending = pending or self._refreshed.pop(envelope_id, None)
        if pending is not None and not pending.done():
            payload = message.get("payload")
            pending.set_result(payload if isinstance(payload, dict) else {})

    def disconnect(self, reason: str) -> None:
        """Disconnect all clients: ``warning``, ``refresh_requested`` or ``link_disabled``.

        After a warning the connections stay open; for other reasons each is closed once everything
        that it delivered is acknowledged, or after a second.
        """
        with self._lock:
            connections = list(self._connections)
            if reason != "warning":
                self._connections.clear()
        message = {
            "type": "disconnect",
            "reason": reason,
            "debug_info": {"host": "applink-sandbox"},
        }
        for connection in connections:
            if reason == "warning":
                connection.send(message)
            else:
                connection.refresh(message)
