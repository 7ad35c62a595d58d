"""The pages: which template shows what."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from sandbox.gitlab.access import can_see, see_group, see_issue, see_project
from sandbox.gitlab.errors import not_found
from sandbox.gitlab.git import changed_paths, merge_base
from sandbox.gitlab.merging import closed_by_requests, merge_status, related_requests
from sandbox.gitlab.page.bumping import branch_name, wanted_version
from sandbox.gitlab.page.screen import WORKFLOW, Screen, hue, initials
from sandbox.gitlab.records import Board, Epic, Group, Issue, Label, MergeRequest, Project
from sandbox.gitlab.references import closing_issues

Context = dict[str, Any]
STATUS_WORDS = {
    "mergeable": "Ready to merge",
    "ci_still_running": "The pipeline is still running",
    "ci_must_pass": "The pipeline must succeed",
    "draft_status": "Drafts cannot be merged",
    "conflict": "There are merge conflicts",
    "not_open": "This merge request is not open",
}


@dataclass(frozen=True)
class Shown:
    """A template and what it is given."""

    template: str
    context: Context


def environment() -> Environment:
    """Make the template environment; everything is escaped."""
    made = Environment(
        loader=PackageLoader("sandbox.gitlab.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(initials=initials, hue=hue)
    made.globals.update(is_epic=lambda item: isinstance(item, Epic))
    return made


def group_page(screen: Screen, path: str) -> Shown:
    """Show a group: its open epics, what is blocked, its projects."""
    group = see_group(screen.state, screen.user, path)
    inside = [i for i in screen.issues() if group in i.project.group.line()]
    return Shown(
        "group.html",
        {
            "title": group.name,
            "group": group,
            "epics": _epics(screen, group),
            "blocked": [i for i in inside if i.state == "opened" and _is_blocked(screen, i)],
            "recent": inside[:8],
            "projects": _projects(screen, group),
        },
    )


def _is_blocked(screen: Screen, issue: Issue) -> bool:
    label = screen.workflow(issue)
    named = label is not None and label.name.casefold() == f"{WORKFLOW}::blocked"
    return (
        named or (screen.has_status() and issue.status == "Blocked") or bool(screen.blockers(issue))
    )


def _epics(screen: Screen, group: Group) -> list[Epic]:
    if not screen.state.features.premium:
        return []
    found = [epic for epic in screen.state.epics.values() if group in epic.group.line()]
    return sorted(found, key=lambda epic: (epic.state != "opened", -epic.id))


def _projects(screen: Screen, group: Group) -> list[Project]:
    found = screen.state.projects_under(group)
    seen = [project for project in found if can_see(screen.user, project)]
    return sorted(seen, key=lambda project: project.full_path)


def epics_page(screen: Screen, path: str) -> Shown:
    """List a group's epics."""
    group = see_group(screen.state, screen.user, path)
    context = {"title": "Epics", "group": group, "epics": _epics(screen, group)}
    return Shown("epics.html", context)


def epic_page(screen: Screen, path: str, iid: int) -> Shown:
    """Show an epic with its issues."""
    group = see_group(screen.state, screen.user, path)
    epic = screen.state.find_epic(group, iid) if screen.state.features.premium else None
    if epic is None:
        raise not_found("Epic")
    children = screen.children(epic)
    return Shown(
        "epic.html",
        {
            "title": f"{epic.title} (&{epic.iid})",
            "epic": epic,
            "children": children,
            "closed": sum(issue.state == "closed" for issue in children),
            "blocked": [i for i in children if i.state == "opened" and _is_blocked(screen, i)],
        },
    )


def board_page(screen: Screen, board: Board, only: str) -> Shown:
    """Show a board by workflow label; ``only`` keeps the issues with one other label."""
    issues = [
        i
        for i in screen.issues()
        if board.group in i.project.group.line()
        and (not only or only in {label.name for label in i.labels})
    ]
    listed = [label for _id, label in board.lists]
    opened = [i for i in issues if i.state == "opened"]
    columns: list[tuple[str, Label | None, list[Issue]]] = [
        ("Open", None, [i for i in opened if not set(listed) & set(i.labels)])
    ]
    columns += [(label.name, label, [i for i in opened if label in i.labels]) for label in listed]
    return Shown(
        "board.html",
        {
            "title": board.name,
            "board": board,
            "columns": columns,
            "closed": [i for i in issues if i.state == "closed"],
            "only": only,
            "filters": _campaign_labels(screen, listed),
        },
    )


def _campaign_labels(screen: Screen, listed: Sequence[Label]) -> list[str]:
    names = {label.name for issue in screen.issues() for label in issue.labels}
    return sorted(names - {label.name for label in listed})


def issues_page(screen: Screen, owner: Group | Project, state: str, search: str) -> Shown:
    """List the issues of a group or project."""
    inside = [i for i in screen.issues() if _belongs(i.project, owner)]
    words = search.casefold()
    found = [
        i
        for i in inside
        if state in ("all", i.state)
        and (words in i.title.casefold() or words in i.reference.casefold())
    ]
    counts = {name: sum(i.state == name for i in inside) for name in ("opened", "closed")}
    return Shown(
        "issues.html",
        {
            "title": "Issues",
            "owner": owner,
            "issues": found,
            "chosen": state,
            "search": search,
            "counts": counts | {"all": len(inside)},
        },
    )


def _belongs(project: Project, owner: Group | Project) -> bool:
    return project is owner if isinstance(owner, Project) else owner in project.group.line()


def requests_page(screen: Screen, owner: Group | Project) -> Shown:
    """List the merge requests of a group or project."""
    found = [m for m in screen.state.merge_requests.values() if _belongs(m.project, owner)]
    context = {
        "title": "Merge requests",
        "owner": owner,
        "requests": sorted(screen.requests(found), key=lambda m: (m.state != "opened", -m.id)),
    }
    return Shown("requests.html", context)


def issue_page(screen: Screen, project: Project, iid: int) -> Shown:
    """Show an issue and everything one can do to it."""
    issue = see_issue(screen.state, screen.user, project, iid)
    closing = screen.requests(closed_by_requests(screen.state, issue))
    related = screen.requests(related_requests(screen.state, issue))
    return Shown(
        "issue.html",
        {
            "title": f"{issue.title} (#{issue.iid})",
            "issue": issue,
            "closing": closing,
            "related": [request for request in related if request not in closing],
            "version": wanted_version(issue.title) or "",
            "branch": branch_name(issue),
            "labels": _labels(screen, issue),
        },
    )


def _labels(screen: Screen, issue: Issue) -> list[Label]:
    owners = (issue.project, *issue.project.group.line())
    usable = [
        label
        for label in screen.state.labels.values()
        if label.owner in owners and label.scope != WORKFLOW and label not in issue.labels
    ]
    return sorted(usable, key=lambda label: label.name.casefold())


def request_page(screen: Screen, project: Project, iid: int) -> Shown:
    """Show a merge request: what it changes, its pipeline, and whether it can be merged."""
    request = screen.state.find_merge_request(project, iid)
    if request is None:
        raise not_found()
    status = merge_status(request)
    return Shown(
        "request.html",
        {
            "title": f"{request.title} (!{request.iid})",
            "request": request,
            "status": status,
            "status_words": STATUS_WORDS.get(status, status),
            "closes": closing_issues(screen.state, request.description, project),
            "diffs": _diffs(request),
        },
    )


def _diffs(request: MergeRequest) -> list[tuple[str, list[str]]]:
    repository = request.project.repository
    head = repository.commits.get(request.sha)
    target = repository.branches[request.target_branch]
    base = None if head is None else merge_base(target, head)
    if head is None:
        return []
    if base is head and head.parents:
        base = head.parents[0]
    before = {} if base is None else base.files
    return [
        (path, _diff(before.get(path, b""), head.files.get(path, b"")))
        for path in changed_paths(head, base)
    ]


def _diff(before: bytes, after: bytes) -> list[str]:
    old, new = (text.decode("utf-8", "replace").splitlines() for text in (before, after))
    return list(difflib.unified_diff(old, new, lineterm="", n=2))[2:]


def project_page(screen: Screen, project: Project, ref: str = "") -> Shown:
    """Show a project: its files, and what is going on in it."""
    repository = project.repository
    chosen = ref or repository.default_branch
    commit = repository.resolve(chosen)
    if commit is None:
        raise not_found("Commit")
    issues = [i for i in screen.issues() if i.project is project and i.state == "opened"]
    requests = [m for m in screen.state.merge_requests.values() if m.project is project]
    return Shown(
        "project.html",
        {
            "title": project.name,
            "project": project,
            "commit": commit,
            "ref": chosen,
            "files": sorted(commit.files),
            "branches": sorted(repository.branches),
            "issues": issues[:8],
            "requests": [m for m in requests if m.state == "opened"],
        },
    )


def file_page(project: Project, ref: str, path: str) -> Shown:
    """Show one file."""
    commit = project.repository.resolve(ref)
    if commit is None or path not in commit.files:
        raise not_found("File")
    text = commit.files[path].decode("utf-8", "replace")
    context: Context = {"title": path, "project": project, "ref": ref, "file": path}
    return Shown("file.html", context | {"text": text})


def user_page(screen: Screen, username: str) -> Shown:
    """Show a person and what they are assigned to."""
    user = screen.state.find_user(username)
    if user is None:
        raise not_found("User")
    assigned = [i for i in screen.issues() if user in i.assignees and i.state == "opened"]
    return Shown("user.html", {"title": user.name, "who": user, "issues": assigned})


def find_owner(screen: Screen, path: str, *, group: bool) -> Group | Project:
    """Get the group or project that an address names."""
    if group:
        return see_group(screen.state, screen.user, path)
    return see_project(screen.state, screen.user, path)
