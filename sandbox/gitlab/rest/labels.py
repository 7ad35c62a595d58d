"""Labels of groups and projects (api/group_labels, api/labels)."""

import re

from sandbox.gitlab.access import group_level, project_level, see_group, see_project
from sandbox.gitlab.errors import forbidden, invalid, not_found, refused
from sandbox.gitlab.records import REPORTER, Group, Label, Project
from sandbox.gitlab.rest.paging import paged
from sandbox.gitlab.rest.params import boolean, need_one_of, needed_text, text
from sandbox.gitlab.rest.routing import Answer, Call, Route
from sandbox.gitlab.shapes.basics import label_shape
from sandbox.gitlab.work_items.labelling import add_label, labels_of

_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?|[a-z]+")
_TAKEN = "Label already exists"


def _owner(call: Call) -> Group | Project:
    if "/groups/" in call.path:
        return see_group(call.state, call.user, call.named["id"])
    return see_project(call.state, call.user, call.named["id"])


def _require_reporter(call: Call, owner: Group | Project) -> None:
    of = (
        group_level(call.user, owner)
        if isinstance(owner, Group)
        else project_level(call.user, owner)
    )
    if of < REPORTER:
        raise forbidden()


def list_labels(call: Call) -> Answer:
    """List labels, including those of parent groups by default."""
    owner = _owner(call)
    search = (text(call, "search") or "").casefold()
    above = boolean(call, "include_ancestor_groups", default=True)
    labels = [
        label
        for label in labels_of(call.state, owner)
        if (above or label.owner is owner) and search in label.name.casefold()
    ]
    return paged(call, labels, lambda label: label_shape(label, owner))


def create_label(call: Call) -> Answer:
    """Create a label; 409 if the name is taken here or in a parent group."""
    owner = _owner(call)
    _require_reporter(call, owner)
    name, color = needed_text(call, "name"), needed_text(call, "color")
    _require_colour(color)
    if any(label.name == name for label in labels_of(call.state, owner)):
        raise refused(409, _TAKEN)
    label = add_label(call.state, owner, name, color=color, description=text(call, "description"))
    return Answer(label_shape(label, owner), 201)


def _require_colour(color: str) -> None:
    if not _COLOUR.fullmatch(color):
        raise invalid("color", "must be a valid color code")


def show_label(call: Call) -> Answer:
    """Show one label by id or name."""
    owner = _owner(call)
    return Answer(label_shape(_label(call, owner), owner))


def update_label(call: Call) -> Answer:
    """Rename or recolour a label."""
    owner = _owner(call)
    _require_reporter(call, owner)
    label = _label(call, owner)
    need_one_of(call, ("new_name", "color", "description"))
    _require_colour(text(call, "color") or label.color)
    label.name = text(call, "new_name") or label.name
    label.color = text(call, "color") or label.color
    label.description = text(call, "description") or label.description
    return Answer(label_shape(label, owner))


def delete_label(call: Call) -> Answer:
    """Delete a label, and remove it from every item."""
    owner = _owner(call)
    _require_reporter(call, owner)
    label = _label(call, owner)
    del call.state.labels[label.id]
    holders = (call.state.issues, call.state.epics, call.state.merge_requests)
    for item in (item for held in holders for item in held.values()):
        if label in item.labels:
            item.labels.remove(label)
    return Answer(status=204)


def _label(call: Call, owner: Group | Project) -> Label:
    wanted = call.named.get("label_id") or needed_text(call, "name")
    for label in labels_of(call.state, owner):
        if label.name == wanted or str(label.id) == wanted:
            return label
    raise not_found("Label")


ROUTES = tuple(
    Route(method, f"/{kind}/:id/labels{rest}", handler)
    for kind in ("groups", "projects")
    for method, rest, handler in (
        ("GET", "", list_labels),
        ("POST", "", create_label),
        ("PUT", "", update_label),
        ("GET", "/:label_id", show_label),
        ("PUT", "/:label_id", update_label),
        ("DELETE", "/:label_id", delete_label),
    )
)
