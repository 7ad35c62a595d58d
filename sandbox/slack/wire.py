"""Slack's wire format: JSON objects, and the error that any method can return."""

from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """A method's error, returned as ``{"ok": false, "error": code, ...}``."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more = more

    def answer(self) -> Json:
        """Build the JSON object of a response."""
        return {"ok": False, "error": self.code, **self.more}


def plain_text(text: str) -> Json:
    """Build a plain_text composition object."""
    return {"type": "plain_text", "text": text, "emoji": True}
