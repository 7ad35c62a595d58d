"""The payloads of a person's actions, as Slack documents them."""

import re
import secrets
from html import escape

from sandbox.slack.acting.inputs import VALUE_KEYS
from sandbox.slack.records import Channel, ResponseUrl
from sandbox.slack.wire import Json
from sandbox.slack.workspace import Workspace

_TYPED = re.compile(
    r"<(?:[@#]|https?://)[^<>]*>|(?P<control>[&<>])|(?<![\w@])@(?P<user>[\w.-]+)|(?<![\w#])#(?P<channel>[\w-]+)|(?P<url>https?://\S+)"
)


def new_response_url(workspace: Workspace, base_url: str, kind: str, target: ResponseUrl) -> str:
    """Issue a response_url, valid for five responses within thirty minutes."""
    secret = secrets.token_hex(12)
    workspace.response_urls[secret] = target
    return f"{base_url}/{kind}/{workspace.team_id}/{workspace.next_id('')}/{secret}"


def command_payload(
    workspace: Workspace, base_url: str, user_id: str, channel: Channel, typed: tuple[str, str]
) -> Json:
    """Build a slash command (docs.slack.dev, interactivity/implementing-slash-commands)."""
    command, text = typed
    person = workspace.person(user_id)
    target = ResponseUrl(user_id, channel.id, workspace.wire_now())
    return {
        "token": "sandbox-verification",
        "team_id": person.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.im_user else channel.name,
        "user_id": user_id,
        "user_name": person.username,
        "command": command,
        "text": escape_command(workspace, text) if workspace.app.should_escape else text,
        "api_app_id": workspace.app.app_id,
        "is_enterprise_install": "false",
        "response_url": new_response_url(workspace, base_url, "commands", target),
        "trigger_id": workspace.issue_trigger(user_id),
    }


def escape_command(workspace: Workspace, text: str) -> str:
    """Replace typed user names, channels and links with their escaped form (``should_escape``)."""
    people = {p.username: p.slack_id for p in workspace.people.values()}
    people |= {p.name.split()[0].lower(): p.slack_id for p in workspace.people.values()}
    channels = {c.name: c.id for c in workspace.channels.values() if c.name}

    def escaped(found: re.Match[str]) -> str:
        if found["user"] and found["user"].lower() in people:
            user_id = people[found["user"].lower()]
            return f"<@{user_id}|{workspace.person(user_id).username}>"
        if found["channel"] in channels:
            return f"<#{channels[found['channel']]}|{found['channel']}>"
        if found["control"]:
            return escape(found[0], quote=False)
        return f"<{escape(found['url'], quote=False)}>" if found["url"] else found[0]

    return _TYPED.sub(escaped, text)


def _envelope(workspace: Workspace, kind: str, user_id: str) -> Json:
    person = workspace.person(user_id)
    return {
        "type": kind,
        "user": {
            "id": user_id,
            "username": person.username,
            "name": person.username,
            "team_id": person.team_id,
        },
        "api_app_id": workspace.app.app_id,
        "token": "sandbox-verification",
        **_installation(workspace),
    }


def _installation(workspace: Workspace) -> Json:
    """Return the workspace and the organization; an organization-wide app gets no workspace."""
    app = workspace.app
    team = {"id": workspace.team_id, "domain": workspace.domain}
    enterprise = {"id": app.enterprise_id, "name": "Tanuki"} if app.enterprise_id else None
    return {
        "team": None if app.is_org_wide else team,
        "enterprise": enterprise,
        "is_enterprise_install": app.is_org_wide,
    }


def message_action(
    workspace: Workspace,
    base_url: str,
    user_id: str,
    place: tuple[Channel, Json, bool],
    action: Json,
) -> Json:
    """Build block_actions for a message (docs.slack.dev, block_actions payload).

    ``place`` is the channel, the message, and whether the message is ephemeral.
    """
    channel, message, is_ephemeral = place
    target = ResponseUrl(
        user_id, channel.id, workspace.wire_now(), message["ts"], message.get("thread_ts")
    )
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": is_ephemeral,
    }
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    screen = workspace.screen(user_id)
    payload = _envelope(workspace, "block_actions", user_id) | {
        "container": container,
        "trigger_id": workspace.issue_trigger(user_id),
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "state": {"values": screen.choices.get(message["ts"], {})},
        "response_url": new_response_url(workspace, base_url, "actions", target),
        "actions": [action],
    }
    return payload if is_ephemeral else payload | {"message": dict(message)}


def view_action(workspace: Workspace, user_id: str, view: Json, action: Json) -> Json:
    """Build block_actions for a modal or the app's Home."""
    return _envelope(workspace, "block_actions", user_id) | {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": workspace.issue_trigger(user_id, view["id"]),
        "view": view,
        "actions": [action],
    }


def view_submission(workspace: Workspace, user_id: str, view: Json) -> Json:
    """Build view_submission (docs.slack.dev, view interactions payload)."""
    return _envelope(workspace, "view_submission", user_id) | {
        "trigger_id": workspace.issue_trigger(user_id, view["id"]),
        "view": view,
        "response_urls": [],
    }


def view_closed(workspace: Workspace, user_id: str, view: Json, *, is_cleared: bool) -> Json:
    """Build view_closed, which is sent for views with notify_on_close."""
    return _envelope(workspace, "view_closed", user_id) | {
        "view": view,
        "is_cleared": is_cleared,
    }


def action_of(workspace: Workspace, block_id: str, element: Json, chosen: Json | None) -> Json:
    """Build one entry of ``actions``: the element and its current value."""
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": workspace.next_ts(),
    }
    for shown in ("text", "value", "style", "placeholder", "confirm"):
        if shown in element and shown not in action:
            action[shown] = element[shown]
    if chosen is not None:
        key = VALUE_KEYS.get(element["type"], ("", "selected_option"))[1]
        action[key] = chosen[key]
    return action
