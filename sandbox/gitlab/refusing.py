"""Middleware that answers as a GitLab in one of its `Conditions` does."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.gitlab.conditions import READ_ONLY, Conditions
from sandbox.gitlab.wire import dump, raw_path, send_answer

EXPIRED = {
    "error": "invalid_token",
    "error_description": "Token is expired. You can either do re-authorization or token refresh.",
}
SIGN_IN_PAGE = (
    b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>"
)
PROXY_PAGE = (
    b"<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head>"
    b"<body>Sorry, you have been blocked. Ray ID: 7d1f</body></html>"
)
READING = ("GET", "HEAD", "OPTIONS")
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Refusing:
    """Middleware that refuses as ``conditions`` say, and serves the rest under their root."""

    app: ASGIApp
    conditions: Callable[[], Conditions]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        now, path = self.conditions(), raw_path(scope)
        if now.redirect_to:
            location = f"{now.redirect_to}{path}"
            await send_answer(send, 301, b"", headers=[("location", location)])
        elif not path.startswith(f"{now.root}/"):
            await send_answer(send, 404, b"<html>Not found</html>", content_type=HTML)
        elif (refusal := _refusal(now, scope["method"], path.removeprefix(now.root))) is not None:
            await send_answer(send, refusal.status, refusal.body, content_type=refusal.content_type)
        else:
            await self.app(_below(scope, now.root, path), receive, send)


@dataclass(frozen=True)
class _Refusal:
    status: int
    body: bytes
    content_type: str = "application/json"


def _refusal(now: Conditions, method: str, path: str) -> _Refusal | None:
    writes = method not in READING and path.startswith("/api/v4")
    if now.sign_in_page:
        return _Refusal(200, SIGN_IN_PAGE, HTML)
    if now.expired_token and path.startswith("/api/"):
        return _Refusal(401, dump(EXPIRED))
    if writes and now.proxy_page:
        return _Refusal(403, PROXY_PAGE, HTML)
    if writes and now.refuses_writes:
        return _Refusal(503 if now.maintenance else 403, dump({"message": READ_ONLY}))
    return None


def _below(scope: Scope, root: str, path: str) -> Scope:
    """Return the scope of a request without the relative root, which `wire` adds to URLs."""
    if not root:
        return scope
    inside = path.removeprefix(root)
    return {**scope, "path": unquote(inside), "raw_path": inside.encode(), "root_path": root}
