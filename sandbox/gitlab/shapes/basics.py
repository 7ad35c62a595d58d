"""Dates, URLs, users, groups, projects and labels (api/users, groups, projects, labels)."""

from datetime import date, datetime
from typing import Any

from sandbox.gitlab.access import group_level, project_level
from sandbox.gitlab.records import NO_ACCESS, Epic, Group, Issue, Label, MergeRequest, Project, User
from sandbox.gitlab.state import GitLabState

Json = dict[str, Any]


def moment(value: datetime | None) -> str | None:
    """Format a time as GitLab does: ``2023-03-30T09:30:00.000Z``."""
    if value is None:
        return None
    return f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03d}Z"


def day(value: date | None) -> str | None:
    """Format a date."""
    return None if value is None else value.isoformat()


def project_url(base: str, project: Project) -> str:
    """Return a project's web URL."""
    return f"{base}/{project.full_path}"


def group_url(base: str, group: Group) -> str:
    """Return a group's web URL."""
    return f"{base}/groups/{group.full_path}"


def issue_url(base: str, issue: Issue) -> str:
    """Return an issue's web URL."""
    return f"{base}/{issue.project.full_path}/-/issues/{issue.iid}"


def epic_url(base: str, epic: Epic) -> str:
    """Return an epic's web URL."""
    return f"{group_url(base, epic.group)}/-/epics/{epic.iid}"


def merge_request_url(base: str, request: MergeRequest) -> str:
    """Return a merge request's web URL."""
    return f"{base}/{request.project.full_path}/-/merge_requests/{request.iid}"


def user_brief(base: str, user: User) -> Json:
    """Build the JSON of a user embedded in another record."""
    return {
        "id": user.id,
        "username": user.username,
        "public_email": "",
        "name": user.name,
        "state": user.state,
        "locked": False,
        "avatar_url": None,
        "web_url": f"{base}/{user.username}",
    }


def user_full(base: str, user: User) -> Json:
    """Build the JSON of a user in ``GET /users/:id``."""
    return user_brief(base, user) | {
        "created_at": moment(user.created_at),
        "bio": "",
        "location": "",
        "website_url": "",
        "organization": "",
        "job_title": "",
        "pronouns": None,
        "bot": user.bot,
        "work_information": None,
        "followers": 0,
        "following": 0,
        "is_followed": False,
        "local_time": None,
    }


def user_self(base: str, user: User) -> Json:
    """Build the JSON of the caller in ``GET /user``."""
    return user_full(base, user) | {
        "email": user.email,
        "commit_email": user.email,
        "last_sign_in_at": None,
        "confirmed_at": moment(user.created_at),
        "last_activity_on": None,
        "theme_id": 1,
        "color_scheme_id": 1,
        "projects_limit": 100000,
        "current_sign_in_at": None,
        "identities": [],
        "can_create_group": False,
        "can_create_project": False,
        "two_factor_enabled": True,
        "external": False,
        "private_profile": False,
        "shared_runners_minutes_limit": None,
    }


def member(base: str, user: User, level: int, since: datetime) -> Json:
    """Build the JSON of a member of a group or project (api/members)."""
    return user_brief(base, user) | {
        "access_level": level,
        "created_at": moment(since),
        "expires_at": None,
        "membership_state": "active",
    }


def group_shape(base: str, group: Group) -> Json:
    """Build the JSON of a group."""
    return {
        "id": group.id,
        "web_url": group_url(base, group),
        "name": group.name,
        "path": group.path,
        "description": group.description,
        "visibility": group.visibility,
        "full_name": group.full_name,
        "full_path": group.full_path,
        "parent_id": None if group.parent is None else group.parent.id,
        "created_at": moment(group.created_at),
        "avatar_url": None,
        "request_access_enabled": True,
        "share_with_group_lock": False,
        "require_two_factor_authentication": False,
        "project_creation_level": "developer",
        "subgroup_creation_level": "maintainer",
        "default_branch": None,
        "lfs_enabled": True,
        "archived": False,
    }


def _namespace(base: str, group: Group) -> Json:
    return {
        "id": group.id,
        "name": group.name,
        "path": group.path,
        "kind": "group",
        "full_path": group.full_path,
        "parent_id": None if group.parent is None else group.parent.id,
        "avatar_url": None,
        "web_url": group_url(base, group),
    }


def project_shape(state: GitLabState, base: str, project: Project, viewer: User) -> Json:
    """Build the JSON of a project, with the viewer's access under ``permissions``."""
    api = f"{base}/api/v4/projects/{project.id}"
    return {
        "id": project.id,
        "description": project.description,
        "name": project.name,
        "name_with_namespace": f"{project.group.full_name} / {project.name}",
        "path": project.path,
        "path_with_namespace": project.full_path,
        "created_at": moment(project.created_at),
        "default_branch": project.repository.default_branch,
        "tag_list": [],
        "topics": [],
        "ssh_url_to_repo": f"git@127.0.0.1:{project.full_path}.git",
        "http_url_to_repo": f"{project_url(base, project)}.git",
        "web_url": project_url(base, project),
        "readme_url": None,
        "forks_count": 0,
        "avatar_url": None,
        "star_count": 0,
        "last_activity_at": moment(project.created_at),
        "visibility": project.visibility,
        "namespace": _namespace(base, project.group),
        "_links": {
            "self": api,
            "issues": f"{api}/issues",
            "merge_requests": f"{api}/merge_requests",
            "repo_branches": f"{api}/repository/branches",
            "labels": f"{api}/labels",
            "events": f"{api}/events",
            "members": f"{api}/members",
        },
        "empty_repo": not project.repository.branches,
        "archived": project.archived,
        "owner": None,
        "issues_enabled": True,
        "merge_requests_enabled": project.merge_requests_enabled,
        "wiki_enabled": False,
        "jobs_enabled": True,
        "snippets_enabled": False,
        "issues_access_level": "enabled",
        "repository_access_level": "enabled",
        "merge_requests_access_level": (
            "enabled" if project.merge_requests_enabled else "disabled"
        ),
        "open_issues_count": sum(
            i.state == "opened" for i in state.issues.values() if i.project is project
        ),
        "only_allow_merge_if_pipeline_succeeds": True,
        "merge_method": "merge",
        "squash_option": "default_off",
        "permissions": permissions(project, viewer),
    }


def permissions(project: Project, viewer: User) -> Json:
    """Build the ``permissions`` of a project: the viewer's direct and inherited access."""
    own = project.levels.get(viewer.id)
    inherited = NO_ACCESS if own is not None else group_level(viewer, project.group)
    level = project_level(viewer, project)
    return {
        "project_access": _access(level) if own else None,
        "group_access": _access(inherited) if inherited else None,
    }


def _access(level: int) -> Json:
    return {"access_level": level, "notification_level": 3}


def label_shape(label: Label, owner: Group | Project) -> Json:
    """Build the JSON of a label in a list (api/labels, api/group_labels)."""
    shape: Json = {
        "id": label.id,
        "name": label.name,
        "description": label.description,
        "description_html": label.description or "",
        "text_color": label.text_color,
        "color": label.color,
        "archived": False,
        "subscribed": False,
    }
    if isinstance(owner, Project):
        shape |= {"priority": None, "is_project_label": isinstance(label.owner, Project)}
    return shape


def label_detail(label: Label) -> Json:
    """Build the JSON of a label inside an issue with ``with_labels_details``."""
    return {
        "id": label.id,
        "name": label.name,
        "color": label.color,
        "description": label.description,
        "description_html": label.description or "",
        "text_color": label.text_color,
    }


def label_names(labels: list[Label]) -> list[str]:
    """List label names in GitLab's order."""
    return sorted(label.name for label in labels)
