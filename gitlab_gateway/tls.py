"""TLS of the REST client: requests only takes the path of a bundle, which replaces all others."""

import ssl
from collections.abc import Iterator
from typing import Any

from requests.adapters import HTTPAdapter

CA_SETTING = "RUNTIME_UPGRADE_CA_FILE"
UNTRUSTED = f"GitLab's TLS certificate cannot be verified: set {CA_SETTING} to its CA certificate"
FAILURE = "CERTIFICATE_VERIFY_FAILED"


class TlsAdapter(HTTPAdapter):
    """Verifies certificates by a context, unless `REQUESTS_CA_BUNDLE` names a bundle."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self._tls = tls
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - requests' own
        """Create the connections with the context."""
        super().init_poolmanager(*args, ssl_context=self._tls, **kwargs)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - requests' own
        """Create the connections through a proxy with the context."""
        return super().proxy_manager_for(*args, ssl_context=self._tls, **kwargs)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ANN401 - requests' own
        """Leave the context as it is: requests would read its own bundle for each connection."""
        super().cert_verify(conn, url, verify, cert)
        if verify is True:
            conn.ca_certs = None


def is_certificate_failure(error: BaseException) -> bool:
    """Return whether an error, or one that it was raised from, is an unverified certificate."""
    return any(FAILURE in str(one) for one in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__ or one.__context__
