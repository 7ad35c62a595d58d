"""Server-sent events with the workspace's version, sent whenever it changes."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse

from sandbox.slack.workspace import Workspace

QUIET_SECONDS = 15.0
SETTLE_SECONDS = 0.04


def stream_changes(workspace: Workspace, request: Request) -> StreamingResponse:
    """Send one event now and one after each burst of changes, until the reader disconnects."""
    return StreamingResponse(
        _changes(workspace, request),
        media_type="text/event-stream",
        headers={"cache-control": "no-store"},
    )


async def _changes(workspace: Workspace, request: Request) -> AsyncIterator[str]:
    loop, changed = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(changed.set)

    workspace.watch(wake)
    try:
        yield f"retry: 500\ndata: {workspace.version}\n\n"
        while not await request.is_disconnected():
            yield await _next_event(workspace, changed)
    finally:
        workspace.unwatch(wake)


async def _next_event(workspace: Workspace, changed: asyncio.Event) -> str:
    """Wait for a change, or send a comment that keeps the connection open."""
    try:
        await asyncio.wait_for(changed.wait(), QUIET_SECONDS)
    except TimeoutError:
        return ": quiet\n\n"
    await asyncio.sleep(SETTLE_SECONDS)
    changed.clear()
    return f"data: {workspace.version}\n\n"
