"""The Web API over HTTP: parse the call, check token and scopes, run the method, return JSON."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate

from starlette.requests import Request
from starlette.responses import Response

from sandbox.slack.calls import Call, Method, read_arguments
from sandbox.slack.methods import METHODS
from sandbox.slack.rates import Rates
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace

JSON_TYPE = "application/json; charset=utf-8"
# team_id: the workspace for an organisation-wide token; Bolt always sends it.
ALWAYS_KNOWN = frozenset({"token", "team_id"})


@dataclass(frozen=True)
class WebApi:
    """The Web API endpoint, with its workspace, rate limits and event delivery."""

    workspace: Workspace
    rates: Rates
    notify: Callable[[str, Json], object]

    async def endpoint(self, request: Request) -> Response:
        """Serve ``/api/{method}``."""
        body = await request.body()
        base_url = f"http://{request.headers.get('host', '')}"
        try:
            response = _json(self._run(request, body, base_url))
        except SlackError as error:
            response = _refusal(error)
        # docs.slack.dev, "Checking scopes": every response to a bot lists the granted scopes.
        response.headers["x-oauth-scopes"] = ",".join(sorted(self.workspace.app.scopes))
        response.headers["date"] = formatdate(usegmt=True)
        return response

    def _run(self, request: Request, body: bytes, base_url: str) -> Json:
        name = request.path_params["method"]
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        arguments = read_arguments(body, request.headers.get("content-type", ""), request.url.query)
        token = _token_of(request.headers.get("authorization", ""), arguments)
        with self.workspace.lock:
            call = self._authorised(name, method, token, arguments, base_url)
            return {"ok": True, **method.run(call)}

    def _authorised(
        self, name: str, method: Method, token: str, arguments: Json, base_url: str
    ) -> Call:
        scopes = _scopes_of(self.workspace, method, token)
        call = Call(self.workspace, arguments, scopes, base_url, self.notify)
        if method.scopes:
            call.need_scope(*method.scopes)
        self.rates.take(name, method.per_minute, call.text("channel"))
        self._record_unknown_arguments(name, method, arguments)
        return call

    def _record_unknown_arguments(self, name: str, method: Method, arguments: Json) -> None:
        for argument in arguments.keys() - method.arguments - ALWAYS_KNOWN:
            self.workspace.unknown_arguments.append((name, argument))


def _token_of(authorization: str, arguments: Json) -> str:
    scheme, _, token = authorization.partition(" ")
    found = token.strip() if scheme.lower() == "bearer" else str(arguments.get("token", ""))
    if not found:
        raise SlackError("not_authed")
    return found


def _scopes_of(workspace: Workspace, method: Method, token: str) -> frozenset[str]:
    """Return the token's scopes; refuse a token of the wrong type."""
    app = workspace.app
    if token in workspace.revoked:
        raise SlackError("token_revoked")
    if token == app.app_token:
        if not method.app_token:
            raise SlackError("not_allowed_token_type")
        if "connections:write" not in app.app_scopes:
            raise SlackError(
                "missing_scope",
                needed="connections:write",
                provided=",".join(sorted(app.app_scopes)),
            )
        return app.app_scopes
    if token != app.bot_token:
        raise SlackError("invalid_auth")
    if method.app_token:
        raise SlackError("not_allowed_token_type")
    return app.scopes


def _json(answer: Json) -> Response:
    return Response(json.dumps(answer, separators=(",", ":")), media_type=JSON_TYPE)


def _refusal(error: SlackError) -> Response:
    """Build an error response: HTTP 200 as in Slack, but 429 with Retry-After for rate limits."""
    retry_after = error.more.get("retry_after")
    if error.code == "ratelimited" and isinstance(retry_after, int):
        response = _json({"ok": False, "error": "ratelimited"})
        response.status_code = 429
        response.headers["retry-after"] = str(retry_after)
        return response
    return _json(error.answer())
