"""Epics and their issues (api/epics, api/epic_issues); 403 without Premium."""

from collections.abc import Callable

from sandbox.gitlab.access import can_see_issue, group_level
from sandbox.gitlab.errors import forbidden, not_found
from sandbox.gitlab.records import OWNER, REPORTER, Epic, Group, Issue
from sandbox.gitlab.rest.groups import group_of
from sandbox.gitlab.rest.paging import paged
from sandbox.gitlab.rest.params import (
    boolean,
    choice,
    day,
    has,
    integers,
    need_one_of,
    needed_text,
    path_integer,
    text,
    words,
)
from sandbox.gitlab.rest.routing import Answer, Call, Route
from sandbox.gitlab.shapes.epics import association, epic_issue, epic_shape
from sandbox.gitlab.shapes.issues import label_event_shape
from sandbox.gitlab.work_items.epics import (
    add_epic,
    close_epic,
    put_in_epic,
    reopen_epic,
    require_epics,
    take_out_of_epic,
)
from sandbox.gitlab.work_items.labelling import remove_labels, set_labels, usable_labels

EDITABLE = (
    "title",
    "description",
    "labels",
    "add_labels",
    "remove_labels",
    "state_event",
    "start_date_fixed",
    "start_date_is_fixed",
    "due_date_fixed",
    "due_date_is_fixed",
    "confidential",
    "color",
    "parent_id",
)


def _group(call: Call) -> Group:
    group = group_of(call)
    require_epics(call.state)
    return group


def epic_of(call: Call) -> Epic:
    """Return the epic whose iid is in the URL."""
    epic = call.state.find_epic(_group(call), path_integer(call, "epic_iid"))
    if epic is None:
        raise not_found("Epic")
    return epic


def epic_by_id(call: Call) -> Epic:
    """Return the epic whose global id is in the URL, as for notes."""
    group = _group(call)
    epic = call.state.epics.get(path_integer(call, "epic_id"))
    if epic is None or epic.group is not group:
        raise not_found("Epic")
    return epic


def _require_reporter(call: Call, group: Group) -> None:
    if group_level(call.user, group) < REPORTER:
        raise forbidden()


def list_epics(call: Call) -> Answer:
    """List a group's epics, including those of its subgroups by default."""
    group = _group(call)
    below = boolean(call, "include_descendant_groups", default=True)
    above = boolean(call, "include_ancestor_groups")
    details, wanted = boolean(call, "with_labels_details"), _rule(call)
    epics = [
        epic
        for epic in call.state.epics.values()
        if (
            epic.group is group
            or (below and group in epic.group.line())
            or (above and epic.group in group.line())
        )
        and wanted(epic)
    ]
    order = choice(call, "order_by", ("created_at", "updated_at", "title"), "created_at")
    descending = choice(call, "sort", ("asc", "desc"), "desc") == "desc"
    epics.sort(key=lambda epic: (getattr(epic, order), epic.id), reverse=descending)
    return paged(call, epics, lambda epic: epic_shape(call.base, epic, details=details))


def _rule(call: Call) -> Callable[[Epic], bool]:
    state = choice(call, "state", ("opened", "closed", "all"), "all")
    labels, iids = words(call, "labels"), integers(call, "iids")
    search = (text(call, "search") or "").casefold()

    def wanted(epic: Epic) -> bool:
        return (
            state in ("all", epic.state)
            and set(labels) <= {label.name for label in epic.labels}
            and (not iids or epic.iid in iids)
            and (search in epic.title.casefold() or search in epic.description.casefold())
        )

    return wanted


def create_epic(call: Call) -> Answer:
    """Create an epic."""
    group = _group(call)
    _require_reporter(call, group)
    title = needed_text(call, "title")
    epic = add_epic(call.state, group, title, text(call, "description") or "", call.by)
    _change(call, epic)
    return Answer(epic_shape(call.base, epic), 201)


def show_epic(call: Call) -> Answer:
    """Show one epic."""
    return Answer(epic_shape(call.base, epic_of(call)) | {"subscribed": False})


def update_epic(call: Call) -> Answer:
    """Update an epic."""
    epic = epic_of(call)
    _require_reporter(call, epic.group)
    need_one_of(call, EDITABLE)
    if has(call, "title"):
        epic.title = needed_text(call, "title")
    if has(call, "description"):
        epic.description = text(call, "description") or ""
    _change(call, epic)
    _change_state(call, epic)
    epic.updated_at = call.now
    return Answer(epic_shape(call.base, epic) | {"subscribed": False})


def _change(call: Call, epic: Epic) -> None:
    state, by = call.state, call.by
    for name, keep in (("labels", False), ("add_labels", True)):
        if has(call, name):
            labels = usable_labels(state, call.user, epic.group, words(call, name))
            set_labels(state, epic, labels, by, keep=keep)
    remove_labels(state, epic, words(call, "remove_labels"), by)
    if has(call, "due_date_fixed"):
        epic.due_on = day(call, "due_date_fixed")
    if has(call, "start_date_fixed"):
        epic.start_on = day(call, "start_date_fixed")
    epic.due_is_fixed = boolean(call, "due_date_is_fixed", default=epic.due_is_fixed)
    epic.start_is_fixed = boolean(call, "start_date_is_fixed", default=epic.start_is_fixed)
    epic.confidential = boolean(call, "confidential", default=epic.confidential)


def _change_state(call: Call, epic: Epic) -> None:
    event = text(call, "state_event")
    if event is None:
        return
    choice(call, "state_event", ("close", "reopen"), "close")
    (close_epic if event == "close" else reopen_epic)(call.state, epic, call.by)


def delete_epic(call: Call) -> Answer:
    """Delete an epic (owners only); its issues are kept."""
    epic = epic_of(call)
    if group_level(call.user, epic.group) < OWNER:
        raise forbidden()
    for issue in tuple(epic.children):
        take_out_of_epic(call.state, issue, call.by)
    del call.state.epics[epic.id]
    return Answer(status=204)


def list_epic_issues(call: Call) -> Answer:
    """List an epic's issues that the caller can see."""
    children = [issue for issue in epic_of(call).children if can_see_issue(call.user, issue)]
    return paged(call, children, lambda issue: epic_issue(call.state, call.base, issue))


def assign_epic_issue(call: Call) -> Answer:
    """Add an issue, by its global id, to an epic; remove it from any other epic."""
    epic = epic_of(call)
    issue = call.state.issues.get(path_integer(call, "issue_id"))
    if issue is None or not can_see_issue(call.user, issue):
        raise not_found("Issue")
    _require_reporter(call, epic.group)
    put_in_epic(call.state, epic, issue, call.by)
    return Answer(association(call.state, call.base, epic, issue), 201)


def _member(call: Call, epic: Epic) -> Issue:
    wanted = path_integer(call, "issue_id")
    issue = next((issue for issue in epic.children if issue.epic_issue_id == wanted), None)
    if issue is None:
        raise not_found()
    return issue


def remove_epic_issue(call: Call) -> Answer:
    """Remove an issue from its epic, by the association's id."""
    epic = epic_of(call)
    _require_reporter(call, epic.group)
    issue = _member(call, epic)
    shape = association(call.state, call.base, epic, issue)
    take_out_of_epic(call.state, issue, call.by)
    return Answer(shape)


def list_epic_label_events(call: Call) -> Answer:
    """List when labels were added to and removed from an epic (api/resource_label_events)."""
    epic = epic_by_id(call)
    return paged(
        call,
        epic.label_events,
        lambda event: label_event_shape(call.base, event, "Epic", epic.id),
    )


_ONE = "/groups/:id/epics/:epic_iid"
ROUTES = (
    Route("GET", "/groups/:id/epics", list_epics),
    Route("POST", "/groups/:id/epics", create_epic),
    Route("GET", _ONE, show_epic),
    Route("PUT", _ONE, update_epic),
    Route("DELETE", _ONE, delete_epic),
    Route("GET", f"{_ONE}/issues", list_epic_issues),
    Route("POST", f"{_ONE}/issues/:issue_id", assign_epic_issue),
    Route("DELETE", f"{_ONE}/issues/:issue_id", remove_epic_issue),
    Route("GET", "/groups/:id/epics/:epic_id/resource_label_events", list_epic_label_events),
)
