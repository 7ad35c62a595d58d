"""Messages as plain text for a terminal, without Slack's markup."""

import re
from collections.abc import Mapping
from typing import Any

from slackapp.views.message import Message

_LINK = re.compile(r"<(?P<url>https?://[^|>]+)\|(?P<label>[^>]*)>")
_DATE = re.compile(r"<!date\^[^|>]*\|(?P<fallback>[^>]*)>")
_ITALIC = re.compile(r"(?<![\w`])_([^_\n]+)_(?!\w)")
_MENTION = re.compile(r"<@(?P<id>\w+)(?:\|[^>]*)?>")
# People link themselves in Slack; everything else has the same name in a terminal.
_SLASH = re.compile(r"(?<![\w/.:-])/(?=runtime-upgrade\b(?!-| link))")
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
    text = _ITALIC.sub(r"\1", _SIGN.sub("", text)).replace("*", "").replace("`", "")
    return _unescaped(_SLASH.sub("", text))


def plain_sentence(mrkdwn: str, names: Mapping[str, str]) -> str:
    """Return a sentence for people in Slack as one for a terminal; ``names`` are by Slack id."""
    text = _MENTION.sub(lambda found: names.get(found["id"], found["id"]), mrkdwn)
    return _unescaped(_SLASH.sub("", text))


def mentioned_ids(mrkdwn: str) -> list[str]:
    """List the Slack ids that a text mentions."""
    return [found["id"] for found in _MENTION.finditer(mrkdwn)]


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
