"""ASGI middleware that journals every call and applies planned faults."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.fault_plan import ANY, BEFORE, Fault, FaultKind, Faults, JournalEntry
from sandbox.serving import cut

__all__ = ["ANY", "Fault", "FaultKind", "FaultMiddleware", "Faults", "JournalEntry"]

BODY_MOST = 10 * 1024 * 1024


@dataclass(frozen=True)
class FaultMiddleware:
    """Middleware that journals each HTTP call to ``app`` and applies planned faults.

    ``operation_of(method, path)`` returns the operation, or ``None`` for anything that is
    not an API call (pages, streams) and passes through. ``rate_limited_body`` is the service's
    response body for a 429.
    """

    app: ASGIApp
    faults: Faults
    operation_of: Callable[[str, str], str | None]
    rate_limited_body: bytes = b"Retry later\n"
    rate_limited_type: str = "text/plain"
    body_most: int = BODY_MOST

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI request."""
        operation = (
            self.operation_of(scope["method"], scope["path"]) if scope["type"] == "http" else None
        )
        if operation is None:
            await self.app(scope, receive, send)
            return
        body = await _read_body(receive, self.body_most)
        if body is None:
            closing = [*_typed("text/plain"), (b"connection", b"close")]
            await _send(send, _Answer(413, closing, b"Request Entity Too Large"))
            return
        fault = self.faults.next_fault(operation)
        call = _Call(self.faults, operation, scope, body, fault, send)
        await self._answer(call, _replay(body, receive))
        call.note(None)

    async def _answer(self, call: "_Call", receive: Receive) -> None:
        fault, scope = call.fault, call.scope
        if fault is None:
            await self.app(scope, receive, call.send)
        elif fault.kind in BEFORE:
            await self._strike_before(fault, call)
        else:
            answer = await _collect(self.app, scope, receive)
            await _strike_after(fault, answer, call)

    async def _strike_before(self, fault: Fault, call: "_Call") -> None:
        if fault.kind is FaultKind.STATUS:
            await _send(call.send, _failure(fault))
        elif fault.kind is FaultKind.RATE_LIMITED:
            await _send(call.send, self._rate_limited(fault))
        else:
            call.note(None)
            await asyncio.sleep(fault.seconds if fault.kind is FaultKind.HANG else 0)
            await cut(call.scope)

    def _rate_limited(self, fault: Fault) -> "_Answer":
        content_type = fault.content_type if fault.body else self.rate_limited_type
        headers = [*_typed(content_type), (b"retry-after", str(fault.retry_after).encode())]
        return _Answer(429, headers, fault.body or self.rate_limited_body)


@dataclass(frozen=True)
class _Answer:
    """A complete response that has not been sent yet."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class _Call:
    """A call in progress; it is journalled once, just before its response is sent."""

    def __init__(
        self,
        faults: Faults,
        operation: str,
        scope: Scope,
        body: bytes,
        fault: Fault | None,
        send: Send,
    ) -> None:
        self.scope = scope
        self.fault = fault
        self._faults = faults
        self._operation = operation
        self._body = body
        self._send = send
        self._is_noted = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.note(message["status"])
        await self._send(message)

    def note(self, status: int | None) -> None:
        if self._is_noted:
            return
        self._is_noted = True
        self._faults.record(
            JournalEntry(
                self._operation,
                self.scope["method"],
                self.scope["path"],
                self.scope["query_string"].decode("latin-1"),
                self._body,
                status,
                None if self.fault is None else self.fault.kind,
            )
        )


def _failure(fault: Fault) -> _Answer:
    body = fault.body or b"Internal Server Error"
    return _Answer(fault.status, _typed(fault.content_type), body)


async def _strike_after(fault: Fault, answer: _Answer, call: _Call) -> None:
    if fault.kind is FaultKind.STATUS_AFTER:
        await _send(call.send, _failure(fault))
    elif fault.kind is FaultKind.SLOW_BODY:
        await _send_in_parts(fault, answer, call.send)
    elif fault.kind is FaultKind.HALF_BODY:
        await _send_in_parts(fault, answer, call.send)
        await cut(call.scope, reset=False)
    else:
        call.note(None)
        await asyncio.sleep(fault.seconds if fault.kind is FaultKind.HANG_AFTER else 0)
        await cut(call.scope)


async def _send_in_parts(fault: Fault, answer: _Answer, send: Send) -> None:
    """Send half the body, then the rest after a delay unless only half is to be sent."""
    half = len(answer.body) // 2
    length = (b"content-length", str(len(answer.body)).encode())
    headers = [h for h in answer.headers if h[0].lower() != b"content-length"]
    await send(
        {"type": "http.response.start", "status": answer.status, "headers": [*headers, length]}
    )
    await send({"type": "http.response.body", "body": answer.body[:half], "more_body": True})
    if fault.kind is FaultKind.SLOW_BODY:
        await asyncio.sleep(fault.seconds)
        await send({"type": "http.response.body", "body": answer.body[half:], "more_body": False})


async def _collect(app: ASGIApp, scope: Scope, receive: Receive) -> _Answer:
    """Let the service handle the request, and return its response unsent."""
    status, headers, parts = 500, [], []

    async def holding(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message.get("headers", []))
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, holding)
    return _Answer(status, headers, b"".join(parts))


async def _send(send: Send, answer: _Answer) -> None:
    length = (b"content-length", str(len(answer.body)).encode())
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [*answer.headers, length],
        }
    )
    await send({"type": "http.response.body", "body": answer.body})


def _typed(content_type: str) -> list[tuple[bytes, bytes]]:
    return [(b"content-type", content_type.encode())]


async def _read_body(receive: Receive, most: int) -> bytes | None:
    """Read the body, stopping once it is larger than ``most`` bytes."""
    parts: list[bytes] = []
    while sum(map(len, parts)) <= most:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            break
    body = b"".join(parts)
    return body if len(body) <= most else None


def _replay(body: bytes, receive: Receive) -> Receive:
    """Replay the body to the service, then pass on later messages unchanged."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return pending.pop() if pending else await receive()

    return replayed
