"""Proxies, from the environment: HTTPS_PROXY and HTTP_PROXY, except for the hosts in NO_PROXY.

Left to themselves, slack_sdk's clients use HTTPS_PROXY for plain HTTP as well.
"""

import os
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

Client = TypeVar("Client", WebClient, WebhookClient)

SUPPORTED = ("http", "https")


def with_usual_proxies(client: Client) -> Client:
    """Have one of slack_sdk's clients use the proxies that urllib finds for each address."""
    client.proxy = None
    return client


def find_proxy(url: str) -> str | None:
    """Return the proxy for a WebSocket's address; None if it is reached directly.

    A proxy of a kind that is not supported is ignored: `ignored_proxies` names it.
    """
    address = urlsplit(url)
    if proxy_bypass(address.netloc.rpartition("@")[2]):
        return None
    usual = getproxies()
    names = ("https",) if address.scheme == "wss" else ("http",)
    found = next((usual[name] for name in names if name in usual), None)
    return found if found and _is_supported(found) else None


def ignored_proxies() -> tuple[str, ...]:
    """Return the names of the variables whose proxies are ignored, such as ``ALL_PROXY``."""
    wanted = {"ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"}
    return tuple(
        sorted(
            name
            for name, value in os.environ.items()
            if name.upper() in wanted and value and not _is_supported(value)
        )
    )


def _is_supported(proxy: str) -> bool:
    return "://" not in proxy or urlsplit(proxy).scheme in SUPPORTED
