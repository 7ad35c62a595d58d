"""Messages as plain text for a terminal, without Slack's markup."""

import re
from typing import Any

from slackapp.views.message import Message

_LINK = re.compile(r"<(?P<url>https?://[^|>]+)\|(?P<label>[^>]*)>")
_DATE = re.compile(r"<!date\^[^|>]*\|(?P<fallback>[^>]*)>")
_SIGN = re.compile(r":[a-z_]+:\s?")
_SIGNS = {":white_check_mark:": "✔", ":red_circle:": "✖", ":warning:": "!"}


def plain_text(message: Message) -> str:
    """Return a message's blocks, or its text if it has none, as lines of plain text."""
    lines = [line for block in message.blocks for line in _block_lines(block.to_dict())]
    return "\n".join(lines) if lines else _plain(message.text)


def _block_lines(block: dict[str, Any]) -> list[str]:
    texts = [block.get("text"), *block.get("fields", ())]
    if block["type"] == "context":
        texts += block["elements"]
    if block["type"] == "divider":
        return [""]
    return [_plain(text["text"]) for text in texts if text]


def _plain(mrkdwn: str) -> str:
    text = _LINK.sub(lambda found: found["label"], mrkdwn)
    text = _DATE.sub(lambda found: found["fallback"], text)
    for sign, mark in _SIGNS.items():
        text = text.replace(sign, mark)
    text = _SIGN.sub("", text).replace("*", "").replace("`", "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
