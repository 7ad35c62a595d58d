"""chat.postMessage, chat.update, chat.delete, chat.postEphemeral and chat.getPermalink."""

from sandbox.slack.access import channel_to_write, visible_channel
from sandbox.slack.calls import Call, Method
from sandbox.slack.messages import UPDATE_TEXT_MOST, app_message, read_content, without_metadata
from sandbox.slack.records import Channel
from sandbox.slack.wire import Json, SlackError

# The arguments that docs.slack.dev lists for each method.
CONTENT_ARGUMENTS = frozenset(
    {
        "channel",
        "text",
        "blocks",
        "attachments",
        "markdown_text",
        "parse",
        "link_names",
        "as_user",
    }
)
SENDER_ARGUMENTS = frozenset({"icon_emoji", "icon_url", "username", "thread_ts"})
POST_ARGUMENTS = (
    CONTENT_ARGUMENTS
    | SENDER_ARGUMENTS
    | {"metadata", "reply_broadcast", "mrkdwn", "unfurl_links", "unfurl_media"}
)
UPDATE_ARGUMENTS = CONTENT_ARGUMENTS | {"ts", "metadata", "reply_broadcast", "file_ids"}
EPHEMERAL_ARGUMENTS = CONTENT_ARGUMENTS | SENDER_ARGUMENTS | {"user"}


def post_message(call: Call) -> Json:
    """Post a message from the app (docs.slack.dev, chat.postMessage)."""
    channel = channel_to_write(call)
    content = read_content(call)
    thread_ts = call.text("thread_ts")
    if thread_ts:
        content["thread_ts"] = _parent_ts(channel, thread_ts)
    message = app_message(call.workspace, content, call.workspace.next_ts())
    call.workspace.add_message(channel, message)
    call.notify(
        channel.event_type,
        message | {"channel": channel.id, "channel_type": channel.channel_type},
    )
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def _parent_ts(channel: Channel, thread_ts: str) -> str:
    """Return the thread's ts; a reply's ts selects the thread that contains it."""
    parent = channel.messages.get(thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    return str(parent.get("thread_ts", thread_ts))


def update_message(call: Call) -> Json:
    """Replace the content of one of the app's messages (docs.slack.dev, chat.update)."""
    channel, message = _own_message(call, "cant_update_message")
    if len(call.text("text")) > UPDATE_TEXT_MOST:
        raise SlackError("msg_too_long")
    if channel.is_archived:
        raise SlackError("is_archived")
    content = _updated_content(call, message)
    previous = dict(message)
    for gone in ("blocks", "attachments", "text"):
        message.pop(gone, None)
    app = call.workspace.app
    edited = {"user": app.bot_user_id, "ts": call.workspace.next_ts()}
    message.update(content, edited=edited)
    call.workspace.note("update", channel.id, message)
    call.notify(channel.event_type, _changed_event(channel, message, previous))
    return {
        "channel": channel.id,
        "ts": message["ts"],
        "text": message["text"],
        "message": without_metadata(message),
    }


def _updated_content(call: Call, message: Json) -> Json:
    """Return the new content; text alone removes the blocks, and sending neither is refused."""
    has_blocks = call.json("blocks", "invalid_blocks_format") is not None
    content = read_content(call)
    if has_blocks and not call.text("text"):
        content["text"] = ""
    if "metadata" not in content and "metadata" in message:
        content["metadata"] = message["metadata"]
    return content


def _changed_event(channel: Channel, message: Json, previous: Json) -> Json:
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": message,
        "previous_message": previous,
        "channel": channel.id,
        "hidden": True,
        "ts": message["edited"]["ts"],
        "event_ts": message["edited"]["ts"],
        "channel_type": channel.channel_type,
    }


def delete_message(call: Call) -> Json:
    """Delete one of the app's messages (docs.slack.dev, chat.delete)."""
    channel, message = _own_message(call, "cant_delete_message")
    ts = message["ts"]
    channel.pins.pop(ts, None)
    if channel.replies.get(ts):
        message.update(
            {"subtype": "tombstone", "text": "This message was deleted.", "hidden": True}
        )
        message.pop("blocks", None)
    else:
        del channel.messages[ts]
        _leave_thread(channel, message)
    call.workspace.note("delete", channel.id, message)
    return {"channel": channel.id, "ts": ts}


def _leave_thread(channel: Channel, message: Json) -> None:
    parent = message.get("thread_ts")
    if parent in channel.replies and message["ts"] in channel.replies[parent]:
        channel.replies[parent].remove(message["ts"])
        if parent in channel.messages:
            channel.messages[parent]["reply_count"] = len(channel.replies[parent])


def _own_message(call: Call, not_mine: str) -> tuple[Channel, Json]:
    channel = visible_channel(call, call.required("channel", "channel_not_found"))
    message = channel.messages.get(call.required("ts", "message_not_found"))
    if message is None or message.get("subtype") == "tombstone":
        raise SlackError("message_not_found")
    if message.get("app_id") != call.workspace.app.app_id:
        raise SlackError(not_mine)
    return channel, message


def post_ephemeral(call: Call) -> Json:
    """Show a message, which is not in the history, to one person (docs.slack.dev)."""
    channel = channel_to_write(call)
    user_id = call.required("user")
    if user_id not in channel.members:
        raise SlackError("user_not_in_channel")
    content = read_content(call)
    ts = call.workspace.next_ts()
    if call.text("thread_ts"):
        content["thread_ts"] = call.text("thread_ts")
    message = app_message(call.workspace, content, ts) | {"channel": channel.id}
    call.workspace.screen(user_id).ephemerals[ts] = message
    call.workspace.note("ephemeral", user_id, message)
    return {"message_ts": ts}


def get_permalink(call: Call) -> Json:
    """Return a message's permalink (docs.slack.dev, chat.getPermalink)."""
    channel = visible_channel(call, call.required("channel", "channel_not_found"))
    ts = call.required("message_ts", "message_not_found")
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    return {
        "channel": channel.id,
        "permalink": f"{call.base_url}/archives/{channel.id}/p{ts.replace('.', '')}",
    }


METHODS = {
    "chat.postMessage": Method(post_message, POST_ARGUMENTS, ("chat:write",), 600),
    "chat.update": Method(update_message, UPDATE_ARGUMENTS, ("chat:write",), 50),
    "chat.delete": Method(
        delete_message, frozenset({"channel", "ts", "as_user"}), ("chat:write",), 50
    ),
    "chat.postEphemeral": Method(post_ephemeral, EPHEMERAL_ARGUMENTS, ("chat:write",), 100),
    "chat.getPermalink": Method(
        get_permalink, frozenset({"channel", "message_ts"}), per_minute=600
    ),
}
