"""Acting as a person: finding elements, sending payloads and showing the app's response."""

from dataclasses import dataclass
from functools import partial

from sandbox.slack.acting import interactions
from sandbox.slack.acting.inputs import NotOnScreenError, entered
from sandbox.slack.acting.render import (
    choices_in,
    choose,
    enter,
    find_element,
    message_on_screen,
    need_complete,
    reachable,
    view_on_screen,
)
from sandbox.slack.acting.replies import Reply, announced, sent
from sandbox.slack.events import EventDelivery
from sandbox.slack.messages import app_message, escape_typed
from sandbox.slack.records import ResponseUrl
from sandbox.slack.responses import show_answer
from sandbox.slack.sockets import SocketHub
from sandbox.slack.stored_views import close_modals, prepared_view, push_modal, replace_view
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True)
class Stage:
    """The context of an action: workspace, connections, event delivery and base URL."""

    workspace: Workspace
    hub: SocketHub
    events: EventDelivery
    base_url: str


def send_command(stage: Stage, user_id: str, channel_id: str, command: str, text: str) -> Reply:
    """Send a slash command; the response is ephemeral unless it sets ``in_channel``."""
    workspace = stage.workspace
    with workspace.lock:
        channel = reachable(workspace, user_id, channel_id)
        typed = {"user": user_id, "text": f"{command} {text}".strip()}
        workspace.note("command", channel_id, typed)
        payload = interactions.command_payload(
            workspace, stage.base_url, user_id, channel, (command, text)
        )
    reply = sent(stage.hub, "slash_commands", payload, accepts=True)
    with workspace.lock:
        if reply.error:
            notice = f'{command} failed with the error "{reply.error}"'
            _show_notice(workspace, user_id, channel_id, notice)
        elif reply.text or reply.blocks:
            target = ResponseUrl(user_id, channel_id, workspace.wire_now())
            show_answer(workspace, target, reply.payload)
    return reply


def press(stage: Stage, user_id: str, place: tuple[str, str], wanted: str, value: object) -> Reply:
    """Use an element of a message; ``place`` is the channel id and the ts."""
    workspace = stage.workspace
    with workspace.lock:
        channel, message, is_ephemeral = message_on_screen(workspace, user_id, *place)
        block, element = find_element(message.get("blocks", []), wanted, value)
        chosen = choose(element, value)
        choices = choices_in(workspace, user_id, message)
        if chosen is not None and element["type"] != "overflow":
            choices.setdefault(block["block_id"], {})[element["action_id"]] = chosen
        action = interactions.action_of(workspace, block["block_id"], element, chosen)
        workspace.note("press", channel.id, _pressed(user_id, element, value))
        payload = interactions.message_action(
            workspace, stage.base_url, user_id, (channel, message, is_ephemeral), action
        )
    return _pressed_reply(stage, user_id, payload)


def fill(stage: Stage, user_id: str, place: tuple[str, str], values: Json) -> None:
    """Make choices in a message that, as in Slack, are sent only with the next click."""
    workspace = stage.workspace
    with workspace.lock:
        _, message, _ = message_on_screen(workspace, user_id, *place)
        choices = choices_in(workspace, user_id, message)
        for wanted, value in values.items():
            block, element = find_element(message.get("blocks", []), wanted, None)
            entry = entered(element, value)
            choices.setdefault(block["block_id"], {})[element["action_id"]] = entry


def press_in_view(stage: Stage, user_id: str, view_id: str, wanted: str, value: object) -> Reply:
    """Use an element of a modal or the app's Home."""
    workspace = stage.workspace
    with workspace.lock:
        view = view_on_screen(workspace, user_id, view_id)
        block, element = find_element(view["blocks"], wanted, value)
        chosen = choose(element, value)
        if chosen is not None and element["type"] != "overflow":
            state = view["state"]["values"].setdefault(block["block_id"], {})
            state[element["action_id"]] = chosen
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Reply(acked=True, seconds=0.0)
        action = interactions.action_of(workspace, block["block_id"], element, chosen)
        workspace.note("press", user_id, _pressed(user_id, element, value))
        payload = interactions.view_action(workspace, user_id, view, action)
    return _pressed_reply(stage, user_id, payload)


def submit(stage: Stage, user_id: str, view_id: str, values: Json) -> Reply:
    """Fill in a modal and submit it; keys are ``block_id/action_id``, either id or the label.

    Raises:
        NotOnScreenError: an input does not exist, or a required input is empty.
    """
    workspace = stage.workspace
    with workspace.lock:
        view = view_on_screen(workspace, user_id, view_id)
        enter(view, values)
        need_complete(view)
        submitted = {"user": user_id, "title": view["title"]["text"], "values": values}
        workspace.note("submit", user_id, submitted)
        payload = interactions.view_submission(workspace, user_id, view)
    reply = sent(stage.hub, "interactive", payload, accepts=True)
    with workspace.lock:
        return _submitted(stage, user_id, view_id, reply)


def close(stage: Stage, user_id: str, view_id: str) -> Reply:
    """Close a modal, and any above it, with its close button."""
    workspace = stage.workspace
    with workspace.lock:
        view = view_on_screen(workspace, user_id, view_id)
        keep = workspace.screen(user_id).modals.index(view_id)
        keep = 0 if view["clear_on_close"] else keep
        cleared = bool(view["clear_on_close"])
        closed = close_modals(workspace, user_id, keep=keep)
        payloads = [
            interactions.view_closed(workspace, user_id, one, is_cleared=cleared)
            for one in closed
            if one["notify_on_close"]
        ]
    replies = [sent(stage.hub, "interactive", payload) for payload in payloads]
    return replies[-1] if replies else Reply(acked=True, seconds=0.0)


def open_home(stage: Stage, user_id: str, tab: str) -> Reply:
    """Open the app's Home (or its Messages tab) and send app_home_opened."""
    workspace = stage.workspace
    with workspace.lock:
        channel = workspace.direct_channel(user_id)
        event: Json = {
            "type": "app_home_opened",
            "user": user_id,
            "channel": channel.id,
            "tab": tab,
        }
        home = workspace.screen(user_id).home_id
        if home and tab == "home":
            event["view"] = workspace.views[home]
    return announced(partial(stage.events.notify, "app_home_opened", event))


def say(
    stage: Stage, user_id: str, channel_id: str, text: str, thread_ts: str | None
) -> tuple[str, Reply]:
    """Post a message as a person, sending an event if the app is a member; return the ts."""
    workspace = stage.workspace
    with workspace.lock:
        channel = reachable(workspace, user_id, channel_id)
        if channel.im_user and not workspace.app.can_be_messaged:
            raise NotOnScreenError("sending messages to this app has been turned off")
        message: Json = {
            "type": "message",
            "user": user_id,
            "ts": workspace.next_ts(),
            "client_msg_id": workspace.next_id("msg"),
            "text": escape_typed(text),
            "team": workspace.person(user_id).team_id,
            **_actor_team(workspace, user_id),
        }
        if thread_ts:
            message["thread_ts"] = thread_ts
        workspace.add_message(channel, message)
        hears = workspace.app.bot_user_id in channel.members
        event = message | {"channel": channel.id, "channel_type": channel.channel_type}
    if not hears:
        return message["ts"], Reply(acked=False, seconds=0.0)
    return message["ts"], announced(partial(stage.events.notify, channel.event_type, event))


def _actor_team(workspace: Workspace, user_id: str) -> Json:
    """Return ``user_team``: the organization of its members, or a sister workspace or stranger's.

    Source: slack_bolt's reading of the actor of events in shared channels.
    """
    app, team_id = workspace.app, workspace.person(user_id).team_id
    if app.enterprise_id is None and team_id == workspace.team_id:
        return {}
    return {"user_team": app.enterprise_id if team_id == workspace.team_id else team_id}


def _pressed_reply(stage: Stage, user_id: str, payload: Json) -> Reply:
    reply = sent(stage.hub, "interactive", payload)
    if reply.error:
        with stage.workspace.lock:
            name = stage.workspace.app.name
            _show_screen_notice(stage.workspace, user_id, f"{name} is not responding.")
    return reply


def _submitted(stage: Stage, user_id: str, view_id: str, reply: Reply) -> Reply:
    """Apply the response to a submission: errors, update, push, clear, or close."""
    workspace = stage.workspace
    screen = workspace.screen(user_id)
    screen.errors.pop(view_id, None)
    if reply.error:
        _show_screen_notice(workspace, user_id, TROUBLE)
        return reply
    try:
        _follow(workspace, user_id, view_id, reply.payload)
    except SlackError as refused:
        _show_screen_notice(workspace, user_id, TROUBLE)
        return Reply(reply.acked, reply.seconds, reply.payload, refused.code)
    return reply


def _follow(workspace: Workspace, user_id: str, view_id: str, payload: Json) -> None:
    action = payload.get("response_action")
    screen = workspace.screen(user_id)
    if action == "errors":
        screen.errors[view_id] = dict(payload.get("errors", {}))
        workspace.note("errors", user_id, {"errors": screen.errors[view_id]})
    elif action == "update":
        view = prepared_view(workspace, payload.get("view"), surface="modal")
        replace_view(workspace, view_id, view)
    elif action == "push":
        view = prepared_view(workspace, payload.get("view"), surface="modal")
        push_modal(workspace, user_id, view)
    elif action == "clear":
        close_modals(workspace, user_id, keep=0)
    elif action is None and view_id in screen.modals:
        close_modals(workspace, user_id, keep=screen.modals.index(view_id))
    elif action is not None:
        raise SlackError("invalid_response_action")


def _pressed(user_id: str, element: Json, value: object) -> Json:
    text = element.get("text", {}).get("text")
    return {"user": user_id, "text": str(text or f"{element['action_id']}: {value}")}


def _show_notice(workspace: Workspace, user_id: str, channel_id: str, text: str) -> None:
    """Show a message from Slack itself to one person in a channel."""
    ts = workspace.next_ts()
    message = app_message(workspace, {"text": text}, ts)
    notice = message | {"user": "USLACKBOT", "channel": channel_id}
    workspace.screen(user_id).ephemerals[ts] = notice
    workspace.note("ephemeral", user_id, notice)


def _show_screen_notice(workspace: Workspace, user_id: str, text: str) -> None:
    workspace.screen(user_id).notices.append(text)
    workspace.note("notice", user_id, {"text": text})
