"""A connection to GitLab: REST and GraphQL through python-gitlab, with translated errors.

Calls are not retried here, because python-gitlab would also repeat a creation whose response was
lost (docs: python-gitlab, "Transient errors").
"""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import quote

import gitlab
import httpx
import requests
from gitlab.exceptions import GitlabError
from gql import GraphQLRequest
from gql.transport.exceptions import TransportError, TransportQueryError

from gitlab_gateway.answers import check_graphql, check_rest, error_of_query
from gitlab_gateway.errors import GitLabError, MovedError, UnreachableError
from gitlab_gateway.tls import UNTRUSTED, TlsAdapter, is_certificate_failure

TIMEOUT_SECONDS = 10.0
PER_PAGE = 100
INCOMPLETE = "GitLab returned an incomplete response"

Json = dict[str, Any]


class Connection:
    """A connection to one GitLab with one token.

    ``before_call`` runs before every request; the assistant uses it to reject calls inside a
    database unit. ``requests_made`` counts requests, including pages. ``tls`` verifies the server.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        timeout: float = TIMEOUT_SECONDS,
        before_call: Callable[[], None] = lambda: None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self._before_call = before_call
        session = requests.Session()
        session.hooks["response"] += [self._count, check_rest]
        session.mount("https://", TlsAdapter(tls or _tls()))
        self._rest = gitlab.Gitlab(
            self.url, private_token=token, timeout=timeout, session=session, keep_base_url=True
        )
        client = httpx.Client(
            headers={"Authorization": f"Bearer {token}"},
            timeout=timeout,
            verify=tls or _tls(),
            event_hooks={"response": [self._count, check_graphql]},
        )
        self._graphql = gitlab.GraphQL(self.url, client=client, obey_rate_limit=False)
        self._graphql_lock = threading.Lock()
        self.requests_made = 0

    def _count(self, *_args: object, **_kwargs: object) -> None:
        self.requests_made += 1

    def get(self, path: str, **query: object) -> Json:
        """GET one resource."""
        with self._translated():
            return self._as_json(self._rest.http_get(path, query_data=query, obey_rate_limit=False))

    def list_first(self, path: str, **query: object) -> list[Json]:
        """GET the first entry of a list, if any."""
        with self._translated():
            listed = self._rest.http_list(
                path,
                query_data={"per_page": 1, "page": 1, **query},
                get_all=False,
                obey_rate_limit=False,
            )
            return [*listed]

    def list(self, path: str, /, **query: object) -> list[Json]:
        """GET every page of a list."""
        with self._translated():
            listed = self._rest.http_list(
                path,
                query_data={"per_page": PER_PAGE, **query},
                get_all=True,
                obey_rate_limit=False,
            )
            return list(listed)

    def post(self, path: str, **body: object) -> Json:
        """POST once; a lost response raises ``UnreachableError`` with ``unknown`` set."""
        return self._write(path, self._rest.http_post, post_data=body)

    def put(self, path: str, **body: object) -> Json:
        """PUT once."""
        return self._write(path, self._rest.http_put, post_data=body)

    def delete(self, path: str) -> None:
        """DELETE once."""
        self._write(path, self._rest.http_delete)

    def _write(self, path: str, call: Callable[..., object], **sent: object) -> Json:
        """Write once, by the project's new path if it was renamed or transferred."""
        try:
            return self._write_once(path, call, **sent)
        except MovedError:
            return self._write_once(self._resolved(path), call, **sent)

    def _write_once(self, path: str, call: Callable[..., object], **sent: object) -> Json:
        with self._translated(changes=True):
            answer = call(path, **sent, obey_rate_limit=False)
            return dict(answer) if isinstance(answer, dict) else {}

    def _resolved(self, path: str) -> str:
        """Replace a moved project in a path by its id: GitLab redirects reads of the old path."""
        start, _, rest = path.removeprefix("/projects/").partition("/")
        return f"/projects/{self.get(f'/projects/{start}')['id']}/{rest}".rstrip("/")

    def query(self, text: str, variables: Mapping[str, object] | None = None) -> Json:
        """Run one GraphQL query or mutation; its errors raise the error of their kind."""
        with self._translated(), self._graphql_lock:
            answer = self._execute(GraphQLRequest(text, variable_values=dict(variables or {})))
        return self._as_json(answer)

    def _execute(self, request: GraphQLRequest) -> object:
        """Return the data of an answer; None for `{"data": null}`, which gql rules out."""
        try:
            return self._graphql.execute(request)  # type: ignore[arg-type]  # gql types it for async sessions
        except AssertionError:
            return None

    def close(self) -> None:
        """Close the open connections."""
        self._rest.session.close()
        self._graphql.__exit__()

    @staticmethod
    def _as_json(answer: object) -> Json:
        if not isinstance(answer, dict):
            raise UnreachableError(INCOMPLETE)
        return answer

    @contextmanager
    def _translated(self, *, changes: bool = False) -> Iterator[None]:
        self._before_call()
        try:
            yield
        except GitLabError:
            raise
        except TransportQueryError as error:
            raise error_of_query(error.errors) from error
        except GitlabError as error:  # what was sent was read; half an answer came back
            raise UnreachableError(INCOMPLETE, unknown=changes) from error
        except (requests.RequestException, httpx.HTTPError, TransportError) as error:
            if isinstance(error.__cause__, GitLabError):  # gql wraps what our own hook raised
                raise error.__cause__ from error
            what = f"GitLab did not respond ({type(error).__name__})"
            if is_certificate_failure(error):
                what = UNTRUSTED
            timed_out = isinstance(error, (requests.Timeout, httpx.TimeoutException))
            raise UnreachableError(what, unknown=changes, may_act_later=timed_out) from error


@cache
def _tls() -> ssl.SSLContext:
    """Return a shared TLS context, because loading the certificates takes longer than a call."""
    return httpx.create_ssl_context()


def encoded(path: str) -> str:
    """Encode a project's or group's full path as one URL segment."""
    return quote(path, safe="")
