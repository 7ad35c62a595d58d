"""Permissions: membership inherited from groups, and the assistant's restrictions.

Sources: docs.gitlab.com/user/permissions.
"""

from sandbox.gitlab.errors import forbidden, not_found
from sandbox.gitlab.records import (
    DEVELOPER,
    GUEST,
    NO_ACCESS,
    REPORTER,
    By,
    Group,
    Issue,
    Project,
    User,
)
from sandbox.gitlab.state import GitLabState

ASSISTANT = "runtime-upgrade-bot"


def group_level(user: User, group: Group) -> int:
    """Return a user's access level in a group, inherited from its parents."""
    return max(g.members.get(user.id, NO_ACCESS) for g in group.line())


def project_level(user: User, project: Project) -> int:
    """Return a user's access level in a project."""
    if user.id in project.levels:
        return project.levels[user.id]
    return group_level(user, project.group)


def can_see(user: User, project: Project) -> bool:
    """Return whether a user can see a project."""
    return project.visibility == "public" or project_level(user, project) >= GUEST


def can_see_issue(user: User, issue: Issue) -> bool:
    """Return whether a user can see an issue; confidential ones require Reporter or authorship."""
    if not can_see(user, issue.project):
        return False
    insider = project_level(user, issue.project) >= REPORTER
    return not issue.confidential or insider or user in (issue.author, *issue.assignees)


def see_project(state: GitLabState, user: User, reference: str) -> Project:
    """Return a project, or refuse with 404 if it is hidden."""
    project = state.find_project(reference)
    if project is None or not can_see(user, project):
        raise not_found("Project")
    return project


def see_group(state: GitLabState, user: User, reference: str) -> Group:
    """Return a group, or refuse with 404."""
    group = state.find_group(reference)
    if group is None or (group.visibility != "public" and not group_level(user, group)):
        raise not_found("Group")
    return group


def see_issue(state: GitLabState, user: User, project: Project, iid: int) -> Issue:
    """Return an issue, or refuse with 404 if it is hidden."""
    issue = state.find_issue(project, iid)
    if issue is None or not can_see_issue(user, issue):
        raise not_found()
    return issue


def may_write(state: GitLabState, user: User, project: Project) -> bool:
    """Return whether a user has any write access to a project."""
    is_read_only = user.username == ASSISTANT and (
        project.full_path in state.features.read_only_projects
    )
    return not (is_read_only or project.archived)


def require_write(state: GitLabState, by: By, project: Project, level: int = GUEST) -> None:
    """Refuse with 403 unless the user has write access to the project at this access level.

    Any signed-in user may create and comment on issues in a public project.
    """
    open_to_all = level <= GUEST and project.visibility == "public"
    if not may_write(state, by.user, project):
        raise forbidden()
    if not open_to_all and project_level(by.user, project) < level:
        raise forbidden()


def may_edit(by: By, issue: Issue) -> bool:
    """Return whether a user may edit an issue, as reporters, its author and its assignees may."""
    insider = project_level(by.user, issue.project) >= REPORTER
    return insider or by.user in (issue.author, *issue.assignees)


def may_push(by: By, project: Project) -> bool:
    """Return whether a user may push to branches that are not protected."""
    return project_level(by.user, project) >= DEVELOPER
