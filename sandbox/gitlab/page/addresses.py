"""Page addresses of items and of the references in a text."""

from sandbox.gitlab.page.markdown import Resolve
from sandbox.gitlab.records import Epic, Group, Issue, MergeRequest, Project
from sandbox.gitlab.references import find_epic, find_issues
from sandbox.gitlab.shapes.basics import epic_url, issue_url, merge_request_url
from sandbox.gitlab.state import GitLabState

Item = Issue | Epic | MergeRequest


def address_of(item: Item) -> str:
    """Return an item's path on this server."""
    if isinstance(item, Issue):
        return issue_url("", item)
    return epic_url("", item) if isinstance(item, Epic) else merge_request_url("", item)


def resolver(state: GitLabState, home: Project | Group) -> Resolve:
    """Return a resolver of references, relative to a project or group."""

    def resolve(kind: str, text: str) -> str | None:
        if kind == "user":
            return f"/{text[1:]}" if state.find_user(text[1:]) else None
        item = _found(state, home, kind, text)
        return None if item is None else address_of(item)

    return resolve


def _found(state: GitLabState, home: Project | Group, kind: str, text: str) -> Item | None:
    group = home if isinstance(home, Group) else home.group
    if kind == "epic":
        return find_epic(state, text, group)
    path, _, number = text.rpartition("!" if kind == "request" else "#")
    project = state.find_project(path) if path else home
    if not isinstance(project, Project):
        return None
    if kind == "request":
        return state.find_merge_request(project, int(number))
    return next(iter(find_issues(state, f"{project.full_path}#{number}", project)), None)
