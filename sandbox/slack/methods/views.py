"""views.open, views.push, views.update and views.publish."""

import json

from sandbox.slack.calls import Call, Method
from sandbox.slack.stored_views import (
    VIEW_BYTES_MOST,
    close_modals,
    owner_of,
    prepared_view,
    push_modal,
    replace_view,
    view_error,
)
from sandbox.slack.wire import Json, SlackError


def open_view(call: Call) -> Json:
    """Open a modal with a trigger id (docs.slack.dev, views.open)."""
    view = _view_argument(call, "modal")
    trigger = call.workspace.take_trigger(call.required("trigger_id", "invalid_trigger_id"))
    close_modals(call.workspace, trigger.user_id, keep=0)
    return {"view": push_modal(call.workspace, trigger.user_id, view)}


def push_view(call: Call) -> Json:
    """Push a modal on top of the open one (docs.slack.dev, views.push)."""
    view = _view_argument(call, "modal")
    trigger = call.workspace.take_trigger(call.required("trigger_id", "invalid_trigger_id"))
    if not call.workspace.screen(trigger.user_id).modals:
        raise SlackError("not_found")
    return {"view": push_modal(call.workspace, trigger.user_id, view)}


def update_view(call: Call) -> Json:
    """Replace an open view (docs.slack.dev, views.update)."""
    view_id = call.text("view_id") or _by_external_id(call)
    old = call.workspace.views.get(view_id)
    if old is None:
        raise SlackError("not_found")
    expected = call.text("hash")
    if expected and expected != old["hash"]:
        raise SlackError("hash_conflict")
    view = _view_argument(call, old["type"])
    return {"view": replace_view(call.workspace, view_id, view)}


def publish_view(call: Call) -> Json:
    """Set a person's Home (docs.slack.dev, views.publish)."""
    workspace = call.workspace
    person = workspace.person(call.required("user_id", "user_not_found"))
    view = _view_argument(call, "home")
    screen = workspace.screen(person.slack_id)
    old = workspace.views.get(screen.home_id) if screen.home_id else None
    expected = call.text("hash")
    if expected and (old is None or expected != old["hash"]):
        raise SlackError("hash_conflict")
    if old is None:
        screen.home_id = workspace.next_id("V")
        view |= {"id": screen.home_id, "root_view_id": screen.home_id, "previous_view_id": None}
        workspace.views[screen.home_id] = view
        workspace.note("home", person.slack_id, view)
        return {"view": view}
    return {"view": replace_view(workspace, old["id"], view)}


def _view_argument(call: Call, surface: str) -> Json:
    view = call.json("view", "invalid_json")
    if view is None:
        raise view_error("missing required field: view")
    if len(json.dumps(view)) > VIEW_BYTES_MOST:
        raise SlackError("view_too_large")
    prepared = prepared_view(call.workspace, view, surface=surface)
    _need_free_external_id(call, prepared)
    return prepared


def _need_free_external_id(call: Call, view: Json) -> None:
    external = view["external_id"]
    for other in call.workspace.views.values():
        same = external and other["external_id"] == external
        if same and other["id"] != call.text("view_id") and other["type"] == "modal":
            if call.text("external_id") == external:
                continue
            raise SlackError("duplicate_external_id")


def _by_external_id(call: Call) -> str:
    external = call.required("external_id", "not_found")
    for view in call.workspace.views.values():
        if view["external_id"] == external and owner_of(call.workspace, view["id"]):
            return str(view["id"])
    raise SlackError("not_found")


TRIGGERED = frozenset({"trigger_id", "view", "interactivity_pointer"})
METHODS = {
    "views.open": Method(open_view, TRIGGERED, per_minute=100),
    "views.push": Method(push_view, TRIGGERED, per_minute=100),
    "views.update": Method(
        update_view, frozenset({"view", "view_id", "external_id", "hash"}), per_minute=100
    ),
    "views.publish": Method(publish_view, frozenset({"user_id", "view", "hash"}), per_minute=100),
}
