"""pins.add, pins.list and pins.remove."""

from sandbox.slack.access import visible_channel
from sandbox.slack.calls import Call, Method
from sandbox.slack.records import Channel
from sandbox.slack.wire import Json, SlackError


def add(call: Call) -> Json:
    """Pin a message to its channel (docs.slack.dev, pins.add)."""
    channel, ts = _target(call)
    if ts in channel.pins:
        raise SlackError("already_pinned")
    message = channel.messages[ts]
    channel.pins[ts] = {
        "channel": channel.id,
        "created": int(call.workspace.wire_now()),
        "created_by": call.workspace.app.bot_user_id,
        "type": "message",
        "message": message,
    }
    call.workspace.note("pin", channel.id, message)
    return {}


def remove(call: Call) -> Json:
    """Unpin a message (docs.slack.dev, pins.remove)."""
    channel, ts = _target(call)
    if channel.pins.pop(ts, None) is None:
        raise SlackError("no_pin")
    call.workspace.changed()
    return {}


def list_pins(call: Call) -> Json:
    """List a channel's pins (docs.slack.dev, pins.list)."""
    channel = visible_channel(call, call.required("channel", "channel_not_found"))
    _need_membership(call, channel)
    return {"items": list(channel.pins.values())}


def _target(call: Call) -> tuple[Channel, str]:
    channel = visible_channel(call, call.required("channel", "channel_not_found"))
    _need_membership(call, channel)
    ts = call.required("timestamp", "no_item_specified")
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel, ts


def _need_membership(call: Call, channel: Channel) -> None:
    if call.workspace.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")


METHODS = {
    "pins.add": Method(add, frozenset({"channel", "timestamp"}), ("pins:write",), 20),
    "pins.remove": Method(remove, frozenset({"channel", "timestamp"}), ("pins:write",), 20),
    "pins.list": Method(list_pins, frozenset({"channel"}), ("pins:read",), 20),
}
