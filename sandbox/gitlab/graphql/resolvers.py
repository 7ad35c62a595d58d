"""Query resolvers over the same records that REST serves."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from graphql import GraphQLResolveInfo

from sandbox.gitlab.access import can_see, group_level
from sandbox.gitlab.graphql.connections import connection
from sandbox.gitlab.graphql.mutations import MUTATIONS
from sandbox.gitlab.graphql.repositories import REPOSITORIES, REPOSITORY
from sandbox.gitlab.graphql.viewing import ANONYMOUS, Viewer, viewer_of
from sandbox.gitlab.graphql.widgets import WIDGETS
from sandbox.gitlab.graphql.work_items import (
    WORK_ITEMS,
    find_work_item,
    list_types,
    list_work_items,
)
from sandbox.gitlab.records import Group, Label, MergeRequest, Project, User
from sandbox.gitlab.rest.users import REVISION
from sandbox.gitlab.shapes.basics import group_url, merge_request_url, moment, project_url
from sandbox.gitlab.work_items.statuses import (
    DEFAULT_CLOSED,
    DEFAULT_DUPLICATE,
    DEFAULT_OPEN,
    STATUSES,
    find_status,
)

Info = GraphQLResolveInfo
Resolver = Callable[..., Any]


def current_user(_root: object, info: Info) -> User | None:
    """Return the token's user; null without a token."""
    user = viewer_of(info).user
    return None if user is ANONYMOUS else user


def list_users(_root: object, info: Info, **args: Any) -> Any:  # noqa: ANN401
    """List users, newest first; none without a token."""
    viewer = viewer_of(info)
    wanted = args.get("usernames")
    folded = None if wanted is None else {name.casefold() for name in wanted}
    users = () if viewer.user is ANONYMOUS else viewer.state.users.values()
    named = [u for u in users if folded is None or u.username.casefold() in folded]
    return connection(sorted(named, key=lambda u: -u.id), lambda user: user.id, args)


def _status(user: User, _info: Info) -> Mapping[str, str | None] | None:
    if not (user.busy or user.status or user.status_emoji):
        return None
    return {
        "availability": "BUSY" if user.busy else "NOT_SET",
        "emoji": user.status_emoji or "speech_balloon",
        "message": user.status or None,
    }


def find_group(_root: object, info: Info, **args: Any) -> Group | None:  # noqa: ANN401
    """Find a group by its full path; null if hidden."""
    viewer = viewer_of(info)
    group = viewer.state.find_group(args["fullPath"])
    return group if group is not None and _sees_group(viewer, group) else None


def _sees_group(viewer: Viewer, group: Group) -> bool:
    return group.visibility == "public" or bool(group_level(viewer.user, group))


def find_project(_root: object, info: Info, **args: Any) -> Project | None:  # noqa: ANN401
    """Find a project by its full path; null if hidden."""
    viewer = viewer_of(info)
    project = viewer.state.find_project(args["fullPath"])
    return project if project is not None and can_see(viewer.user, project) else None


def find_namespace(root: object, info: Info, **args: Any) -> Group | Project | None:  # noqa: ANN401
    """Find a group or project by its full path: both are namespaces."""
    return find_group(root, info, **args) or find_project(root, info, **args)


def allowed_statuses(_root: object, info: Info, **args: Any) -> dict[str, Any] | None:  # noqa: ANN401
    """List the statuses allowed for work items; null without Premium."""
    if not viewer_of(info).state.features.premium:
        return None
    named = args.get("name")
    found = STATUSES if named is None else tuple(s for s in STATUSES if s.name == named)
    return connection(found, lambda status: status.id, args)


def lifecycles(_root: object, info: Info, **args: Any) -> dict[str, Any] | None:  # noqa: ANN401
    """List the root group's lifecycles, of which there is one; null without Premium."""
    if not viewer_of(info).state.features.premium:
        return None
    one: dict[str, Any] = {
        "id": "gid://gitlab/WorkItems::Statuses::Custom::Lifecycle/110",
        "name": "Default",
        "statuses": STATUSES,
        "defaultOpenStatus": find_status(DEFAULT_OPEN),
        "defaultClosedStatus": find_status(DEFAULT_CLOSED),
        "defaultDuplicateStatus": find_status(DEFAULT_DUPLICATE),
        "workItemTypes": [],
    }
    return connection([one], lambda _one: 110, args)


def list_group_projects(group: Group, info: Info, **args: Any) -> dict[str, Any]:  # noqa: ANN401
    """List the group's projects that the caller can see."""
    viewer = viewer_of(info)
    below = bool(args.get("includeSubgroups"))
    found = viewer.state.projects_under(group, descendants=below)
    seen = [project for project in found if can_see(viewer.user, project)]
    return connection(seen, lambda project: project.id, args)


def find_merge_request(project: Project, info: Info, iid: str) -> MergeRequest | None:
    """Find a merge request by its iid."""
    if not iid.isdigit():
        return None
    return viewer_of(info).state.find_merge_request(project, int(iid))


def _namespace_id(item: Group | Project, _info: Info) -> str:
    kind = "Group" if isinstance(item, Group) else "Namespaces::ProjectNamespace"
    return f"gid://gitlab/{kind}/{item.id}"


def _full_name(item: Group | Project, _info: Info) -> str:
    if isinstance(item, Group):
        return item.full_name
    return f"{item.group.full_name} / {item.name}"


def _web_url(item: Group | Project, info: Info) -> str:
    base = viewer_of(info).base
    return group_url(base, item) if isinstance(item, Group) else project_url(base, item)


def _plain(name: str) -> Resolver:
    return lambda item, _info: getattr(item, name)


def _time(name: str) -> Resolver:
    def read(item: object, _info: Info) -> str | None:
        value: datetime | None = getattr(item, name)
        return moment(value)

    return read


def _gid(kind: str) -> Resolver:
    return lambda item, _info: f"gid://gitlab/{kind}/{item.id}"


_BOTH: Mapping[str, Resolver] = {
    "description": _plain("description"),
    "fullName": _full_name,
    "fullPath": _plain("full_path"),
    "name": _plain("name"),
    "path": _plain("path"),
    "statuses": allowed_statuses,
    "lifecycles": lifecycles,
    "visibility": _plain("visibility"),
    "webUrl": _web_url,
    "workItem": find_work_item,
    "workItems": list_work_items,
    "workItemTypes": list_types,
}
_USER: Mapping[str, Resolver] = {
    "active": lambda user, _info: user.state == "active",
    "bot": _plain("bot"),
    "id": _gid("User"),
    "name": _plain("name"),
    "publicEmail": lambda _user, _info: "",
    "state": _plain("state"),
    "status": _status,
    "username": _plain("username"),
    "webPath": lambda user, _info: f"/{user.username}",
    "webUrl": lambda user, info: f"{viewer_of(info).base}/{user.username}",
}


_LABEL: Mapping[str, Resolver] = {
    "archived": lambda _label, _info: False,
    "color": _plain("color"),
    "createdAt": lambda label, _info: moment(_founded(label.owner)),
    "description": _plain("description"),
    "id": lambda label, _info: f"gid://gitlab/{_label_kind(label)}/{label.id}",
    "textColor": _plain("text_color"),
    "title": _plain("name"),
    "updatedAt": lambda label, _info: moment(_founded(label.owner)),
}


def _founded(owner: Group | Project) -> datetime:
    return owner.created_at


def _label_kind(label: Label) -> str:
    return "GroupLabel" if isinstance(label.owner, Group) else "ProjectLabel"


_STATUS: Mapping[str, Resolver] = {
    "category": _plain("category"),
    "color": _plain("color"),
    "description": lambda _status, _info: None,
    "iconName": _plain("icon_name"),
    "id": _plain("gid"),
    "name": _plain("name"),
    "position": lambda status, _info: status.id - STATUSES[0].id,
}
_MERGE_REQUEST: Mapping[str, Resolver] = {
    "author": _plain("author"),
    "closedAt": _time("closed_at"),
    "createdAt": _time("created_at"),
    "description": _plain("description"),
    "draft": _plain("draft"),
    "headPipeline": lambda request, _info: request.pipelines[0] if request.pipelines else None,
    "id": _gid("MergeRequest"),
    "iid": lambda request, _info: str(request.iid),
    "mergedAt": _time("merged_at"),
    "project": _plain("project"),
    "reference": lambda m, _info, full=False: m.reference if full else f"!{m.iid}",
    "sourceBranch": _plain("source_branch"),
    "state": _plain("state"),
    "targetBranch": _plain("target_branch"),
    "title": _plain("title"),
    "updatedAt": _time("updated_at"),
    "webUrl": lambda request, info: merge_request_url(viewer_of(info).base, request),
}
_PIPELINE: Mapping[str, Resolver] = {
    "id": _gid("Ci::Pipeline"),
    "iid": lambda pipeline, _info: str(pipeline.iid),
    "ref": _plain("ref"),
    "sha": _plain("sha"),
    "status": lambda pipeline, _info: pipeline.status.upper(),
}
_NOTE: Mapping[str, Resolver] = {
    "author": _plain("author"),
    "body": _plain("body"),
    "createdAt": _time("created_at"),
    "id": _gid("Note"),
    "system": _plain("system"),
    "updatedAt": _time("updated_at"),
}


def _metadata(_root: object, info: Info) -> Mapping[str, object]:
    version = viewer_of(info).state.features.version
    return {"version": version, "revision": REVISION, "enterprise": True}


_QUERY: Mapping[str, Resolver] = {
    "currentUser": current_user,
    "echo": lambda _root, info, text: f'"{viewer_of(info).user.username}" says: {text}',
    "group": find_group,
    "metadata": _metadata,
    "namespace": find_namespace,
    "project": find_project,
    "users": list_users,
    "workItem": find_work_item,
    "workItemAllowedStatuses": allowed_statuses,
}
RESOLVERS: Mapping[str, Mapping[str, Resolver]] = {
    "Query": _QUERY,
    "Mutation": MUTATIONS,
    "Namespace": {**_BOTH, "id": _namespace_id},
    "Group": {
        **_BOTH,
        "epicsEnabled": lambda _group, info: viewer_of(info).state.features.premium,
        "id": _gid("Group"),
        "projects": list_group_projects,
    },
    "Project": {
        **_BOTH,
        "archived": _plain("archived"),
        "id": _gid("Project"),
        "mergeRequest": find_merge_request,
        "namespace": _plain("group"),
        **REPOSITORY,
    },
    "UserCore": _USER,
    "CurrentUser": _USER,
    "Label": _LABEL,
    "WorkItemStatus": _STATUS,
    "MergeRequest": _MERGE_REQUEST,
    "Pipeline": _PIPELINE,
    "Note": _NOTE,
    **REPOSITORIES,
    **WORK_ITEMS,
    **WIDGETS,
}
