"""The app's access to conversations, by Slack's rules."""

from sandbox.slack.calls import Call
from sandbox.slack.records import Channel
from sandbox.slack.wire import Json, SlackError


def scope_kind(channel: Channel) -> str:
    """Return the scope family of a conversation: ``channels``, ``groups`` or ``im``."""
    return {"im": "im", "group": "groups", "channel": "channels"}[channel.channel_type]


def channel_to_read(call: Call, name: str = "channel") -> Channel:
    """Return a conversation whose history the app may read.

    Raises:
        SlackError: ``channel_not_found``, ``missing_scope`` or ``not_in_channel``.
    """
    channel = visible_channel(call, call.required(name, "channel_not_found"))
    call.need_scope(f"{scope_kind(channel)}:history")
    if call.workspace.app.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def channel_to_write(call: Call) -> Channel:
    """Return a conversation that the app may post to; a user id selects the direct messages.

    Raises:
        SlackError: ``channel_not_found``, ``not_in_channel``, ``is_archived`` or
            ``cannot_dm_bot``.
    """
    workspace = call.workspace
    named = call.required("channel", "channel_not_found")
    is_person = named in workspace.people
    channel = _direct(call, named) if is_person else visible_channel(call, named)
    if channel.is_archived:
        raise SlackError("is_archived")
    if workspace.app.bot_user_id not in channel.members and not _may_post_uninvited(call, channel):
        raise SlackError("not_in_channel")
    return channel


def visible_channel(call: Call, channel_id: str) -> Channel:
    """Return a conversation that the app can see; private ones without the app are not found."""
    channel = call.workspace.channels.get(channel_id) or _by_name(call, channel_id)
    hidden = channel is not None and channel.is_private
    if channel is None or (hidden and call.workspace.app.bot_user_id not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def _by_name(call: Call, name: str) -> Channel | None:
    wanted = name.removeprefix("#")
    return next((c for c in call.workspace.channels.values() if c.name and c.name == wanted), None)


def _may_post_uninvited(call: Call, channel: Channel) -> bool:
    return "chat:write.public" in call.scopes and not channel.is_private


def _direct(call: Call, user_id: str) -> Channel:
    person = call.workspace.person(user_id)
    if person.deleted or person.team_id != call.workspace.team_id:
        raise SlackError("channel_not_found")
    if person.is_bot:
        raise SlackError("cannot_dm_bot")
    return call.workspace.direct_channel(user_id)


def channel_object(call: Call, channel: Channel) -> Json:
    """Build the conversation object (docs.slack.dev, reference/objects/conversation-object)."""
    workspace = call.workspace
    if channel.im_user:
        return {
            "id": channel.id,
            "created": channel.created,
            "is_archived": channel.is_archived,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": workspace.team_id,
            "updated": channel.created * 1000,
            "user": channel.im_user,
            "is_user_deleted": workspace.person(channel.im_user).deleted,
            "priority": 0,
        }
    text = {"value": channel.topic, "creator": "", "last_set": 0}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_general": False,
        "unlinked": 0,
        "name_normalized": channel.name,
        "is_shared": False,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": workspace.team_id,
        "updated": channel.created * 1000,
        "parent_conversation": None,
        "creator": "U0FRIDA",
        "is_ext_shared": False,
        "shared_team_ids": [workspace.team_id],
        "pending_connected_team_ids": [],
        "is_member": workspace.app.bot_user_id in channel.members,
        "topic": text,
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "num_members": len(channel.members),
    }
