"""Reading requests and sending responses over ASGI, shared by REST and GraphQL."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from sandbox.gitlab.errors import RefusalError, bad_parameter, refused, unauthorised
from sandbox.gitlab.records import Token
from sandbox.gitlab.state import GitLabState

MAX_BODY = 10 * 1024 * 1024
Headers = Mapping[bytes, bytes]


@dataclass(frozen=True)
class Request:
    """An HTTP request; ``path`` is still URL-encoded."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Headers
    body: bytes
    base: str


async def read_request(scope: Scope, receive: Receive) -> Request:
    """Read an entire request.

    Raises:
        RefusalError: 413 for a body over 10 MiB, 400 for a query string that is not UTF-8.
    """
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"127.0.0.1").decode("latin-1")
    return Request(
        scope["method"],
        raw_path(scope),
        _query(scope["query_string"]),
        headers,
        await _body(receive),
        f"{scope.get('scheme', 'http')}://{host}{scope.get('root_path', '')}",
    )


def raw_path(scope: Scope) -> str:
    """Return the encoded path, in which ``%2F`` is not decoded to a slash."""
    raw: bytes | None = scope.get("raw_path")
    sent = scope["path"] if raw is None else raw.decode("latin-1")
    return str(sent).partition("?")[0]


def _query(raw: bytes) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise refused(400, "400 Bad request - the query is not valid UTF-8") from None


async def _body(receive: Receive) -> bytes:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        part = message.get("body", b"")
        size += len(part)
        if size > MAX_BODY:
            raise RefusalError(413, {"error": "413 Request Entity Too Large"})
        parts.append(part)
        if not message.get("more_body"):
            break
    return b"".join(parts)


def body_params(request: Request) -> dict[str, Any]:
    """Parse the parameters of a JSON or form body.

    Raises:
        RefusalError: 400 for an invalid body, 415 for any other content type.
    """
    if not request.body:
        return {}
    kind = request.headers.get(b"content-type", b"").decode("latin-1")
    kind = kind.partition(";")[0].strip().lower()
    if kind in ("", "application/json"):
        return _json(request.body)
    if kind == "application/x-www-form-urlencoded":
        return _form(request.body)
    raise RefusalError(415, {"error": f"The provided content-type '{kind}' is not supported."})


def _json(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise bad_parameter("There was a problem in the JSON you submitted") from None
    if not isinstance(read, dict):
        raise bad_parameter("There was a problem in the JSON you submitted")
    return _writable(read) if b"\\ud" in body.lower() else read


def _writable(read: dict[str, Any]) -> dict[str, Any]:
    """Replace lone surrogates, which JSON can represent but UTF-8 cannot."""
    text = json.dumps(read, ensure_ascii=False).encode("utf-8", "replace")
    written: dict[str, Any] = json.loads(text)
    return written


def _form(body: bytes) -> dict[str, Any]:
    try:
        return merged(parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise bad_parameter("There was a problem in the form you submitted") from None


def merged(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Convert pairs to parameters; ``name[]`` collects a list."""
    params: dict[str, Any] = {}
    for name, value in pairs:
        if name.endswith("[]"):
            params.setdefault(name[:-2], []).append(value)
        else:
            params[name] = value
    return params


def caller(state: GitLabState, request: Request) -> Token:
    """Find a request's token.

    Raises:
        RefusalError: 401 if there is no valid token, 403 if its user is blocked.
    """
    token = state.tokens.get(_sent_token(request))
    if token is None:
        raise unauthorised()
    if token.user.state != "active":
        why = f"Your account has been {token.user.state}."
        raise refused(403, f"403 Forbidden - {why}")
    return token


def _sent_token(request: Request) -> str:
    header = request.headers.get(b"private-token")
    if header is not None:
        return header.decode("latin-1")
    scheme, _, value = request.headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    named = dict(request.query)
    return named.get("private_token") or named.get("access_token") or ""


async def send_answer(
    send: Send,
    status: int,
    body: bytes,
    *,
    content_type: str = "application/json",
    headers: Iterable[tuple[str, str]] = (),
) -> None:
    """Send one response."""
    sent = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if body or status not in (204, 304):
        sent.append((b"content-type", content_type.encode("latin-1")))
        sent.append((b"content-length", str(len(body)).encode("latin-1")))
    await send({"type": "http.response.start", "status": status, "headers": sent})
    await send({"type": "http.response.body", "body": body})


def dump(body: object) -> bytes:
    """Serialise JSON to bytes."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
