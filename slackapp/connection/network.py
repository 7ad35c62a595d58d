"""TLS and proxies, the same for every client: GitLab's REST and GraphQL, Slack, Socket Mode."""

import os
import ssl
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import httpx
from pydantic import SecretStr

LOOPBACK = "127.0.0.1,localhost"
CA_SETTING = "RUNTIME_UPGRADE_CA_FILE"


@cache
def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Return the TLS context that all clients share, because reading certificates is slow.

    It trusts the usual authorities (`SSL_CERT_FILE` replaces them) and those in ``ca_file``.
    """
    context = httpx.create_ssl_context()
    context.load_default_certs()
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


def use_proxies(proxies: Mapping[str, SecretStr | None], no_proxy: str | None) -> None:
    """Write proxies to the environment, where every client looks for them.

    ``proxies`` are keyed by variable, ``no_proxy`` lists hosts that need none. A proxy that a file
    names is not in the environment yet.
    """
    found = {name: value.get_secret_value() for name, value in proxies.items() if value}
    if found:
        found["NO_PROXY"] = ",".join(filter(None, [no_proxy, LOOPBACK]))
    for name, value in found.items():
        os.environ[name] = os.environ[name.lower()] = value


def is_untrusted(error: BaseException) -> bool:
    """Return whether a call failed because the server's certificate could not be verified."""
    reason = getattr(error, "reason", error)
    return isinstance(reason, ssl.SSLCertVerificationError)


def why_unreachable(error: OSError) -> str:
    """Describe why Slack could not be reached; a certificate's failure names the setting."""
    if is_untrusted(error):
        return f"Slack's TLS certificate cannot be verified: set {CA_SETTING} to its CA certificate"
    return str(error) or type(error).__name__
