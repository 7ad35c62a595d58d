"""Projects, groups, people and labels (docs.gitlab.com/api: projects, groups, users, labels)."""

from collections.abc import Iterable
from dataclasses import dataclass

from gitlab_gateway.connection import Connection, Json, encoded
from gitlab_gateway.errors import NotFoundError, RefusedError

PLANNER, REPORTER, DEVELOPER, MAINTAINER = 15, 20, 30, 40
LABEL_COLOUR = "#6699cc"
CONFLICT = 409


@dataclass(frozen=True)
class ProjectRecord:
    """A project visible to the token, with its access level (GitLab's numbers)."""

    id: int
    path: str
    access_level: int
    archived: bool
    issues_enabled: bool


@dataclass(frozen=True)
class UserRecord:
    """A GitLab user; ``active`` is False for blocked, banned and deactivated ones."""

    id: int
    username: str
    active: bool


@dataclass(frozen=True)
class GroupRecord:
    """A group visible to the token."""

    id: int
    path: str
    web_url: str


def find_project(gitlab: Connection, path: str) -> ProjectRecord | None:
    """Find a project by its full path; None if it is not visible to the token."""
    try:
        found = gitlab.get(f"/projects/{encoded(path)}")
    except NotFoundError:
        return None
    return ProjectRecord(
        id=found["id"],
        path=found["path_with_namespace"],
        access_level=_access_level(found.get("permissions") or {}),
        archived=bool(found.get("archived")),
        issues_enabled=found.get("issues_enabled", True),
    )


def _access_level(permissions: Json) -> int:
    grants = [permissions.get("project_access"), permissions.get("group_access")]
    return max((grant["access_level"] for grant in grants if grant), default=0)


def find_group(gitlab: Connection, path: str) -> GroupRecord | None:
    """Find a group by its full path; None if it is not visible to the token."""
    try:
        found = gitlab.get(f"/groups/{encoded(path)}", with_projects="false")
    except NotFoundError:
        return None
    return GroupRecord(found["id"], found["full_path"], found["web_url"])


def group_access_level(gitlab: Connection, group: str, user_id: int) -> int:
    """Return a user's access level in a group, inherited or not; 0 if not a member.

    docs.gitlab.com/api/members: "List all members of a group", `user_ids`.
    """
    query = {"user_ids[]": user_id}
    for member in gitlab.list(f"/groups/{encoded(group)}/members/all", **query):
        if member["id"] == user_id:
            return int(member["access_level"])
    return 0


def current_user(gitlab: Connection) -> UserRecord:
    """Return the user of the token."""
    return _user(gitlab.get("/user"))


def read_version(gitlab: Connection) -> str:
    """Return the server's version, such as `17.11.2-ee` (docs.gitlab.com/api/version)."""
    return str(gitlab.get("/version")["version"])


def find_user(gitlab: Connection, username: str) -> UserRecord | None:
    """Find a user by their exact username."""
    for found in gitlab.list("/users", username=username):
        if found["username"].casefold() == username.casefold():
            return _user(found)
    return None


def _user(found: Json) -> UserRecord:
    return UserRecord(found["id"], found["username"], found.get("state", "active") == "active")


def list_group_labels(gitlab: Connection, group: str) -> frozenset[str]:
    """List the names of a group's labels, including its ancestors'."""
    return frozenset(label["name"] for label in gitlab.list(f"/groups/{encoded(group)}/labels"))


def find_group_label(gitlab: Connection, group: str, name: str) -> int | None:
    """Return the id of a group's label, or of an ancestor's; None if there is none."""
    listed = gitlab.list(f"/groups/{encoded(group)}/labels", search=name)
    return next((int(label["id"]) for label in listed if label["name"] == name), None)


def find_project_label(gitlab: Connection, project: str, name: str) -> str | None:
    """Find a label that a project can use, ignoring case, as it is spelled; None if there is none.

    docs.gitlab.com/api/labels: the labels of a project's groups are included.
    """
    found = gitlab.list(f"/projects/{encoded(project)}/labels", search=name)
    named = [label["name"] for label in found if label["name"].casefold() == name.casefold()]
    return next(iter(sorted(named, key=lambda label: label != name)), None)


def ensure_group_labels(gitlab: Connection, group: str, names: Iterable[str]) -> None:
    """Create the labels that the group lacks."""
    known = {name.casefold() for name in list_group_labels(gitlab, group)}
    for name in names:
        if name.casefold() not in known:
            _create_group_label(gitlab, group, name)


def _create_group_label(gitlab: Connection, group: str, name: str) -> None:
    """Create a label, unless somebody else has just created it."""
    try:
        gitlab.post(f"/groups/{encoded(group)}/labels", name=name, color=LABEL_COLOUR)
    except RefusedError as error:
        if error.status != CONFLICT:
            raise
