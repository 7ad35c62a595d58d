"""A work item's widgets: everything but title and state (reference, `WorkItemWidget`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from sandbox.gitlab.access import can_see, can_see_issue
from sandbox.gitlab.graphql.connections import connection
from sandbox.gitlab.graphql.viewing import viewer_of
from sandbox.gitlab.merging import closed_by_requests, related_requests
from sandbox.gitlab.records import Epic, Issue, Link
from sandbox.gitlab.shapes.basics import day, moment
from sandbox.gitlab.state import GitLabState
from sandbox.gitlab.work_items.links import blocked_by, blockers_of, kind_from, other_end
from sandbox.gitlab.work_items.statuses import Status, find_status

Info = GraphQLResolveInfo
Item = Issue | Epic
_FILTER = {"BLOCKED_BY": "is_blocked_by", "BLOCKS": "blocks", "RELATED": "relates_to"}


@dataclass(frozen=True)
class Widget:
    """A widget of an item; ``type`` is its WorkItemWidgetType."""

    type: str
    item: Item

    @property
    def type_name(self) -> str:
        """The name of the GraphQL type, such as ``WorkItemWidgetLinkedItems``."""
        words = self.type.split("_")
        return "WorkItemWidget" + "".join(
            word.capitalize() if word != "AND" else "And" for word in words
        )


@dataclass(frozen=True)
class _Linked:
    link: Link
    seen_from: Issue


def widgets_of(state: GitLabState, item: Item) -> list[Widget]:
    """List an item's widgets on this server: Status only on Premium, and no removed widgets."""
    types = ["ASSIGNEES", "DESCRIPTION", "HIERARCHY", "LABELS", "LINKED_ITEMS"]
    types += ["NOTES", "START_AND_DUE_DATE"]
    if isinstance(item, Issue):
        types.append("DEVELOPMENT")
        if state.features.premium and state.features.statuses:
            types.append("STATUS")
    found = [Widget(kind, item) for kind in types]
    removed = state.features.removed_widgets | state.features.without
    return [widget for widget in found if widget.type_name not in removed]


def _assignees(widget: Widget, _info: Info, **args: Any) -> dict[str, Any]:  # noqa: ANN401
    users = widget.item.assignees if isinstance(widget.item, Issue) else []
    return connection(users, lambda user: user.id, args)


def _labels(widget: Widget, _info: Info, **args: Any) -> dict[str, Any]:  # noqa: ANN401
    labels = sorted(widget.item.labels, key=lambda label: label.name)
    return connection(labels, lambda label: label.id, args)


def _status(widget: Widget, _info: Info) -> Status | None:
    return find_status(widget.item.status) if isinstance(widget.item, Issue) else None


def _links(widget: Widget, info: Info) -> list[_Linked]:
    viewer, item = viewer_of(info), widget.item
    if not isinstance(item, Issue):
        return []
    return [
        _Linked(link, item)
        for link in viewer.state.links_of(item)
        if can_see_issue(viewer.user, other_end(link, item))
    ]


def _linked_items(widget: Widget, info: Info, **args: Any) -> dict[str, Any]:  # noqa: ANN401
    wanted = _FILTER.get(args.get("filter") or "")
    found = [
        linked
        for linked in _links(widget, info)
        if wanted in (None, kind_from(linked.link, linked.seen_from))
    ]
    shown = viewer_of(info).shown("LinkedWorkItemType", found)
    return connection(found, lambda linked: linked.link.id, args, shown=shown)


def _open_blockers(widget: Widget, info: Info) -> int:
    item = widget.item
    return len(blockers_of(viewer_of(info).state, item)) if isinstance(item, Issue) else 0


def _open_blocked(widget: Widget, info: Info) -> int:
    item = widget.item
    return len(blocked_by(viewer_of(info).state, item)) if isinstance(item, Issue) else 0


def _children(widget: Widget, info: Info, **args: Any) -> dict[str, Any]:  # noqa: ANN401
    user = viewer_of(info).user
    children = widget.item.children if isinstance(widget.item, Epic) else []
    seen = [issue for issue in children if can_see_issue(user, issue)]
    return connection(seen, lambda issue: issue.id, args)


def _notes(widget: Widget, _info: Info, **args: Any) -> dict[str, Any]:  # noqa: ANN401
    wanted = {"ONLY_COMMENTS": (False,), "ONLY_ACTIVITY": (True,)}
    system = wanted.get(args.get("filter") or "", (False, True))
    found = [note for note in widget.item.notes if note.system in system]
    return connection(found, lambda note: note.id, args)


def _parent(widget: Widget, info: Info) -> Epic | None:
    premium = viewer_of(info).state.features.premium
    return widget.item.epic if premium and isinstance(widget.item, Issue) else None


def _closing(widget: Widget, info: Info, **args: Any) -> dict[str, Any]:  # noqa: ANN401
    found = [
        {
            "id": f"gid://gitlab/MergeRequestsClosingIssues/{request.id}",
            "fromMrDescription": True,
            "mergeRequest": request,
        }
        for request in _requests(widget, info, closed_by_requests)
    ]
    shown = viewer_of(info).shown("WorkItemClosingMergeRequest", found)
    return connection(found, lambda closing: closing["mergeRequest"].id, args, shown=shown)


def _related(widget: Widget, info: Info, **args: Any) -> dict[str, Any]:  # noqa: ANN401
    found = _requests(widget, info, related_requests)
    return connection(found, lambda request: request.id, args)


def _requests(
    widget: Widget, info: Info, find: Callable[[GitLabState, Issue], list[Any]]
) -> list[Any]:
    viewer = viewer_of(info)
    found = find(viewer.state, widget.item) if isinstance(widget.item, Issue) else []
    return [request for request in found if can_see(viewer.user, request.project)]


def _has_children(widget: Widget, _info: Info) -> bool:
    return isinstance(widget.item, Epic) and bool(widget.item.children)


def _work_item_state(linked: _Linked, _info: Info) -> str:
    opened = other_end(linked.link, linked.seen_from).state == "opened"
    return "OPEN" if opened else "CLOSED"


WIDGETS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "WorkItemWidget": {"__resolve_type": lambda widget, *_: widget.type_name},
    "WorkItemWidgetAssignees": {
        "allowsMultipleAssignees": lambda _w, i: viewer_of(i).state.features.premium,
        "assignees": _assignees,
        "canInviteMembers": lambda *_: False,
    },
    "WorkItemWidgetDescription": {
        "description": lambda widget, _i: widget.item.description,
        "edited": lambda *_: False,
    },
    "WorkItemWidgetLabels": {
        "allowsScopedLabels": lambda _w, i: viewer_of(i).state.features.premium,
        "labels": _labels,
    },
    "WorkItemWidgetStatus": {"status": _status},
    "WorkItemWidgetLinkedItems": {
        "blocked": lambda widget, info: _open_blockers(widget, info) > 0,
        "blockedByCount": _open_blockers,
        "blockingCount": _open_blocked,
        "linkedItems": _linked_items,
    },
    "LinkedWorkItemType": {
        "linkCreatedAt": lambda linked, _i: moment(linked.link.created_at),
        "linkId": lambda one, _i: f"gid://gitlab/WorkItems::RelatedWorkItemLink/{one.link.id}",
        "linkType": lambda linked, _i: kind_from(linked.link, linked.seen_from),
        "linkUpdatedAt": lambda linked, _i: moment(linked.link.updated_at),
        "workItem": lambda linked, _i: other_end(linked.link, linked.seen_from),
        "workItemState": _work_item_state,
    },
    "WorkItemWidgetHierarchy": {
        "children": _children,
        "hasChildren": _has_children,
        "hasParent": lambda widget, info: _parent(widget, info) is not None,
        "parent": _parent,
    },
    "WorkItemWidgetNotes": {"notes": _notes},
    "WorkItemWidgetStartAndDueDate": {
        "dueDate": lambda widget, _i: day(widget.item.due_on),
        "isFixed": lambda widget, _i: getattr(widget.item, "due_is_fixed", True),
        "rollUp": lambda widget, _i: isinstance(widget.item, Epic),
        "startDate": lambda widget, _i: day(getattr(widget.item, "start_on", None)),
    },
    "WorkItemWidgetDevelopment": {
        "closingMergeRequests": _closing,
        "relatedMergeRequests": _related,
        "willAutoCloseByMergeRequest": lambda *_: True,
    },
}
