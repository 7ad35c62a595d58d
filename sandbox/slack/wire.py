"""Slack's wire format: plain JSON objects, and the refusal that any method may answer."""

from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """A method's refusal, answered as ``{"ok": false, "error": code, ...}``."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more = more

    def answer(self) -> Json:
        """Build the JSON object of an answer."""
        return {"ok": False, "error": self.code, **self.more}


def plain_text(text: str) -> Json:
    """Build a plain_text composition object."""
    return {"type": "plain_text", "text": text, "emoji": True}
