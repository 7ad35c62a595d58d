"""One WebSocket to Slack, which notices within seconds that its peer is gone."""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

from slackapp.connection.envelopes import Envelope, Json
from slackapp.connection.proxies import find_proxy
from slackapp.logs import connection_logger

OPEN_SECONDS = 5.0
CLOSE_SECONDS = 1.0
MESSAGE_BYTES = 16 * 1024 * 1024
# How long data may stay unread by the peer, in milliseconds; only Linux has it.
UNREAD = getattr(socket, "TCP_USER_TIMEOUT", None)


@dataclass(frozen=True)
class Pings:
    """Seconds between pings, and seconds after which an unanswered ping ends the link."""

    every: float = 5.0
    unanswered: float = 5.0


@dataclass(eq=False)
class Link:
    """An open WebSocket; ``is_replaced`` once Slack has announced that it will close it."""

    socket: ClientConnection
    is_replaced: bool = False

    def messages(self) -> Iterator[str]:
        """Yield what Slack sends, until the link is closed.

        Raises:
            ConnectionClosed: the link broke.
        """
        for message in self.socket:
            yield str(message)

    def acknowledge(self, envelope: Envelope, answer: Json) -> bool:
        """Send an acknowledgement; return whether the link was still open."""
        acknowledgement = {"envelope_id": envelope.envelope_id}
        payload = {"payload": answer} if answer else {}
        try:
            self.socket.send(json.dumps(acknowledgement | payload, ensure_ascii=False))
        except ConnectionClosed:
            return False
        return True

    def close(self) -> None:
        """Close the link, if it is open."""
        self.socket.close()


@contextmanager
def open_link(url: str, pings: Pings, tls: ssl.SSLContext | None) -> Iterator[Link]:
    """Open a WebSocket and wait for Slack's ``hello``; it is closed with the context.

    Raises:
        OSError: Slack or the proxy cannot be reached, or refuses the connection.
    """
    try:
        opened = connect(
            url,
            ssl=tls if url.startswith("wss:") else None,
            proxy=find_proxy(url),
            open_timeout=OPEN_SECONDS,
            close_timeout=CLOSE_SECONDS,
            ping_interval=pings.every,
            ping_timeout=pings.unanswered,
            max_size=MESSAGE_BYTES,
            compression=None,
            logger=connection_logger(),
        )
    except WebSocketException as error:
        raise ConnectionError(f"Slack's WebSocket was not opened: {error}") from error
    with opened as websocket:
        _notice_unread(websocket, pings)
        _wait_for_hello(websocket)
        yield Link(websocket)


def _notice_unread(websocket: ClientConnection, pings: Pings) -> None:
    """Have the kernel end a link whose peer reads nothing: a ping would wait behind the data."""
    if UNREAD is not None:
        limit = int(1000 * (pings.every + pings.unanswered))
        websocket.socket.setsockopt(socket.IPPROTO_TCP, UNREAD, limit)


def _wait_for_hello(websocket: ClientConnection) -> None:
    try:
        websocket.recv(OPEN_SECONDS)
    except ConnectionClosed as error:
        raise ConnectionError(f"Slack closed the WebSocket at once: {error}") from error
