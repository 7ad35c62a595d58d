"""The control endpoint of the sandbox's GitLab: ``/sandbox/gitlab``.

``GET`` shows the conditions; ``POST`` a JSON object to change something:
``{"do": "set", "conditions": {"maintenance": true}}`` (all others are turned off),
``{"do": "archive", "project": path}``, ``{"do": "unarchive", "project": path}``,
``{"do": "move", "project": path, "to": path}``,
``{"do": "end_membership", "user": name}`` and ``{"do": "start_membership", "user": name}``.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.gitlab.changes import archive_project, end_membership, move_project, start_membership
from sandbox.gitlab.conditions import OFF, Conditions
from sandbox.gitlab.state import GitLabState


def control_routes(state: GitLabState) -> list[BaseRoute]:
    """List the routes of GitLab's control endpoint."""
    return [Route("/sandbox/gitlab", partial(_control, state), methods=["GET", "POST"])]


async def _control(state: GitLabState, request: Request) -> Response:
    if request.method == "POST":
        try:
            wanted = await request.json()
            _CHANGES[wanted["do"]](state, wanted)
        except (ValueError, TypeError, KeyError) as wrong:
            return JSONResponse({"error": f"invalid request: {wrong}"}, 400)
    return JSONResponse({"conditions": asdict(state.conditions)})


def _set(state: GitLabState, wanted: Mapping[str, Any]) -> None:
    """Replace the conditions.

    Raises:
        ValueError: a condition is unknown or of the wrong type.
    """
    given, known = wanted["conditions"], asdict(OFF)
    for name, value in given.items():
        if name not in known or type(value) is not type(known[name]):
            raise ValueError(f"{name} is not a condition, or has the wrong type")
    state.conditions = Conditions(**given)


_CHANGES: Mapping[str, Callable[[GitLabState, Mapping[str, Any]], None]] = {
    "set": _set,
    "archive": lambda state, wanted: archive_project(state, wanted["project"]),
    "unarchive": lambda state, wanted: archive_project(state, wanted["project"], archived=False),
    "move": lambda state, wanted: move_project(state, wanted["project"], wanted["to"]),
    "end_membership": lambda state, wanted: end_membership(state, wanted["user"]),
    "start_membership": lambda state, wanted: start_membership(state, wanted["user"]),
}
