# ruff: noqa: S310 - only loopback addresses are opened
import http.client
import urllib.request
from contextlib import closing

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sandbox.serving import listen, serve

APP = Starlette(routes=[Route("/", lambda _request: PlainTextResponse("here"))])


def test_an_application_is_served_on_loopback_only() -> None:
    with serve(APP, listen()) as served:
        assert served.url.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(served.url) as answer:
            assert answer.read() == b"here"


def test_a_port_is_free_again_as_soon_as_serving_ends() -> None:
    with serve(APP, listen()) as served:
        urllib.request.urlopen(served.url).close()
    with serve(APP, listen(served.port)) as again:
        assert again.port == served.port


def test_a_taken_port_is_an_error_at_once() -> None:
    with listen() as taken, pytest.raises(OSError, match="in use"):
        listen(taken.getsockname()[1])


def test_open_connections_are_cut_when_serving_ends() -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", timeout=30)) as waiting:
        with serve(APP, listen()) as served:
            waiting.port = served.port
            waiting.request("GET", "/")
            assert waiting.getresponse().read() == b"here"
        assert waiting.sock.recv(1) == b""
