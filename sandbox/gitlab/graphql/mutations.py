"""GraphQL mutations (reference, `Mutation`)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo

from sandbox.gitlab.access import can_see_issue, group_level, may_edit, may_write
from sandbox.gitlab.errors import RefusalError
from sandbox.gitlab.graphql.viewing import Viewer, viewer_of
from sandbox.gitlab.graphql.work_items import types_of
from sandbox.gitlab.records import REPORTER, Epic, Issue
from sandbox.gitlab.work_items.epics import (
    add_epic,
    close_epic,
    put_in_epic,
    reopen_epic,
    take_out_of_epic,
)
from sandbox.gitlab.work_items.issues import assign, close, reopen, set_status
from sandbox.gitlab.work_items.labelling import remove_labels, set_labels
from sandbox.gitlab.work_items.links import add_link, other_end, remove_link
from sandbox.gitlab.work_items.notes import add_note
from sandbox.gitlab.work_items.quick_actions import carry_out
from sandbox.gitlab.work_items.statuses import find_status, status_by_gid

Info = GraphQLResolveInfo
Json = dict[str, Any]
NOT_AVAILABLE = (
    "The resource that you are attempting to access does not exist or you don't have permission "
    "to perform this action"
)
MAX_LINKED = 10
_KINDS = {"BLOCKED_BY": "is_blocked_by", "BLOCKS": "blocks", "RELATED": "relates_to"}


def _number(gid: str) -> int:
    number = str(gid).rpartition("/")[2]
    if not str(gid).startswith("gid://gitlab/") or not number.isdigit():
        raise GraphQLError(f'"{gid}" is not a valid GitLab ID.')
    return int(number)


def _editable(viewer: Viewer, gid: str) -> Issue | Epic:
    """Return a work item that the caller may edit.

    Raises:
        GraphQLError: it is not found or may not be edited, with the same message for both.
    """
    number = _number(gid)
    issue = viewer.state.issues.get(number)
    if issue is None:
        epic = next((e for e in viewer.state.epics.values() if e.work_item_id == number), None)
        if epic is None or not viewer.may_write:
            raise GraphQLError(NOT_AVAILABLE)
        return epic
    writable = viewer.may_write and may_write(viewer.state, viewer.user, issue.project)
    if not writable or not can_see_issue(viewer.user, issue) or not may_edit(viewer.by, issue):
        raise GraphQLError(NOT_AVAILABLE)
    return issue


def _editable_issue(viewer: Viewer, gid: str) -> Issue:
    item = _editable(viewer, gid)
    if isinstance(item, Epic):
        raise GraphQLError(NOT_AVAILABLE)
    return item


def update_work_item(_root: object, info: Info, **args: Json) -> Json:
    """Update a work item; changes that fail are listed in ``errors``."""
    viewer, wanted = viewer_of(info), args["input"]
    item = _editable(viewer, wanted["id"])
    errors: list[str] = []
    for name, change in _CHANGES.items():
        if wanted.get(name) is not None:
            try:
                change(viewer, item, wanted[name])
            except RefusalError as refusal:
                errors.append(str(refusal.body.get("message", refusal)))
    item.updated_at = viewer.now
    return _payload(wanted, errors, workItem=None if errors else item)


def _payload(wanted: Json, errors: list[str], **more: object) -> Json:
    return {"clientMutationId": wanted.get("clientMutationId"), "errors": errors, **more}


def _change_title(_viewer: Viewer, item: Issue | Epic, title: str) -> None:
    if not title.strip():
        raise RefusalError(400, {"message": "Title can't be blank"})
    item.title = title


def _change_description(_viewer: Viewer, item: Issue | Epic, widget: Json) -> None:
    item.description = widget["description"]


def _change_confidential(_viewer: Viewer, item: Issue | Epic, value: bool) -> None:  # noqa: FBT001
    item.confidential = value


def _change_labels(viewer: Viewer, item: Issue | Epic, widget: Json) -> None:
    labels = viewer.state.labels
    added = [labels[n] for gid in widget.get("addLabelIds") or () if (n := _number(gid)) in labels]
    removed = {_number(gid) for gid in widget.get("removeLabelIds") or ()}
    set_labels(viewer.state, item, added, viewer.by, keep=True)
    gone = [label.name for label in item.labels if label.id in removed]
    remove_labels(viewer.state, item, gone, viewer.by)


def _change_assignees(viewer: Viewer, item: Issue | Epic, widget: Json) -> None:
    users = viewer.state.users
    found = [users[n] for gid in widget["assigneeIds"] if (n := _number(gid)) in users]
    if isinstance(item, Issue):
        assign(viewer.state, item, found, viewer.by)


def _change_status(viewer: Viewer, item: Issue | Epic, widget: Json) -> None:
    gid, name = widget.get("status"), widget.get("name")
    status = status_by_gid(gid) if gid else find_status(name or "")
    if status is None:
        raise GraphQLError("System-defined or custom status not found")
    if not viewer.state.features.premium or isinstance(item, Epic):
        raise GraphQLError(
            "Following widget keys are not supported by Issue type: [:status_widget]"
        )
    set_status(viewer.state, item, status, viewer.by)


def _change_parent(viewer: Viewer, item: Issue | Epic, widget: Json) -> None:
    if isinstance(item, Epic):
        for gid in widget.get("childrenIds") or ():
            put_in_epic(viewer.state, item, _editable_issue(viewer, gid), viewer.by)
        return
    if "parentId" not in widget:
        return
    if widget["parentId"] is None:
        take_out_of_epic(viewer.state, item, viewer.by)
        return
    number = _number(widget["parentId"])
    epic = next((e for e in viewer.state.epics.values() if e.work_item_id == number), None)
    if epic is None or not viewer.state.features.premium:
        raise RefusalError(404, {"message": "No matching work item found."})
    put_in_epic(viewer.state, epic, item, viewer.by)


def _change_dates(_viewer: Viewer, item: Issue | Epic, widget: Json) -> None:
    if "dueDate" in widget:
        due = widget["dueDate"]
        item.due_on = None if due is None else date.fromisoformat(due[:10])
    if isinstance(item, Epic) and "isFixed" in widget:
        item.due_is_fixed = bool(widget["isFixed"])


def _change_state(viewer: Viewer, item: Issue | Epic, event: str) -> None:
    if isinstance(item, Issue):
        (close if event == "CLOSE" else reopen)(viewer.state, item, viewer.by)
    else:
        (close_epic if event == "CLOSE" else reopen_epic)(viewer.state, item, viewer.by)


_CHANGES: Mapping[str, Callable[[Viewer, Issue | Epic, Any], None]] = {
    "title": _change_title,
    "descriptionWidget": _change_description,
    "confidential": _change_confidential,
    "labelsWidget": _change_labels,
    "assigneesWidget": _change_assignees,
    "statusWidget": _change_status,
    "hierarchyWidget": _change_parent,
    "startAndDueDateWidget": _change_dates,
    "stateEvent": _change_state,
}


def create_work_item(_root: object, info: Info, **args: Json) -> Json:
    """Create an epic in a group; errors are listed in ``errors``, as for updates."""
    viewer, wanted = viewer_of(info), args["input"]
    group = viewer.state.find_group(wanted["namespacePath"])
    kinds = {one["id"]: one for one in types_of(viewer.state)}
    kind = kinds.get(wanted["workItemTypeId"])
    if group is None or not viewer.may_write or group_level(viewer.user, group) < REPORTER:
        raise GraphQLError(NOT_AVAILABLE)
    usable = kind is not None and kind["name"] == "Epic" and kind["enabled"]
    if not usable or not viewer.state.features.premium:
        return _payload(wanted, ["Work item type is not available here"], workItem=None)
    epic = add_epic(viewer.state, group, wanted["title"], "", viewer.by)
    labels = [viewer.state.labels.get(_number(g)) for g in _label_ids(wanted)]
    set_labels(viewer.state, epic, [label for label in labels if label], viewer.by)
    for name in ("descriptionWidget", "confidential", "startAndDueDateWidget"):
        if wanted.get(name) is not None:
            _CHANGES[name](viewer, epic, wanted[name])
    return _payload(wanted, [], workItem=epic)


def _label_ids(wanted: Json) -> list[str]:
    return list((wanted.get("labelsWidget") or {}).get("labelIds") or ())


def add_linked_items(_root: object, info: Info, **args: Json) -> Json:
    """Link an issue to up to ten others."""
    viewer, wanted = viewer_of(info), args["input"]
    issue = _editable_issue(viewer, wanted["id"])
    ids = wanted["workItemsIds"]
    if len(ids) > MAX_LINKED:
        raise GraphQLError(f"No more than {MAX_LINKED} work items can be linked at the same time.")
    kind = _KINDS[wanted.get("linkType") or "RELATED"]
    errors: list[str] = []
    for gid in ids:
        other = viewer.state.issues.get(_number(gid))
        if other is None or not can_see_issue(viewer.user, other):
            errors.append("No matching work item found.")
            continue
        try:
            add_link(viewer.state, issue, other, kind, viewer.by)
        except RefusalError as refusal:
            errors.append(str(refusal.body.get("message", refusal)))
    message = None if errors else f"Successfully linked ID(s): {', '.join(ids)}."
    return _payload(wanted, errors, message=message, workItem=issue)


def remove_linked_items(_root: object, info: Info, **args: Json) -> Json:
    """Remove the links between an issue and others."""
    viewer, wanted = viewer_of(info), args["input"]
    issue = _editable_issue(viewer, wanted["id"])
    numbers = {_number(gid) for gid in wanted["workItemsIds"]}
    for link in viewer.state.links_of(issue):
        if other_end(link, issue).id in numbers:
            remove_link(viewer.state, link, viewer.by)
    message = f"Successfully unlinked IDs: {', '.join(wanted['workItemsIds'])}."
    return _payload(wanted, [], message=message, workItem=issue)


def create_note(_root: object, info: Info, **args: Json) -> Json:
    """Create a note on an issue, applying its quick actions, or on an epic."""
    viewer, wanted = viewer_of(info), args["input"]
    issue = _noteable(viewer, wanted["noteableId"])
    if isinstance(issue, Epic):
        return _payload(wanted, [], note=add_note(viewer.state, issue, wanted["body"], viewer.by))
    written = carry_out(viewer.state, issue, wanted["body"], viewer.by)
    if written.done and not written.text:
        return _payload(wanted, [f"Commands only {written.summary}"], note=None)
    body = written.text or wanted["body"]
    internal = bool(wanted.get("internal"))
    note = add_note(viewer.state, issue, body, viewer.by, internal=internal)
    return _payload(wanted, [], note=note)


def _noteable(viewer: Viewer, gid: str) -> Issue | Epic:
    number = _number(gid)
    epic = next((e for e in viewer.state.epics.values() if e.work_item_id == number), None)
    if epic is not None and viewer.may_write:
        return epic
    issue = viewer.state.issues.get(number)
    if issue is None or not can_see_issue(viewer.user, issue) or not viewer.may_write:
        raise GraphQLError(NOT_AVAILABLE)
    return issue


MUTATIONS: Mapping[str, Callable[..., Any]] = {
    "createNote": create_note,
    "workItemCreate": create_work_item,
    "workItemAddLinkedItems": add_linked_items,
    "workItemRemoveLinkedItems": remove_linked_items,
    "workItemUpdate": update_work_item,
}
