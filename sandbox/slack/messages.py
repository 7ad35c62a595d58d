"""Building messages as Slack stores them."""

import re
from html import escape

from sandbox.slack.blocks.checked import ready_blocks
from sandbox.slack.calls import Call
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace

# docs.slack.dev, chat.postMessage: text over 40,000 characters is truncated.
TEXT_KEPT = 40_000
# docs.slack.dev, chat.update: msg_too_long over 4,000 characters.
UPDATE_TEXT_MOST = 4_000
_BARE_URL = re.compile(r"(?<![<|\w])(https?://[^\s<>|]+)")


def read_content(call: Call) -> Json:
    """Read the content of a message to post: text, blocks, attachments and metadata.

    Raises:
        SlackError: ``no_text``, ``invalid_blocks``, ``invalid_blocks_format``,
            ``invalid_attachments`` or ``invalid_metadata_format``.
    """
    content: Json = {"text": link_bare_urls(call.text("text"))[:TEXT_KEPT]}
    blocks = call.json("blocks", "invalid_blocks_format")
    if blocks:
        content["blocks"] = ready_blocks(call.workspace, blocks)
    attachments = call.json("attachments", "invalid_attachments")
    if attachments:
        content["attachments"] = attachments
    if not content["text"] and "blocks" not in content and "attachments" not in content:
        raise SlackError("no_text")
    metadata = call.json("metadata", "invalid_metadata_format")
    if metadata:
        content["metadata"] = _checked_metadata(metadata)
    return content


def _checked_metadata(metadata: object) -> Json:
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata["event_type"], str) or not isinstance(
        metadata["event_payload"], dict
    ):
        raise SlackError("invalid_metadata_schema")
    return metadata


def link_bare_urls(text: str) -> str:
    """Wrap bare URLs in angle brackets, as Slack stores them."""
    return _BARE_URL.sub(r"<\1>", text) if "://" in text else text


def escape_typed(text: str) -> str:
    """Escape text that a person typed, as Slack's composer does."""
    return link_bare_urls(escape(text, quote=False))


def app_message(workspace: Workspace, content: Json, ts: str) -> Json:
    """Build a message from the app, with its keys in Slack's order."""
    app = workspace.app
    return {
        "type": "message",
        "user": app.bot_user_id,
        "ts": ts,
        "bot_id": app.bot_id,
        "app_id": app.app_id,
        "team": workspace.team_id,
        "bot_profile": {
            "id": app.bot_id,
            "app_id": app.app_id,
            "user_id": app.bot_user_id,
            "name": app.name,
            "icons": {},
            "deleted": False,
            "updated": 1_680_000_000,
            "team_id": workspace.team_id,
        },
        **content,
    }


def without_metadata(message: Json) -> Json:
    """Return a message as methods return it without include_all_metadata."""
    return {key: value for key, value in message.items() if key != "metadata"}
