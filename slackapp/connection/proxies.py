"""Proxies, from the environment: HTTPS_PROXY and HTTP_PROXY, except for the hosts in NO_PROXY.

By default, slack_sdk's clients use HTTPS_PROXY for plain HTTP as well.
"""

import os
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

Client = TypeVar("Client", WebClient, WebhookClient)

VARIABLES = frozenset({"ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"})
SUPPORTED = frozenset({"http", "https"})


def with_usual_proxies(client: Client) -> Client:
    """Have one of slack_sdk's clients use the proxies that urllib finds for each address."""
    client.proxy = None
    return client


def find_proxy(url: str) -> str | None:
    """Return the proxy for a WebSocket's address; None if it is reached directly."""
    address = urlsplit(url)
    if proxy_bypass(address.netloc.rpartition("@")[2]):
        return None
    return getproxies().get("https" if address.scheme == "wss" else "http")


def ignore_other_proxies() -> tuple[str, ...]:
    """Forget proxies that are not HTTP proxies, and return the names of their variables.

    The libraries that talk to GitLab would raise an ImportError: SOCKS needs more packages.
    """
    names = tuple(sorted(name for name, value in os.environ.items() if _is_other(name, value)))
    for name in names:
        del os.environ[name]
    return names


def _is_other(name: str, value: str) -> bool:
    scheme, _, rest = value.partition("://")
    return name.upper() in VARIABLES and bool(rest) and scheme.lower() not in SUPPORTED
