"""References in a text: ``#7``, ``group/project#7``, web addresses, and ``Closes #7``.

Source: docs.gitlab.com/user/project/issues/managing_issues, default closing pattern.
"""

import re

from sandbox.gitlab.records import Epic, Group, Issue, Project
from sandbox.gitlab.state import GitLabState

_PATH = r"[A-Za-z0-9_.][A-Za-z0-9_./-]*"
_ONE = rf"(?:(?P<path>{_PATH})?#(?P<iid>\d+)|https?://[^\s/]+/(?P<upath>{_PATH}?)/-/(?:issues|work_items)/(?P<uiid>\d+))"
_REFERENCE = re.compile(_ONE)
_CLOSING = re.compile(
    r"\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?)"
    r":?\s+(?P<list>\S+(?:(?:,?\s+and\s+|,\s*|\s+)(?:[\w./-]*#\d+|https?://\S+))*)",
    re.IGNORECASE,
)
_EPIC = re.compile(
    rf"(?:(?P<path>{_PATH})?&(?P<iid>\d+)|https?://[^\s/]+/groups/(?P<upath>{_PATH}?)/-/epics/(?P<uiid>\d+))"
)


def find_issues(state: GitLabState, text: str, home: Project) -> list[Issue]:
    """Find the issues that a text mentions, relative to a project; unknown ones are omitted."""
    found = []
    for match in _REFERENCE.finditer(text):
        path = match["path"] or match["upath"]
        project = home if path is None else state.find_project(path)
        if project is None and path is not None:
            project = state.find_project(f"{home.group.full_path}/{path}")
        issue = (
            None
            if project is None
            else state.find_issue(project, int(match["iid"] or match["uiid"]))
        )
        if issue is not None and issue not in found:
            found.append(issue)
    return found


def closing_issues(state: GitLabState, text: str, home: Project) -> list[Issue]:
    """Find the issues that a merge request with this description closes when merged."""
    found: list[Issue] = []
    for match in _CLOSING.finditer(text):
        found += [i for i in find_issues(state, match["list"], home) if i not in found]
    return found


def find_epic(state: GitLabState, text: str, home: Group) -> Epic | None:
    """Find the epic that a text refers to, relative to a group."""
    match = _EPIC.search(text)
    if match is None:
        return None
    path = match["path"] or match["upath"]
    group = home if path is None else state.find_group(path)
    return None if group is None else state.find_epic(group, int(match["iid"] or match["uiid"]))
