"""A TCP relay on loopback, whose connections can be reset, cut, or kept open in silence."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sandbox.serving import LOOPBACK, listen

CHUNK = 65_536
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: on, for no seconds


@dataclass(eq=False)
class Relay:
    """Carries bytes between its clients and ``upstream``, a port on loopback."""

    listener: socket.socket
    upstream: int
    _pairs: list["Pair"] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address, such as ``http://127.0.0.1:8123``."""
        return f"http://{LOOPBACK}:{self.listener.getsockname()[1]}"

    def reset(self) -> None:
        """Reset every open connection, as if its peer had crashed."""
        for pair in self._pairs:
            pair.end(reset=True)

    def cut(self) -> None:
        """Close every open connection without the protocol's closing handshake."""
        for pair in self._pairs:
            pair.end(reset=False)

    def silence(self) -> None:
        """Carry nothing more on the open connections, which stay open; new ones work."""
        for pair in self._pairs:
            pair.silent.set()

    def run(self) -> None:
        """Accept connections until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                pair = Pair(client, socket.create_connection((LOOPBACK, self.upstream)))
                self._pairs.append(pair)
                pair.start()


@dataclass(eq=False)
class Pair:
    """One client's connection, and ours to the server; nothing is carried once it is silent."""

    client: socket.socket
    server: socket.socket
    silent: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Carry bytes both ways until one end closes."""
        for source, target in ((self.client, self.server), (self.server, self.client)):
            threading.Thread(target=self._carry, args=[source, target], daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while chunk := source.recv(CHUNK):
                if not self.silent.is_set():
                    target.sendall(chunk)
        if not self.silent.is_set():
            self.end(reset=False)

    def end(self, *, reset: bool) -> None:
        """Close both ends; the shutdown wakes the threads, which would keep the sockets open."""
        for end in (self.client, self.server):
            with suppress(OSError):
                if reset:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                end.shutdown(socket.SHUT_RD if reset else socket.SHUT_RDWR)
            end.close()


@contextmanager
def start_relay(upstream: int) -> Iterator[Relay]:
    """Relay to a port on loopback until the block ends; open connections are then cut."""
    relay = Relay(listen(), upstream)
    threading.Thread(target=relay.run, name="relay", daemon=True).start()
    try:
        yield relay
    finally:
        relay.listener.close()
        relay.cut()
