"""Stored views: for each person a Home and a stack of up to three modals."""

from sandbox.slack.acting.inputs import initial_values
from sandbox.slack.blocks.checked import with_ids
from sandbox.slack.blocks.view_rules import view_problems
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace

STACK_MOST = 3
VIEW_BYTES_MOST = 250_000


def prepared_view(workspace: Workspace, view: object, *, surface: str) -> Json:
    """Validate a view from the app and add Slack's fields, except those for its id and place.

    Raises:
        SlackError: ``invalid_arguments``, with messages that describe the problems.
    """
    if not isinstance(view, dict):
        raise view_error("must be an object [json-pointer:/view]")
    problems = list(view_problems(view, surface))
    if problems:
        raise view_error(*problems)
    blocks = with_ids(workspace, view["blocks"])
    app = workspace.app
    return {
        "team_id": workspace.team_id,
        "type": surface,
        "blocks": blocks,
        "private_metadata": view.get("private_metadata") or "",
        "callback_id": view.get("callback_id") or "",
        "state": {"values": initial_values(blocks)},
        "hash": f"{workspace.next_ts()}",
        "title": view.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(view.get("clear_on_close")),
        "notify_on_close": bool(view.get("notify_on_close")),
        "close": view.get("close"),
        "submit": view.get("submit"),
        "submit_disabled": bool(view.get("submit_disabled")),
        "external_id": view.get("external_id") or "",
        "app_id": app.app_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": app.bot_id,
    }


def push_modal(workspace: Workspace, user_id: str, view: Json) -> Json:
    """Push a modal on top of a person's stack.

    Raises:
        SlackError: ``push_limit_reached`` if three modals are open.
    """
    stack = workspace.screen(user_id).modals
    if len(stack) >= STACK_MOST:
        raise SlackError("push_limit_reached")
    view["id"] = workspace.next_id("V")
    view["previous_view_id"] = stack[-1] if stack else None
    view["root_view_id"] = stack[0] if stack else view["id"]
    workspace.views[view["id"]] = view
    stack.append(view["id"])
    workspace.note("modal", user_id, view)
    return view


def replace_view(workspace: Workspace, view_id: str, view: Json) -> Json:
    """Replace the content of an open view; inputs with the same ids keep their values."""
    old = workspace.views.get(view_id)
    if old is None:
        raise SlackError("not_found")
    kept = old["state"]["values"]
    for block_id, actions in view["state"]["values"].items():
        for action_id in actions:
            if action_id in kept.get(block_id, {}):
                actions[action_id] = kept[block_id][action_id]
    for place in ("id", "previous_view_id", "root_view_id"):
        view[place] = old[place]
    workspace.views[view_id] = view
    owner = owner_of(workspace, view_id)
    if owner:
        workspace.screen(owner).errors.pop(view_id, None)
        workspace.note("modal" if view["type"] == "modal" else "home", owner, view)
    return view


def owner_of(workspace: Workspace, view_id: str) -> str | None:
    """Return the person whose screen shows a view."""
    for user_id, screen in workspace.screens.items():
        if view_id in screen.modals or view_id == screen.home_id:
            return user_id
    return None


def close_modals(workspace: Workspace, user_id: str, *, keep: int) -> list[Json]:
    """Close a person's modals from the top until ``keep`` are left; return the closed ones."""
    stack = workspace.screen(user_id).modals
    closed = []
    while len(stack) > keep:
        view_id = stack.pop()
        workspace.screen(user_id).errors.pop(view_id, None)
        closed.append(workspace.views.pop(view_id))
    workspace.changed()
    return closed


def view_error(*problems: str) -> SlackError:
    """Build Slack's error for an invalid view."""
    messages = [f"[ERROR] {message}" for message in problems]
    return SlackError("invalid_arguments", response_metadata={"messages": messages})
