"""Serving an ASGI application from a thread, on loopback only, with a fast start and stop."""

import asyncio
import functools
import socket
import struct
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = "127.0.0.1"
CUT = "sandbox.cut"
START_SECONDS = 10.0
# More often than Slack, because slack_sdk's client releases a socket only when data arrives.
PING_SECONDS = 0.25


@dataclass(frozen=True)
class Served:
    """A served application."""

    port: int

    @property
    def url(self) -> str:
        """The base URL without a trailing slash, such as ``http://127.0.0.1:8123``."""
        return f"http://{LOOPBACK}:{self.port}"


def listen(port: int = 0) -> socket.socket:
    """Open a listening socket on loopback; port 0 selects a free port.

    Raises:
        OSError: the port is in use.
    """
    # asyncio sets TCP_NODELAY only for IPPROTO_TCP; without it, responses are delayed by 40 ms.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((LOOPBACK, port))
        sock.listen(256)
    except OSError:
        sock.close()
        raise
    return sock


@contextmanager
def serve(app: ASGIApp, sock: socket.socket) -> Iterator[Served]:
    """Serve ``app`` on ``sock`` until the block ends, then cut open connections."""
    host = _Host(app, sock)
    thread = threading.Thread(target=host.run, name="sandbox-server", daemon=True)
    thread.start()
    try:
        host.wait_started()
        yield Served(sock.getsockname()[1])
    finally:
        host.stop()
        thread.join()
        sock.close()


class _Host:
    """An event loop in its own thread, which runs uvicorn's protocols."""

    def __init__(self, app: ASGIApp, sock: socket.socket) -> None:
        self._sock = sock
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._server = uvicorn.Server(
            uvicorn.Config(
                self._with_cut(app),
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="websockets-sansio",
                ws_ping_interval=PING_SECONDS,
                ws_max_size=4 * 1024 * 1024,
                date_header=False,
                server_header=False,
                loop="none",
            )
        )

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except BaseException as failure:
            self._failure = failure
            raise
        finally:
            self._started.set()
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    def wait_started(self) -> None:
        if not self._started.wait(START_SECONDS) or self._failure is not None:
            raise RuntimeError("the sandbox server did not start") from self._failure

    def stop(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopping.set)

    async def _serve(self) -> None:
        config = self._server.config
        config.load()
        self._server.lifespan = config.lifespan_class(config)
        await self._server.startup(sockets=[self._sock])
        self._started.set()
        await self._stopping.wait()
        await self._shut()

    async def _shut(self) -> None:
        for listener in self._server.servers:
            listener.close()
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _with_cut(self, app: ASGIApp) -> ASGIApp:
        async def served(scope: Scope, receive: Receive, send: Send) -> None:
            client = scope.get("client")
            scope[CUT] = functools.partial(self._cut, client)
            await app(scope, receive, send)

        return served

    def _cut(self, client: object, *, reset: bool) -> None:
        for connection in list(self._server.server_state.connections):
            if getattr(connection, "client", None) == client:
                _close(connection.transport, reset=reset)


def _close(transport: asyncio.Transport, *, reset: bool) -> None:
    if not reset:
        transport.close()
        return
    sock = transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def cut(scope: MutableMapping[str, Any], *, reset: bool = True) -> None:
    """Cut the connection of a request's ``scope``, as if the peer had crashed.

    With ``reset=False`` data that was already sent still arrives.
    """
    scope[CUT](reset=reset)
    await asyncio.sleep(0)  # without this the protocol reports an incomplete response
