"""Server-sent events that notify pages of changes, so that they refresh."""

import asyncio
import contextlib
from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from sandbox.gitlab.state import GitLabState

LOOK_SECONDS = 0.25
SILENCE = 60


@dataclass(frozen=True)
class Stream:
    """A stream that sends a browser the state's version each time it changes."""

    state: GitLabState

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the stream until the browser disconnects."""
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.ensure_future(_gone(receive))
        # A server that stops cancels its streams, which is how they normally end.
        with contextlib.suppress(asyncio.CancelledError):
            try:
                await self._tell(gone, send)
            finally:
                gone.cancel()

    async def _tell(self, gone: asyncio.Future[None], send: Send) -> None:
        seen, quiet = "", 0
        while not gone.done():
            quiet = 0 if self.state.version != seen else quiet + 1
            if quiet in (0, SILENCE):
                seen, quiet = self.state.version, 1
                data = f"event: changes\ndata: {seen}\n\n".encode()
                await send({"type": "http.response.body", "body": data, "more_body": True})
            await asyncio.wait([gone], timeout=LOOK_SECONDS)


async def _gone(receive: Receive) -> None:
    """Wait until the browser has disconnected."""
    while (await receive())["type"] != "http.disconnect":
        pass
