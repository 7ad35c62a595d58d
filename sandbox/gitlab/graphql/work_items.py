"""Work items: issues and epics as exposed by GraphQL (reference, `WorkItem`)."""

from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo

from sandbox.gitlab.access import can_see_issue
from sandbox.gitlab.graphql.connections import connection
from sandbox.gitlab.graphql.viewing import Viewer, viewer_of
from sandbox.gitlab.graphql.widgets import Item, widgets_of
from sandbox.gitlab.records import Epic, Group, Issue, Project
from sandbox.gitlab.shapes.basics import epic_url, issue_url, moment
from sandbox.gitlab.state import GitLabState

Info = GraphQLResolveInfo
MAX_ARRAY = 100
_SYSTEM, _CUSTOM = "WorkItems::Type", "WorkItems::TypesFramework::Custom::Type"
_TYPE_IDS = {"issue": 1, "incident": 2, "test_case": 3, "task": 5, "epic": 8}
_ORDER: dict[str, Callable[[Item], Any]] = {
    "CREATED": lambda item: (item.created_at, global_id(item)),
    "UPDATED": lambda item: (item.updated_at, global_id(item)),
    "TITLE": lambda item: (item.title.casefold(), global_id(item)),
}


def global_id(item: Item) -> int:
    """Return an item's global id as a work item."""
    return item.id if isinstance(item, Issue) else item.work_item_id


def kind_of(item: Item) -> str:
    """Return the kind, as in REST's ``issue_type`` field."""
    return item.kind if isinstance(item, Issue) else "epic"


def type_of(state: GitLabState, item: Item) -> dict[str, Any]:
    """Return an item's type, as it is listed."""
    custom = item.custom_type if isinstance(item, Issue) else None
    name = custom or kind_of(item).replace("_", " ").capitalize()
    return next(one for one in types_of(state) if one["name"] == name)


def types_of(state: GitLabState) -> list[dict[str, Any]]:
    """List the types: those of the system first, then those that the group defined."""
    features = state.features
    names = [kind.replace("_", " ").capitalize() for kind in _TYPE_IDS]
    ids = [f"gid://gitlab/{_SYSTEM}/{number}" for number in _TYPE_IDS.values()]
    ids += [f"gid://gitlab/{_CUSTOM}/{n}" for n, _ in enumerate(features.custom_types, 1001)]
    return [
        {
            "id": gid,
            "name": name,
            "iconName": f"work-item-{name.lower().replace(' ', '-')}",
            "enabled": name not in features.disabled_types,
            "canUserCreateItems": name not in features.disabled_types,
            "isFilterableListView": True,
        }
        for gid, name in zip(ids, [*names, *features.custom_types], strict=True)
    ]


def list_types(_root: object, info: Info, **args: Any) -> dict[str, Any]:  # noqa: ANN401
    """List a namespace's work item types."""
    wanted = args.pop("name", None)
    found = types_of(viewer_of(info).state)
    named = [t for t in found if wanted is None or t["name"].upper().replace(" ", "_") == wanted]
    return connection(named, lambda one: int(one["id"].rpartition("/")[2]), args)


def work_item_by_gid(viewer: Viewer, gid: str) -> Item | None:
    """Find a work item by its global id, if the viewer can see it."""
    kind, _, number = gid.removeprefix("gid://gitlab/").partition("/")
    if kind not in ("WorkItem", "Issue") or not number.isdigit():
        raise GraphQLError(f'"{gid}" does not represent an instance of WorkItem')
    issue = viewer.state.issues.get(int(number))
    if issue is not None:
        return issue if can_see_issue(viewer.user, issue) else None
    return next((e for e in viewer.state.epics.values() if e.work_item_id == int(number)), None)


def find_work_item(root: object, info: Info, **args: Any) -> Item | None:  # noqa: ANN401
    """Find one work item, by global id or by its iid in a namespace."""
    viewer = viewer_of(info)
    if "id" in args:
        return work_item_by_gid(viewer, args["id"])
    iid = str(args.get("iid") or "")
    found = [i for i in _items(viewer, root, descendants=False) if str(i.iid) == iid]
    return found[0] if found else None


def list_work_items(root: Group | Project, info: Info, **args: Any) -> dict[str, Any]:  # noqa: ANN401
    """List the work items of a namespace."""
    for name in ("iids", "labelName", "assigneeUsernames", "types", "workItemTypeIds"):
        if len(args.get(name) or ()) > MAX_ARRAY:
            raise GraphQLError(f"{name} cannot accept more than {MAX_ARRAY} items")
    if args.get("state") == "locked":
        raise GraphQLError("'locked' state is not supported for work items")
    below = bool(args.get("includeDescendants")) or isinstance(root, Project)
    viewer = viewer_of(info)
    items = [
        item
        for item in _items(viewer, root, descendants=below)
        if _has_type(viewer.state, item, args) and _wanted(item, args)
    ]
    order, _, direction = (args.get("sort") or "CREATED_DESC").partition("_")
    items.sort(key=_ORDER[order], reverse=direction == "DESC")
    return connection(items, global_id, args)


def _items(viewer: Viewer, root: object, *, descendants: bool) -> list[Item]:
    state = viewer.state
    if isinstance(root, Project):
        issues = [i for i in state.issues.values() if i.project is root]
        return [i for i in issues if can_see_issue(viewer.user, i)]
    if not isinstance(root, Group):
        return []
    return [
        *_group_issues(viewer, root, descendants=descendants),
        *_epics(state, root, descendants),
    ]


def _group_issues(viewer: Viewer, root: Group, *, descendants: bool) -> list[Issue]:
    """List a group's issues: none without descendants, because issues belong to projects."""
    if not descendants:
        return []
    projects = viewer.state.projects_under(root)
    found = (i for i in viewer.state.issues.values() if i.project in projects)
    return [i for i in found if can_see_issue(viewer.user, i)]


def _epics(state: GitLabState, root: Group, descendants: bool) -> list[Epic]:  # noqa: FBT001
    if not state.features.premium:
        return []
    return [
        e
        for e in state.epics.values()
        if e.group is root or (descendants and root in e.group.line())
    ]


def _has_type(state: GitLabState, item: Item, args: Mapping[str, Any]) -> bool:
    """Return whether an item has a wanted type; ``types`` means those of the system only."""
    types, ids = args.get("types"), args.get("workItemTypeIds")
    custom = isinstance(item, Issue) and item.custom_type is not None
    by_name = types is None or (kind_of(item).upper() in types and not custom)
    return by_name and (ids is None or type_of(state, item)["id"] in ids)


def _wanted(item: Item, args: Mapping[str, Any]) -> bool:
    iids = args.get("iids") or [args.get("iid")]
    search = (args.get("search") or "").casefold()
    labels = {label.name for label in item.labels}
    return (
        (iids == [None] or str(item.iid) in iids)
        and args.get("state") in (None, "all", item.state)
        and set(args.get("labelName") or ()) <= labels
        and args.get("authorUsername") in (None, item.author.username)
        and set(args.get("assigneeUsernames") or ()) <= _assignees(item)
        and (search in item.title.casefold() or search in item.description.casefold())
    )


def _assignees(item: Item) -> set[str]:
    return {user.username for user in item.assignees} if isinstance(item, Issue) else set()


def _url(item: Item, info: Info) -> str:
    base = viewer_of(info).base
    return issue_url(base, item) if isinstance(item, Issue) else epic_url(base, item)


def _path(item: Item, _info: Info) -> str:
    return issue_url("", item) if isinstance(item, Issue) else epic_url("", item)


def _reference(item: Item, _info: Info, *, full: bool = False) -> str:
    if isinstance(item, Issue):
        return item.reference if full else f"#{item.iid}"
    return f"{item.group.full_path}&{item.iid}" if full else f"&{item.iid}"


def _other_url(name: str) -> Callable[[Item, Info], str | None]:
    def read(item: Item, info: Info) -> str | None:
        other = getattr(item, name, None)
        return None if other is None else issue_url(viewer_of(info).base, other)

    return read


def _type(item: Item, info: Info) -> dict[str, Any]:
    return type_of(viewer_of(info).state, item)


def _widgets(
    item: Item,
    info: Info,
    *,
    onlyTypes: list[str] | None = None,  # noqa: N803 - GitLab's name
    exceptTypes: list[str] | None = None,  # noqa: N803 - GitLab's name
) -> list[Any]:
    return [
        widget
        for widget in widgets_of(viewer_of(info).state, item)
        if (onlyTypes is None or widget.type in onlyTypes)
        and (exceptTypes is None or widget.type not in exceptTypes)
    ]


WORK_ITEMS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "WorkItem": {
        "archived": lambda item, _i: isinstance(item, Issue) and item.project.archived,
        "author": lambda item, _i: item.author,
        "closedAt": lambda item, _i: moment(item.closed_at),
        "confidential": lambda item, _i: item.confidential,
        "createdAt": lambda item, _i: moment(item.created_at),
        "description": lambda item, _i: item.description,
        "duplicatedToWorkItemUrl": _other_url("duplicated_to"),
        "id": lambda item, _i: f"gid://gitlab/WorkItem/{global_id(item)}",
        "iid": lambda item, _i: str(item.iid),
        "lockVersion": lambda _item, _i: 0,
        "movedToWorkItemUrl": _other_url("moved_to"),
        "name": lambda item, _i: item.title,
        "namespace": lambda item, _i: item.project if isinstance(item, Issue) else item.group,
        "project": lambda item, _i: item.project if isinstance(item, Issue) else None,
        "reference": _reference,
        "state": lambda item, _i: "OPEN" if item.state == "opened" else "CLOSED",
        "title": lambda item, _i: item.title,
        "updatedAt": lambda item, _i: moment(item.updated_at),
        "webPath": _path,
        "webUrl": _url,
        "widgets": _widgets,
        "workItemType": _type,
    }
}
