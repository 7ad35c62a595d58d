"""Merge requests (docs.gitlab.com/api/merge_requests, api/pipelines)."""

from dataclasses import dataclass

from sandbox.gitlab.errors import refused
from sandbox.gitlab.git import merge_base
from sandbox.gitlab.records import By, Issue, MergeRequest, Pipeline, Project
from sandbox.gitlab.references import closing_issues, find_issues
from sandbox.gitlab.state import GitLabState
from sandbox.gitlab.work_items.issues import close
from sandbox.gitlab.work_items.notes import add_system_note


@dataclass(frozen=True)
class NewMergeRequest:
    """The initial values of a new merge request."""

    title: str
    source_branch: str
    target_branch: str
    description: str = ""
    remove_source_branch: bool = False


def create_merge_request(
    state: GitLabState, project: Project, new: NewMergeRequest, by: By
) -> MergeRequest:
    """Open a merge request.

    Raises:
        RefusalError: 409 if one is already open for the branch, 400 if a branch is missing.
    """
    _require_branches(project, new)
    _require_no_other(state, project, new)
    project.last_merge_request_iid += 1
    request = MergeRequest(
        state.next_id("merge_request"),
        project.last_merge_request_iid,
        project,
        new.title,
        new.source_branch,
        new.target_branch,
        by.user,
        by.now,
        by.now,
        description=new.description,
        remove_source_branch=new.remove_source_branch,
    )
    state.merge_requests[request.id] = request
    request.sha = project.repository.branches[new.source_branch].id
    start_pipeline(state, request, by)
    for issue in closing_issues(state, new.description, project):
        add_system_note(state, issue, f"mentioned in merge request {request.reference}", by)
    return request


def _require_branches(project: Project, new: NewMergeRequest) -> None:
    if new.source_branch == new.target_branch:
        raise refused(409, "You can't use same project/branch for source and target")
    missing = [
        f"{end.capitalize()} branch {name!r} does not exist"
        for end, name in (("source", new.source_branch), ("target", new.target_branch))
        if name not in project.repository.branches
    ]
    if missing:
        raise refused(400, missing[0].replace("'", '"'))


def _require_no_other(state: GitLabState, project: Project, new: NewMergeRequest) -> None:
    for other in state.merge_requests.values():
        same = (other.project, other.source_branch, other.target_branch) == (
            project,
            new.source_branch,
            new.target_branch,
        )
        if same and other.state == "opened":
            raise refused(
                409,
                f"Another open merge request already exists for this source branch: !{other.iid}",
            )


def start_pipeline(
    state: GitLabState, request: MergeRequest, by: By, status: str = "running"
) -> Pipeline:
    """Start a pipeline on a merge request's branch."""
    project = request.project
    project.last_pipeline_iid += 1
    pipeline = Pipeline(
        state.next_id("pipeline"),
        project.last_pipeline_iid,
        project,
        request.source_branch,
        request.sha,
        status,
        by.user,
        by.now,
        by.now,
    )
    state.pipelines[pipeline.id] = pipeline
    request.pipelines.insert(0, pipeline)
    return pipeline


def finish_pipeline(pipeline: Pipeline, status: str, by: By) -> None:
    """Finish a pipeline as ``success`` or ``failed``."""
    pipeline.status, pipeline.updated_at = status, by.now


def refresh(state: GitLabState, project: Project, branch: str, by: By) -> None:
    """Update a branch's open merge requests to its newest commit."""
    head = project.repository.branches[branch]
    for request in state.merge_requests.values():
        open_here = request.project is project and request.state == "opened"
        if open_here and request.source_branch == branch and request.sha != head.id:
            request.sha, request.updated_at = head.id, by.now
            start_pipeline(state, request, by)


def merge_status(request: MergeRequest) -> str:
    """Return ``detailed_merge_status`` (docs.gitlab.com/api/merge_requests, merge status)."""
    if request.state != "opened":
        return "not_open"
    if request.draft:
        return "draft_status"
    if request.pipelines and request.pipelines[0].status == "failed":
        return "ci_must_pass"
    if request.pipelines and request.pipelines[0].status in ("running", "pending", "created"):
        return "ci_still_running"
    return "conflict" if has_conflicts(request) else "mergeable"


def retitle(state: GitLabState, request: MergeRequest, title: str, by: By) -> None:
    """Change the title; add a system note if that changes the draft state."""
    was_draft = request.draft
    request.title = title
    if request.draft != was_draft:
        now = "draft" if request.draft else "ready"
        add_system_note(state, request, f"marked this merge request as **{now}**", by)
        request.updated_at = by.now


def has_conflicts(request: MergeRequest) -> bool:
    """Return whether an open merge request, draft or not, currently has conflicts."""
    return request.state == "opened" and bool(_conflicting_paths(request))


def merge(state: GitLabState, request: MergeRequest, by: By) -> None:
    """Merge, and close the issues that the description says it closes.

    Raises:
        RefusalError: 405 if it cannot be merged yet, 422 on conflicts.
    """
    status = merge_status(request)
    if status == "conflict":
        raise refused(422, "Branch cannot be merged")
    if status != "mergeable":
        raise refused(405, "405 Method Not Allowed")
    _merge_branches(request, by)
    request.state, request.merged_at, request.merged_by = "merged", by.now, by.user
    request.updated_at = by.now
    add_system_note(state, request, "merged", by)
    if request.target_branch == request.project.repository.default_branch:
        for issue in closing_issues(state, request.description, request.project):
            close(state, issue, by, how=f"closed via merge request {request.reference}")


def close_merge_request(state: GitLabState, request: MergeRequest, by: By) -> None:
    """Close without merging."""
    if request.state == "opened":
        request.state, request.closed_at, request.closed_by = "closed", by.now, by.user
        request.updated_at = by.now
        add_system_note(state, request, "closed", by)


def reopen_merge_request(state: GitLabState, request: MergeRequest, by: By) -> None:
    """Reopen a closed merge request."""
    if request.state == "closed":
        request.state, request.closed_at, request.closed_by = "opened", None, None
        request.updated_at = by.now
        add_system_note(state, request, "reopened", by)


def closed_by_requests(state: GitLabState, issue: Issue) -> list[MergeRequest]:
    """List the merge requests that close an issue when merged."""
    return [
        request
        for request in state.merge_requests.values()
        if issue in closing_issues(state, request.description, request.project)
    ]


def related_requests(state: GitLabState, issue: Issue) -> list[MergeRequest]:
    """List the merge requests that mention an issue."""
    return [
        request
        for request in state.merge_requests.values()
        if issue in find_issues(state, f"{request.title}\n{request.description}", request.project)
    ]


def _conflicting_paths(request: MergeRequest) -> list[str]:
    repository = request.project.repository
    source = repository.branches.get(request.source_branch)
    target = repository.branches[request.target_branch]
    base = None if source is None else merge_base(source, target)
    if source is None or base is None:
        return ["(no common history)"]
    paths = set(source.files) | set(target.files)
    return [
        path
        for path in sorted(paths)
        if source.files.get(path) != target.files.get(path)
        and base.files.get(path) not in (source.files.get(path), target.files.get(path))
    ]


def _merge_branches(request: MergeRequest, by: By) -> None:
    repository = request.project.repository
    source = repository.branches[request.source_branch]
    target = repository.branches[request.target_branch]
    base = merge_base(source, target)
    before = {} if base is None else base.files
    files = dict(target.files)
    for path in set(before) | set(source.files):
        if source.files.get(path) == before.get(path):
            continue
        if path in source.files:
            files[path] = source.files[path]
        else:
            files.pop(path, None)
    message = (
        f"Merge branch '{request.source_branch}' into '{request.target_branch}'\n\n"
        f"{request.title}\n\nSee merge request {request.reference}"
    )
    made = repository.commit(
        request.target_branch,
        files,
        message=message,
        author=(by.user.name, by.user.email),
        now=by.now,
        parents=(target, source),
    )
    request.merge_commit_sha = made.id
    if request.remove_source_branch:
        del repository.branches[request.source_branch]
