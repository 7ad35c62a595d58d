"""TLS, the same for every client: GitLab's REST and GraphQL, Slack, Socket Mode."""

import ssl
from functools import cache
from pathlib import Path

import httpx

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


def is_untrusted(error: BaseException) -> bool:
    """Return whether a call failed because the server's certificate could not be verified."""
    reason = getattr(error, "reason", error)
    return isinstance(reason, ssl.SSLCertVerificationError)


def why_unreachable(error: OSError) -> str:
    """Describe why Slack could not be reached; a certificate's failure names the setting."""
    if is_untrusted(error):
        return f"Slack's TLS certificate cannot be verified: set {CA_SETTING} to its CA certificate"
    return str(error) or type(error).__name__
