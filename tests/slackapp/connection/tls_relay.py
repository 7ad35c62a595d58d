"""A server that ends TLS with a certificate of a private CA, in front of another on loopback.

`certificates` has the CA's certificate and the server's own, for 127.0.0.1 and localhost.
"""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

CERTIFICATES = Path(__file__).parent / "certificates"
CA = CERTIFICATES / "ca.pem"


@contextmanager
def behind_tls(url: str) -> Iterator[str]:
    """Serve an http address under https, and yield that address."""
    parts = urlsplit(url)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATES / "server.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        target = (parts.hostname or "", parts.port or 80)
        serving = threading.Thread(target=_serve, args=[listening, context, target], daemon=True)
        serving.start()
        yield parts._replace(
            scheme="https", netloc=f"127.0.0.1:{listening.getsockname()[1]}"
        ).geturl()
        listening.shutdown(socket.SHUT_RDWR)
        serving.join()


def _serve(listening: socket.socket, context: ssl.SSLContext, target: tuple[str, int]) -> None:
    with suppress(OSError):
        while True:
            caller, _ = listening.accept()
            threading.Thread(target=_relay, args=[caller, context, target], daemon=True).start()


def _relay(caller: socket.socket, context: ssl.SSLContext, target: tuple[str, int]) -> None:
    """Pass bytes both ways until one side ends; a caller that does not trust us just goes."""
    with (
        suppress(OSError),
        caller,
        context.wrap_socket(caller, server_side=True) as secure,
        socket.create_connection(target) as server,
    ):
        there = threading.Thread(target=_pump, args=[secure, server], daemon=True)
        there.start()
        _pump(server, secure)
        there.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            sink.sendall(part)
    for one in (source, sink):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
