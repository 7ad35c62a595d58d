"""conversations.history, .replies, .info, .list, .members and .open."""

from sandbox.slack.access import channel_object, channel_to_read, scope_kind, visible_channel
from sandbox.slack.calls import Call, Method
from sandbox.slack.messages import without_metadata
from sandbox.slack.methods.paging import next_page, page_of
from sandbox.slack.records import Channel
from sandbox.slack.wire import Json, SlackError

HISTORY_ARGUMENTS = frozenset(
    {"channel", "cursor", "inclusive", "include_all_metadata", "latest", "limit", "oldest"}
)


def history(call: Call) -> Json:
    """List a conversation's messages, newest first (docs.slack.dev)."""
    channel = channel_to_read(call)
    stamps = [
        ts
        for ts, message in reversed(channel.messages.items())
        if message.get("thread_ts", ts) == ts and _in_range(call, ts)
    ]
    page, cursor = page_of(call, stamps, default=100, most=999)
    return {
        "messages": [_shown(call, channel, ts) for ts in page],
        "has_more": bool(cursor),
        "pin_count": len(channel.pins),
        **(next_page(cursor) if cursor else {}),
    }


def replies(call: Call) -> Json:
    """List a thread: the parent, then its replies, oldest first (docs.slack.dev)."""
    channel = channel_to_read(call)
    ts = call.required("ts", "thread_not_found")
    if ts not in channel.messages:
        raise SlackError("thread_not_found")
    parent = channel.messages[ts].get("thread_ts", ts)
    below = [reply for reply in channel.replies.get(parent, []) if _in_range(call, reply)]
    page, cursor = page_of(call, [parent, *below], default=1000, most=1000)
    return {
        "messages": [_shown(call, channel, ts) for ts in page],
        "has_more": bool(cursor),
        **(next_page(cursor) if cursor else {}),
    }


def _in_range(call: Call, ts: str) -> bool:
    """Return whether a ts is in range, compared as numbers because ``oldest`` may be in seconds."""
    oldest, latest = call.text("oldest"), call.text("latest")
    if not oldest and not latest:
        return True
    try:
        value, low, high = float(ts), float(oldest or 0), float(latest or "inf")
    except ValueError:
        raise SlackError("invalid_ts_oldest" if oldest else "invalid_ts_latest") from None
    return low <= value <= high if call.flag("inclusive") else low < value < high


def _shown(call: Call, channel: Channel, ts: str) -> Json:
    message = channel.messages[ts]
    pinned = {"pinned_to": [channel.id], "pinned_info": {}} if ts in channel.pins else {}
    shown = message | pinned
    return shown if call.flag("include_all_metadata") else without_metadata(shown)


def info(call: Call) -> Json:
    """Describe one conversation (docs.slack.dev, conversations.info)."""
    channel = visible_channel(call, call.required("channel", "channel_not_found"))
    call.need_scope(f"{scope_kind(channel)}:read")
    return {"channel": channel_object(call, channel)}


def list_conversations(call: Call) -> Json:
    """List conversations by type (docs.slack.dev, conversations.list)."""
    types = set((call.text("types") or "public_channel").split(","))
    wanted = [channel for channel in call.workspace.channels.values() if _listed(call, channel)]
    chosen = [channel for channel in wanted if _type_of(channel) in types]
    if call.flag("exclude_archived"):
        chosen = [channel for channel in chosen if not channel.is_archived]
    page, cursor = page_of(call, chosen, default=100, most=1000)
    return {"channels": [channel_object(call, channel) for channel in page], **next_page(cursor)}


def _type_of(channel: Channel) -> str:
    if channel.im_user:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def _listed(call: Call, channel: Channel) -> bool:
    return not channel.is_private or call.workspace.app.bot_user_id in channel.members


def members(call: Call) -> Json:
    """List a conversation's members (docs.slack.dev, conversations.members)."""
    channel = visible_channel(call, call.required("channel", "channel_not_found"))
    call.need_scope(f"{scope_kind(channel)}:read")
    page, cursor = page_of(call, sorted(channel.members), default=100, most=1000)
    return {"members": list(page), **next_page(cursor)}


def open_conversation(call: Call) -> Json:
    """Open direct messages with one person (docs.slack.dev, conversations.open)."""
    users = [user for user in call.text("users").split(",") if user]
    if not users:
        return _reopened(call)
    if len(users) > 1:
        raise SlackError("invalid_arguments", detail="group conversations are not supported")
    person = call.workspace.person(users[0])
    if person.is_bot:
        raise SlackError("cannot_dm_bot")
    if person.deleted:
        raise SlackError("user_disabled")
    channel = call.workspace.direct_channel(person.slack_id)
    return _opened(call, channel)


def _reopened(call: Call) -> Json:
    return _opened(call, visible_channel(call, call.required("channel", "users_list_not_supplied")))


def _opened(call: Call, channel: Channel) -> Json:
    whole = call.flag("return_im")
    return {"channel": channel_object(call, channel) if whole else {"id": channel.id}}


READ_SCOPES = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY_SCOPES = ("channels:history", "groups:history", "im:history", "mpim:history")
METHODS = {
    "conversations.history": Method(history, HISTORY_ARGUMENTS, HISTORY_SCOPES, 50),
    "conversations.replies": Method(replies, HISTORY_ARGUMENTS | {"ts"}, HISTORY_SCOPES, 50),
    "conversations.info": Method(
        info,
        frozenset({"channel", "include_locale", "include_num_members"}),
        READ_SCOPES,
        50,
    ),
    "conversations.list": Method(
        list_conversations,
        frozenset({"cursor", "exclude_archived", "limit", "team_id", "types"}),
        READ_SCOPES,
        20,
    ),
    "conversations.members": Method(
        members, frozenset({"channel", "cursor", "limit"}), READ_SCOPES, 100
    ),
    "conversations.open": Method(
        open_conversation,
        frozenset({"channel", "users", "return_im", "prevent_creation"}),
        ("im:write", "mpim:write", "channels:manage", "groups:write"),
        50,
    ),
}
