"""Proxies are those of the environment: used for some hosts, and not for those in NO_PROXY."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.parse import urlsplit
from urllib.request import install_opener

import pytest
from slack_sdk import WebClient

from sandbox.relay import Pair
from sandbox.run import start_slack
from sandbox.serving import LOOPBACK, listen
from sandbox.slack.server import SlackServer
from slackapp.connection.links import Pings, open_link
from slackapp.connection.proxies import find_proxy, ignore_other_proxies, with_usual_proxies


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with start_slack() as started:
        yield started


@pytest.fixture
def proxies() -> Iterator[Callable[..., None]]:
    """Set the variables that name proxies, for one test; urllib reads them at its first call."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.upper().endswith("_PROXY")]:
        del os.environ[name]
    install_opener(None)
    yield lambda **variables: os.environ.update(variables)
    os.environ.clear()
    os.environ.update(before)
    install_opener(None)


WSS, WS = "wss://wss-primary.slack.com/link/?ticket=a", "ws://127.0.0.1:8123/link/"


def test_proxies_are_those_of_the_environment(proxies: Callable[..., None]) -> None:
    proxies(HTTPS_PROXY="http://secure:3128", HTTP_PROXY="http://plain:3128")
    assert (find_proxy(WSS), find_proxy(WS)) == ("http://secure:3128", "http://plain:3128")
    proxies(NO_PROXY="127.0.0.1,localhost,.slack.com")
    assert (find_proxy(WSS), find_proxy(WS)) == (None, None)


def test_a_proxy_of_another_kind_is_ignored_by_name(proxies: Callable[..., None]) -> None:
    proxies(ALL_PROXY="socks5://127.0.0.1:1080", https_proxy="socks5h://127.0.0.1:1080")
    assert ignore_other_proxies() == ("ALL_PROXY", "https_proxy")
    assert (ignore_other_proxies(), find_proxy(WSS)) == ((), None)


def link_url(slack: SlackServer) -> str:
    """Open a WebSocket's address with a client that reads the proxies itself."""
    web = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    answer = with_usual_proxies(web).apps_connections_open(app_token=slack.app_token)
    return str(answer["url"])


def test_a_host_in_no_proxy_is_reached_directly(
    slack: SlackServer, proxies: Callable[..., None]
) -> None:
    proxies(HTTP_PROXY="http://127.0.0.1:9", NO_PROXY="127.0.0.1,localhost")
    with open_link(link_url(slack), Pings(), None):
        assert slack.sockets.connected == 1


def test_a_proxy_for_https_is_not_used_for_http(
    slack: SlackServer, proxies: Callable[..., None]
) -> None:
    proxies(HTTPS_PROXY="http://127.0.0.1:9")
    with open_link(link_url(slack), Pings(), None):
        assert slack.sockets.connected == 1


def tunnel(listener: socket.socket, asked: list[str]) -> None:
    """Be a proxy for one connection."""
    client, _ = listener.accept()
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += client.recv(1)
    asked.append(head.decode().splitlines()[0])
    server = socket.create_connection((LOOPBACK, int(asked[0].split()[1].rpartition(":")[2])))
    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    Pair(client, server).start()


def test_a_proxy_carries_the_connection(slack: SlackServer, proxies: Callable[..., None]) -> None:
    url, asked = link_url(slack), list[str]()
    with closing(listen()) as listener:
        threading.Thread(target=tunnel, args=[listener, asked], daemon=True).start()
        proxies(HTTP_PROXY=f"http://127.0.0.1:{listener.getsockname()[1]}")
        with open_link(url, Pings(), None):
            assert slack.sockets.connected == 1
    assert asked == [f"CONNECT {urlsplit(url).netloc} HTTP/1.1"]
