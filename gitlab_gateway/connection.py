"""A connection to GitLab: REST and GraphQL through python-gitlab, with translated errors.

Calls are not retried here, because python-gitlab would also repeat a creation whose response was
lost (docs: python-gitlab, "Transient errors").
"""

import json
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
from gitlab.exceptions import GitlabAuthenticationError, GitlabError, GitlabHttpError
from gql import GraphQLRequest
from gql.transport.exceptions import TransportError, TransportQueryError

from gitlab_gateway.errors import (
    GitLabError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
    UnauthorisedError,
    UnreachableError,
)

TIMEOUT_SECONDS = 10.0
PER_PAGE = 100
TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500
PROXY_GAVE_UP = frozenset({502, 504})

Json = dict[str, Any]


class Connection:
    """A connection to one GitLab with one token.

    ``before_call`` runs before every request; the assistant uses it to reject calls inside a
    database unit. ``requests_made`` counts requests, including pages.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        timeout: float = TIMEOUT_SECONDS,
        before_call: Callable[[], None] = lambda: None,
    ) -> None:
        self.url = url.rstrip("/")
        self._before_call = before_call
        session = requests.Session()
        session.hooks["response"] += [self._count, _refuse_too_many]
        self._rest = gitlab.Gitlab(self.url, private_token=token, timeout=timeout, session=session)
        client = httpx.Client(
            headers={"Authorization": f"Bearer {token}"},
            timeout=timeout,
            verify=_tls(),
            event_hooks={"response": [self._count, _refuse_by_status]},
        )
        self._graphql = gitlab.GraphQL(self.url, client=client, obey_rate_limit=False)
        self._graphql_lock = threading.Lock()
        self.requests_made = 0

    def _count(self, *_args: object, **_kwargs: object) -> None:
        self.requests_made += 1

    def get(self, path: str, **query: object) -> Json:
        """GET one resource."""
        with self._translated(f"GET {path}"):
            return self._as_json(self._rest.http_get(path, query_data=query, obey_rate_limit=False))

    def list_first(self, path: str, **query: object) -> list[Json]:
        """GET the first entry of a list, if any."""
        with self._translated(f"GET {path}"):
            listed = self._rest.http_list(
                path,
                query_data={"per_page": 1, "page": 1, **query},
                get_all=False,
                obey_rate_limit=False,
            )
            return [*listed]

    def list(self, path: str, /, **query: object) -> list[Json]:
        """GET every page of a list."""
        with self._translated(f"GET {path}"):
            listed = self._rest.http_list(
                path,
                query_data={"per_page": PER_PAGE, **query},
                get_all=True,
                obey_rate_limit=False,
            )
            return list(listed)

    def post(self, path: str, **body: object) -> Json:
        """POST once; a lost response raises ``UnreachableError`` with ``unknown`` set."""
        with self._translated(f"POST {path}", changes=True):
            return self._as_json(self._rest.http_post(path, post_data=body, obey_rate_limit=False))

    def put(self, path: str, **body: object) -> Json:
        """PUT once."""
        with self._translated(f"PUT {path}", changes=True):
            return self._as_json(self._rest.http_put(path, post_data=body, obey_rate_limit=False))

    def delete(self, path: str) -> None:
        """DELETE once."""
        with self._translated(f"DELETE {path}", changes=True):
            self._rest.http_delete(path, obey_rate_limit=False)

    def query(self, text: str, variables: Mapping[str, object] | None = None) -> Json:
        """Run one GraphQL query or mutation; its errors raise ``RefusedError``."""
        with self._translated("GraphQL"), self._graphql_lock:
            request = GraphQLRequest(text, variable_values=dict(variables or {}))
            answer: Json = self._graphql.execute(request)  # type: ignore[arg-type]  # gql types it for async sessions
            return answer

    def close(self) -> None:
        """Close the open connections."""
        self._rest.session.close()
        self._graphql.__exit__()

    @staticmethod
    def _as_json(answer: object) -> Json:
        if isinstance(answer, requests.Response):
            return {}
        return dict(answer)  # type: ignore[call-overload, no-any-return]  # python-gitlab types it as object

    @contextmanager
    def _translated(self, call: str, *, changes: bool = False) -> Iterator[None]:
        self._before_call()
        try:
            yield
        except GitLabError:
            raise
        except TransportQueryError as error:
            raise RefusedError(_graphql_reason(error)) from error
        except GitlabError as error:
            raise _from_status(call, error, changes=changes) from error
        except (requests.RequestException, httpx.HTTPError, TransportError) as error:
            if isinstance(error.__cause__, GitLabError):  # gql wraps what our own hook raised
                raise error.__cause__ from error
            what = f"GitLab did not respond ({type(error).__name__})"
            timed_out = isinstance(error, (requests.Timeout, httpx.TimeoutException))
            raise UnreachableError(what, unknown=changes, may_act_later=timed_out) from error


@cache
def _tls() -> ssl.SSLContext:
    """Return a shared TLS context, because loading the certificates takes longer than a call."""
    return httpx.create_ssl_context()


def _from_status(call: str, error: GitlabError, *, changes: bool) -> GitLabError:
    status = error.response_code or 0
    reason = _reason(error)
    if isinstance(error, GitlabAuthenticationError):
        return UnauthorisedError("GitLab rejected the token", status=status)
    if not isinstance(error, GitlabHttpError) or status >= SERVER_ERROR or status == 0:
        what = f"GitLab returned {status or 'an incomplete response'}"
        return UnreachableError(what, unknown=changes, may_act_later=status in PROXY_GAVE_UP)
    if status == requests.codes.not_found:
        return NotFoundError(f"{call}: not found, or not visible to the token", status=status)
    return RefusedError(f"GitLab rejected the request: {reason}", status=status)


def _reason(error: GitlabError) -> str:
    reason = error.error_message
    if isinstance(reason, bytes):
        reason = reason.decode("utf-8", "replace")
    return reason if isinstance(reason, str) else json.dumps(reason)


def _graphql_reason(error: TransportQueryError) -> str:
    messages = [str(e.get("message", e)) for e in error.errors or [] if isinstance(e, dict)]
    return f"GitLab rejected the query: {'; '.join(messages) or error}"


def _wait(headers: Mapping[str, str]) -> RateLimitedError:
    value = headers.get("Retry-After", "60")
    return RateLimitedError(
        "GitLab is rate-limiting", retry_after=float(value) if value.isdigit() else 60.0
    )


def _refuse_too_many(response: requests.Response, *_args: object, **_kwargs: object) -> None:
    if response.status_code == TOO_MANY_REQUESTS:
        raise _wait(response.headers)


def _refuse_by_status(response: httpx.Response) -> None:
    if response.status_code == httpx.codes.UNAUTHORIZED:
        raise UnauthorisedError("GitLab rejected the token", status=response.status_code)
    if response.status_code == TOO_MANY_REQUESTS:
        raise _wait(response.headers)


def encoded(path: str) -> str:
    """Encode a project's or group's full path as one URL segment."""
    return quote(path, safe="")
