"""Cursors, which are opaque to the client and offsets to the server."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import TypeVar

from sandbox.slack.calls import Call
from sandbox.slack.wire import Json, SlackError

Row = TypeVar("Row")


def page_of(
    call: Call, rows: Sequence[Row], *, default: int, most: int
) -> tuple[Sequence[Row], str]:
    """Return the page for ``cursor`` and ``limit``; the next cursor is empty on the last page."""
    start = _offset(call.text("cursor"))
    end = start + call.number("limit", default, most=most)
    return rows[start:end], _cursor(end) if end < len(rows) else ""


def next_page(cursor: str) -> Json:
    """Build ``response_metadata`` in Slack's format."""
    return {"response_metadata": {"next_cursor": cursor}}


def _cursor(offset: int) -> str:
    return b64encode(f"next:{offset}".encode()).decode()


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except ValueError:
        raise SlackError("invalid_cursor") from None
