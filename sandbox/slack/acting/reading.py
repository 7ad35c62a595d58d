"""Records of what is on a person's screen, for tests and the page."""

from dataclasses import dataclass, field

from sandbox.slack.blocks.plain_text import read_blocks, read_message
from sandbox.slack.records import Channel
from sandbox.slack.wire import Json
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True)
class SeenMessage:
    """A message on a person's screen; ``plain`` is its text, with buttons in brackets."""

    ts: str
    channel: str
    user: str
    text: str
    plain: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    reply_count: int = 0
    is_edited: bool = False
    metadata: Json | None = None


@dataclass(frozen=True)
class SeenView:
    """A modal or Home on a person's screen; ``errors`` are shown next to their inputs."""

    id: str
    type: str
    callback_id: str
    title: str
    plain: str
    blocks: tuple[Json, ...]
    private_metadata: str = ""
    submit: str = ""
    close: str = ""
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def seen_message(workspace: Workspace, channel_id: str, message: Json) -> SeenMessage:
    """Build the record of a message."""
    return SeenMessage(
        message["ts"],
        channel_id,
        message.get("user", ""),
        message.get("text", ""),
        read_message(workspace, message),
        tuple(message.get("blocks", ())),
        message.get("thread_ts"),
        message.get("reply_count", 0),
        "edited" in message,
        message.get("metadata"),
    )


def messages_in(workspace: Workspace, channel: Channel) -> tuple[SeenMessage, ...]:
    """List a conversation's messages outside threads, oldest first."""
    return tuple(
        seen_message(workspace, channel.id, message)
        for ts, message in channel.messages.items()
        if message.get("thread_ts", ts) == ts
    )


def thread_of(workspace: Workspace, channel: Channel, ts: str) -> tuple[SeenMessage, ...]:
    """List a thread, its parent first."""
    return tuple(
        seen_message(workspace, channel.id, channel.messages[one])
        for one in (ts, *channel.replies.get(ts, ()))
    )


def seen_view(workspace: Workspace, user_id: str, view_id: str | None) -> SeenView | None:
    """Build the record of a view; ``None`` if there is none."""
    view = workspace.views.get(view_id) if view_id else None
    if view is None:
        return None
    return SeenView(
        view["id"],
        view["type"],
        view["callback_id"],
        view["title"]["text"],
        read_blocks(workspace, view["blocks"]),
        tuple(view["blocks"]),
        view["private_metadata"],
        (view["submit"] or {}).get("text", ""),
        (view["close"] or {}).get("text", ""),
        view["state"]["values"],
        dict(workspace.screen(user_id).errors.get(view["id"], {})),
    )
