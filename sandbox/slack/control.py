"""The control endpoint that simulates failures: ``POST /sandbox/slack`` with a JSON object.

``{"do": "archive", "channel": id}``, ``{"do": "unarchive", "channel": id}``,
``{"do": "deactivate", "user": id}``,
``{"do": "revoke", "token": token}``, ``{"do": "refuse_files", "error": code}``,
``{"do": "process_files", "after": seconds | "never"}`` and
``{"do": "disconnect", "reason": reason}``.
"""

from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.slack.server import SlackServer
from sandbox.slack.wire import SlackError


def control_routes(slack: SlackServer) -> list[BaseRoute]:
    """List the routes of Slack's control endpoint."""
    return [Route("/sandbox/slack", partial(_apply_change, slack), methods=["POST"])]


async def _apply_change(slack: SlackServer, request: Request) -> Response:
    try:
        wanted = await request.json()
        change, argument = _CHANGES[wanted["do"]]
        change(slack, str(wanted[argument]))
    except (ValueError, TypeError, KeyError) as wrong:
        return JSONResponse({"error": f"invalid request: {wrong}"}, 400)
    except SlackError as refused:
        return JSONResponse({"error": refused.code}, 404)
    return JSONResponse({"ok": True})


def _process_files(slack: SlackServer, after: str) -> None:
    slack.process_files_after(None if after == "never" else float(after))


_CHANGES = {
    "archive": (SlackServer.archive, "channel"),
    "unarchive": (SlackServer.unarchive, "channel"),
    "deactivate": (SlackServer.deactivate, "user"),
    "revoke": (SlackServer.revoke, "token"),
    "refuse_files": (SlackServer.refuse_files, "error"),
    "process_files": (_process_files, "after"),
    "disconnect": (lambda slack, reason: slack.sockets.disconnect(reason), "reason"),
}
