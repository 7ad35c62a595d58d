"""Control endpoints on each service, to plan faults and read the journal over HTTP.

``GET``, ``POST`` and ``DELETE /sandbox/faults`` list, plan and clear faults; ``GET`` and
``DELETE /sandbox/journal`` read the journal (``?operation=`` filters it) and empty it.
"""

from collections.abc import Sequence
from dataclasses import asdict, fields

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.faults import ANY, Fault, FaultKind, Faults

PREFIX = "/sandbox/"
# The fields of a fault over HTTP, with their types.
TYPES: dict[str, type | tuple[type, ...]] = {
    "operation": str,
    "kind": str,
    "times": (int, type(None)),
    "skip": int,
    "probability": (int, float),
    "status": int,
    "body": str,
    "content_type": str,
    "retry_after": int,
    "seconds": (int, float),
}


def with_control(app: ASGIApp, faults: Faults, more: Sequence[BaseRoute] = ()) -> ASGIApp:
    """Put the control endpoints in front of a service; other requests go to the service."""
    own = _Control(faults)
    control = Starlette(
        routes=[
            Route(f"{PREFIX}faults", own.faults_endpoint, methods=_METHODS),
            Route(f"{PREFIX}journal", own.journal_endpoint, methods=_METHODS),
            *more,
        ]
    )

    async def fronted(scope: Scope, receive: Receive, send: Send) -> None:
        is_control = scope["type"] == "http" and scope["path"].startswith(PREFIX)
        await (control if is_control else app)(scope, receive, send)

    return fronted


_METHODS = ["GET", "POST", "DELETE"]


class _Control:
    """The two control endpoints of one service."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    async def faults_endpoint(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._faults.clear()
        if request.method == "POST":
            try:
                self._faults.plan(read_fault(await request.json()))
            except (ValueError, TypeError) as wrong:
                return JSONResponse({"error": str(wrong)}, 400)
        return JSONResponse({"faults": [_shown(fault) for fault in self._faults.planned()]})

    async def journal_endpoint(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._faults.forget()
        entries = self._faults.journal(request.query_params.get("operation", ANY))
        shown = [asdict(e) | {"body": e.body.decode(errors="replace")} for e in entries]
        return JSONResponse({"journal": shown})


def read_fault(wanted: object) -> Fault:
    """Read a fault from JSON.

    Raises:
        ValueError: a field is missing, unknown or of the wrong type.
    """
    if not isinstance(wanted, dict) or not {"operation", "kind"} <= wanted.keys():
        raise ValueError("a fault must be an object with at least operation and kind")
    unknown = wanted.keys() - {field.name for field in fields(Fault)}
    if unknown:
        raise ValueError(f"unknown fields of a fault: {', '.join(sorted(unknown))}")
    for name, value in wanted.items():
        if not isinstance(value, TYPES[name]):
            raise ValueError(f"{name} has the wrong type")  # noqa: TRY004 - one type of error
    body = {"body": wanted["body"].encode()} if "body" in wanted else {}
    return Fault(**(wanted | {"kind": FaultKind(wanted["kind"])} | body))


def _shown(fault: Fault) -> dict[str, object]:
    return asdict(fault) | {"body": None if fault.body is None else fault.body.decode()}
