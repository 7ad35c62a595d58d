"""The REST API as an ASGI application: authentication, rate limits and routing."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.types import Receive, Scope, Send

from sandbox.gitlab.errors import RefusalError, refused
from sandbox.gitlab.permissions import require_permission
from sandbox.gitlab.rates import Rates, Verdict
from sandbox.gitlab.records import Token
from sandbox.gitlab.rest.routing import PREFIX, Answer, Call, Found, RouteTree, Sent
from sandbox.gitlab.state import GitLabState
from sandbox.gitlab.wire import (
    Request,
    body_params,
    caller,
    dump,
    merged,
    read_request,
    send_answer,
)

READING = ("GET", "HEAD")
TOO_MANY = {
    "message": {"error": "This endpoint has been requested too many times. Try again later."}
}
SPECIAL_LIMITS = {
    f"POST {PREFIX}/projects/:id/issues": "issues",
    f"POST {PREFIX}/projects/:id/issues/:issue_iid/notes": "notes",
    f"POST {PREFIX}/projects/:id/merge_requests/:merge_request_iid/notes": "notes",
    f"POST {PREFIX}/groups/:id/epics/:epic_id/notes": "notes",
}


@dataclass(frozen=True)
class RestApi:
    """GitLab's REST API over one state."""

    state: GitLabState
    tree: RouteTree
    rates: Rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI request."""
        try:
            request = await read_request(scope, receive)
            answer = self.answer(request)
        except RefusalError as refusal:
            answer = Answer(refusal.body, refusal.status)
        body = answer.body if isinstance(answer.body, bytes) else _written(answer)
        if scope["method"] == "HEAD":
            body = b""
        await send_answer(
            send,
            answer.status,
            body,
            content_type=answer.content_type,
            headers=(*answer.headers, ("vary", "Origin"), ("x-content-type-options", "nosniff")),
        )

    def answer(self, request: Request) -> Answer:
        """Authenticate, rate-limit and route one request; errors from its handler become responses.

        Raises:
            RefusalError: the request is refused before the caller is known.
        """
        token = caller(self.state, request)
        verdict = self._verdict("requests", token)
        limited = () if verdict is None else verdict.headers(self.rates.seconds())
        if verdict is not None and not verdict.allowed:
            return Answer(b"Retry later\n", 429, limited, "text/plain")
        try:
            answer = self._routed(request, token)
        except RefusalError as refusal:
            answer = Answer(refusal.body, refusal.status)
        return Answer(answer.body, answer.status, (*answer.headers, *limited), answer.content_type)

    def _routed(self, request: Request, token: Token) -> Answer:
        found = self.tree.find(request.method, request.path.removeprefix(PREFIX))
        if token.granular is None:
            _require_scope(request, token)
        else:
            require_permission(token, request.method, found.route.template)
        if (to := self._new_path(request, found)) is not None:
            return Answer(None, 301, (("location", to),))
        special = SPECIAL_LIMITS.get(found.route.operation)
        verdict = None if special is None else self._verdict(special, token)
        if verdict is not None and not verdict.allowed:
            return Answer(TOO_MANY, 429, (("retry-after", str(verdict.wait)),))
        return self._served(request, token, found)

    def _new_path(self, request: Request, found: Found) -> str | None:
        """Return where to read a project that is named by an old path (lib/api/helpers.rb).

        Raises:
            RefusalError: 405 for a write.
        """
        old = found.named.get("id", "").casefold()
        moved = self.state.moved_projects.get(old)
        if moved is None or not found.route.template.startswith("/projects/:id"):
            return None
        if request.method not in READING:
            raise refused(405, "Non GET methods are not allowed for moved projects")
        query = f"?{urlencode(request.query)}" if request.query else ""
        rest = "/".join(request.path.removeprefix(PREFIX).split("/")[3:])
        return f"{request.base}{PREFIX}/projects/{moved}/{rest}".rstrip("/") + query

    def _served(self, request: Request, token: Token, found: Found) -> Answer:
        sent = Sent(merged(request.query) | body_params(request))
        call = Call(
            state=self.state,
            token=token,
            base=request.base,
            path=request.path,
            query=request.query,
            named=found.named,
            params=sent,
            now=self.state.clock.now(),
        )
        with self.state.lock:
            answer = found.route.handler(call)
            self.state.unknown_arguments += [
                (found.route.operation, name)
                for name in sent.unknown()
                if name not in ("private_token", "access_token")
            ]
        if request.method not in READING:
            self.state.changed()
        return answer

    def _verdict(self, name: str, token: Token) -> Verdict | None:
        limit: int | None = getattr(self.state.features.limits, name)
        return None if limit is None else self.rates.count(name, token.user.id, limit)


def _written(answer: Answer) -> bytes:
    return b"" if answer.body is None else dump(answer.body)


def _require_scope(request: Request, token: Token) -> None:
    needed = ("api", "read_api") if request.method in READING else ("api",)
    if not set(needed) & set(token.scopes):
        raise RefusalError(
            403,
            {
                "error": "insufficient_scope",
                "error_description": "The request requires higher privileges than provided "
                "by the access token.",
                "scope": " ".join(needed),
            },
        )
