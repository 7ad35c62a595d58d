"""Pages of one object: an epic, an issue, a merge request, a project, a file."""

import difflib

from sandbox.gitlab.access import see_group, see_issue
from sandbox.gitlab.errors import not_found
from sandbox.gitlab.git import changed_paths, merge_base
from sandbox.gitlab.merging import closed_by_requests, merge_status, related_requests
from sandbox.gitlab.page.bumping import branch_name, wanted_version
from sandbox.gitlab.page.content import Context, PageContent
from sandbox.gitlab.page.screen import WORKFLOW, Screen
from sandbox.gitlab.records import Issue, Label, MergeRequest, Project
from sandbox.gitlab.references import closing_issues

STATUS_WORDS = {
    "mergeable": "Ready to merge",
    "ci_still_running": "The pipeline is still running",
    "ci_must_pass": "The pipeline must succeed",
    "draft_status": "The merge request is still a draft; mark it as ready first",
    "conflict": "The merge request has conflicts",
    "not_open": "This merge request is not open",
}


def epic_page(screen: Screen, path: str, iid: int) -> PageContent:
    """Show an epic with its issues."""
    group = see_group(screen.state, screen.user, path)
    epic = screen.state.find_epic(group, iid) if screen.state.features.premium else None
    if epic is None:
        raise not_found("Epic")
    children = screen.children(epic)
    return PageContent(
        "epic.html",
        {
            "title": f"{epic.title} (&{epic.iid})",
            "epic": epic,
            "children": children,
            "closed": sum(issue.state == "closed" for issue in children),
            "blocked": [i for i in children if i.state == "opened" and screen.is_blocked(i)],
        },
    )


def issue_page(screen: Screen, project: Project, iid: int) -> PageContent:
    """Show an issue and every action on it."""
    issue = see_issue(screen.state, screen.user, project, iid)
    closing = screen.requests(closed_by_requests(screen.state, issue))
    related = screen.requests(related_requests(screen.state, issue))
    return PageContent(
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


def request_page(screen: Screen, project: Project, iid: int) -> PageContent:
    """Show a merge request: its changes, its pipeline, and whether it can be merged."""
    request = screen.state.find_merge_request(project, iid)
    if request is None:
        raise not_found()
    status = merge_status(request)
    return PageContent(
        "request.html",
        {
            "title": f"{request.title} (!{request.iid})",
            "request": request,
            "mergeable": status == "mergeable",
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


def project_page(screen: Screen, project: Project, ref: str = "") -> PageContent:
    """Show a project: its files, and its issues and merge requests."""
    repository = project.repository
    chosen = ref or repository.default_branch
    commit = repository.resolve(chosen)
    if commit is None:
        raise not_found("Commit")
    issues = [i for i in screen.issues() if i.project is project and i.state == "opened"]
    requests = [m for m in screen.state.merge_requests.values() if m.project is project]
    return PageContent(
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


def file_page(project: Project, ref: str, path: str) -> PageContent:
    """Show one file."""
    commit = project.repository.resolve(ref)
    if commit is None or path not in commit.files:
        raise not_found("File")
    text = commit.files[path].decode("utf-8", "replace")
    context: Context = {"title": path, "project": project, "ref": ref, "file": path}
    return PageContent("file.html", context | {"text": text})
