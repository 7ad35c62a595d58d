"""Server-sent events: a page hears that something changed, and fetches itself again."""

import asyncio
from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from sandbox.gitlab.state import GitLabState

LOOK_SECONDS = 0.25
SILENCE = 60


@dataclass(frozen=True)
class Stream:
    """Tells one browser the number of changes, each time it grows."""

    state: GitLabState

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the stream until the browser goes away."""
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        seen, quiet = -1, 0
        gone = asyncio.ensure_future(_gone(receive))
        try:
            while not gone.done():
                quiet = 0 if self.state.changes != seen else quiet + 1
                if quiet in (0, SILENCE):
                    seen, quiet = self.state.changes, 1
                    data = f"event: changes\ndata: {seen}\n\n".encode()
                    await send({"type": "http.response.body", "body": data, "more_body": True})
                await asyncio.wait([gone], timeout=LOOK_SECONDS)
        finally:
            gone.cancel()


async def _gone(receive: Receive) -> None:
    """Wait until the browser has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
