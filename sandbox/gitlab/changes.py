"""Changes that an owner or an administrator makes: archive, rename, transfer, end a membership."""

from urllib.parse import unquote

from sandbox.gitlab.records import DEVELOPER, User
from sandbox.gitlab.state import GitLabState


def archive_project(state: GitLabState, path: str, *, archived: bool = True) -> None:
    """Archive a project, or undo that.

    Raises:
        KeyError: there is no such project.
    """
    project = state.find_project(path)
    if project is None:
        raise KeyError(path)
    with state.lock:
        project.archived = archived
    state.changed()


def move_project(state: GitLabState, path: str, to: str) -> None:
    """Rename or transfer a project; its old path redirects reads to the new one.

    Raises:
        KeyError: there is no such project, or no group to move it to.
    """
    parent, _, name = unquote(to).rpartition("/")
    project, group = state.find_project(path), state.find_group(parent)
    if project is None or group is None:
        raise KeyError(path if project is None else parent)
    with state.lock:
        state.moved_projects[project.full_path.casefold()] = project.id
        project.group, project.path, project.name = group, name, name
        state.moved_projects.pop(project.full_path.casefold(), None)
    state.changed()


def end_membership(state: GitLabState, username: str) -> None:
    """Make all groups and projects private, and remove a user from them.

    Raises:
        KeyError: there is no such user.
    """
    user = _get_user(state, username)
    with state.lock:
        for group in state.groups.values():
            group.visibility = "private"
            group.members.pop(user.id, None)
        for project in state.projects.values():
            project.visibility = "private"
            project.levels.pop(user.id, None)
    state.changed()


def start_membership(state: GitLabState, username: str) -> None:
    """Invite a user to all top-level groups as a developer.

    Raises:
        KeyError: there is no such user.
    """
    user = _get_user(state, username)
    with state.lock:
        for group in state.groups.values():
            if group.parent is None:
                group.members[user.id] = DEVELOPER
    state.changed()


def _get_user(state: GitLabState, username: str) -> User:
    user = state.find_user(username)
    if user is None:
        raise KeyError(username)
    return user
