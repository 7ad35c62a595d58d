"""Proxies, from the environment: HTTPS_PROXY and HTTP_PROXY, except for the hosts in NO_PROXY.

By default, slack_sdk's clients use HTTPS_PROXY for plain HTTP as well.
"""

import os
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

Client = TypeVar("Client", WebClient, WebhookClient)

VARIABLES = frozenset({"ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"})
SUPPORTED = frozenset({"http", "https"})
LOOPBACK = "127.0.0.1,localhost"


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


def use_proxies(
    https: SecretStr | None, http: SecretStr | None, both: SecretStr | None, no_proxy: str | None
) -> None:
    """Write proxies to the environment, where every client looks for them.

    A proxy that a file names is not there yet, and not every client knows ``both`` (`ALL_PROXY`).
    ``no_proxy`` lists hosts that need none; loopback never does.
    """
    fallback = both if both and not _is_of_another_kind(both.get_secret_value()) else None
    given = {"HTTPS_PROXY": https or fallback, "HTTP_PROXY": http or fallback}
    found = {name: value.get_secret_value() for name, value in given.items() if value}
    if found:
        found["NO_PROXY"] = ",".join(filter(None, [no_proxy, LOOPBACK]))
    for name, value in found.items():
        os.environ.pop(name.lower(), None)
        os.environ[name] = value


def _is_other(name: str, value: str) -> bool:
    return name.upper() in VARIABLES and _is_of_another_kind(value)


def _is_of_another_kind(proxy: str) -> bool:
    scheme, _, rest = proxy.partition("://")
    return bool(rest) and scheme.lower() not in SUPPORTED
