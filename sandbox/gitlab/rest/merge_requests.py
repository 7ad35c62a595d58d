"""Merge requests and their pipelines (api/merge_requests, api/pipelines)."""

from collections.abc import Callable

from sandbox.gitlab.access import can_see, may_push, may_write, project_level
from sandbox.gitlab.errors import forbidden, not_found, refused
from sandbox.gitlab.merging import (
    NewMergeRequest,
    close_merge_request,
    create_merge_request,
    merge,
    reopen_merge_request,
    retitle,
)
from sandbox.gitlab.records import DEVELOPER, MergeRequest, User
from sandbox.gitlab.references import closing_issues
from sandbox.gitlab.rest.groups import group_of
from sandbox.gitlab.rest.paging import paged
from sandbox.gitlab.rest.params import (
    boolean,
    choice,
    has,
    integers,
    need_one_of,
    needed_text,
    path_integer,
    text,
    words,
)
from sandbox.gitlab.rest.projects import project_of
from sandbox.gitlab.rest.routing import Answer, Call, Route
from sandbox.gitlab.shapes.code import job_shape, merge_request_shape, pipeline_shape
from sandbox.gitlab.shapes.issues import issue_shape
from sandbox.gitlab.work_items.labelling import remove_labels, set_labels, usable_labels

EDITABLE = (
    "title",
    "description",
    "state_event",
    "labels",
    "add_labels",
    "remove_labels",
    "assignee_id",
    "assignee_ids",
    "reviewer_ids",
    "target_branch",
    "remove_source_branch",
    "squash",
)
STATES = ("opened", "closed", "merged", "locked", "all")


def merge_request_of(call: Call) -> MergeRequest:
    """Return the merge request in the URL."""
    project = project_of(call)
    request = call.state.find_merge_request(project, path_integer(call, "merge_request_iid"))
    if request is None:
        raise not_found()
    return request


def list_project_requests(call: Call) -> Answer:
    """List a project's merge requests."""
    project = project_of(call)
    return _listed(call, [m for m in call.state.merge_requests.values() if m.project is project])


def list_group_requests(call: Call) -> Answer:
    """List the merge requests of a group and its subgroups."""
    projects = call.state.projects_under(group_of(call))
    found = [m for m in call.state.merge_requests.values() if m.project in projects]
    return _listed(call, [m for m in found if can_see(call.user, m.project)])


def _listed(call: Call, requests: list[MergeRequest]) -> Answer:
    wanted = _rule(call)
    found = sorted((m for m in requests if wanted(m)), key=lambda m: m.id, reverse=True)
    return paged(call, found, lambda request: merge_request_shape(call.base, request))


def _rule(call: Call) -> Callable[[MergeRequest], bool]:
    state = choice(call, "state", STATES, "all")
    source, target = text(call, "source_branch"), text(call, "target_branch")
    search, iids = (text(call, "search") or "").casefold(), integers(call, "iids")
    labels = set(words(call, "labels"))

    def wanted(request: MergeRequest) -> bool:
        return (
            state in ("all", request.state)
            and source in (None, request.source_branch)
            and target in (None, request.target_branch)
            and (search in request.title.casefold() or search in request.description.casefold())
            and (not iids or request.iid in iids)
            and labels <= {label.name for label in request.labels}
        )

    return wanted


def create_project_request(call: Call) -> Answer:
    """Create a merge request from a branch of the same project."""
    project = project_of(call)
    if not may_write(call.state, call.user, project) or not may_push(call.by, project):
        raise forbidden()
    if not project.merge_requests_enabled:
        raise forbidden()
    new = NewMergeRequest(
        title=needed_text(call, "title"),
        source_branch=needed_text(call, "source_branch"),
        target_branch=needed_text(call, "target_branch"),
        description=text(call, "description") or "",
        remove_source_branch=boolean(call, "remove_source_branch"),
    )
    request = create_merge_request(call.state, project, new, call.by)
    _change(call, request)
    return Answer(merge_request_shape(call.base, request), 201)


def show_request(call: Call) -> Answer:
    """Show one merge request."""
    return Answer(merge_request_shape(call.base, merge_request_of(call)) | {"subscribed": False})


def update_request(call: Call) -> Answer:
    """Update a merge request."""
    request = merge_request_of(call)
    if not may_write(call.state, call.user, request.project):
        raise forbidden()
    if request.author is not call.user and not may_push(call.by, request.project):
        raise forbidden()
    need_one_of(call, EDITABLE)
    _change(call, request)
    _change_state(call, request)
    request.updated_at = call.now
    return Answer(merge_request_shape(call.base, request))


def _change(call: Call, request: MergeRequest) -> None:
    retitle(call.state, request, text(call, "title") or request.title, call.by)
    if has(call, "description"):
        request.description = text(call, "description") or ""
    for name, keep in (("labels", False), ("add_labels", True)):
        if has(call, name):
            labels = usable_labels(call.state, call.user, request.project, words(call, name))
            set_labels(call.state, request, labels, call.by, keep=keep)
    remove_labels(call.state, request, words(call, "remove_labels"), call.by)
    if has(call, "assignee_ids") or has(call, "assignee_id"):
        request.assignees = _users(call, "assignee_ids") or _users(call, "assignee_id")
    if has(call, "reviewer_ids"):
        request.reviewers = _users(call, "reviewer_ids")


def _users(call: Call, name: str) -> list[User]:
    ids = integers(call, name)
    return [user for number in ids if (user := call.state.users.get(number)) is not None]


def _change_state(call: Call, request: MergeRequest) -> None:
    event = text(call, "state_event")
    if event is None:
        return
    choice(call, "state_event", ("close", "reopen"), "close")
    (close_merge_request if event == "close" else reopen_merge_request)(
        call.state, request, call.by
    )


def merge_request(call: Call) -> Answer:
    """Merge a merge request; ``sha``, if given, must be the branch's newest commit."""
    request = merge_request_of(call)
    if project_level(call.user, request.project) < DEVELOPER:
        raise refused(401, "401 Unauthorized")
    if not may_write(call.state, call.user, request.project):
        raise forbidden()
    sha = text(call, "sha")
    if sha is not None and sha != request.sha:
        raise refused(409, f"SHA does not match HEAD of source branch: {request.sha}")
    if boolean(call, "should_remove_source_branch"):
        request.remove_source_branch = True
    merge(call.state, request, call.by)
    return Answer(merge_request_shape(call.base, request))


def list_closes_issues(call: Call) -> Answer:
    """List the issues that the merge request closes when merged."""
    request = merge_request_of(call)
    issues = closing_issues(call.state, request.description, request.project)
    return paged(call, issues, lambda issue: issue_shape(call.state, call.base, issue))


def list_request_pipelines(call: Call) -> Answer:
    """List a merge request's pipelines, newest first."""
    pipelines = merge_request_of(call).pipelines
    return paged(call, pipelines, lambda pipeline: pipeline_shape(call.base, pipeline))


def list_project_pipelines(call: Call) -> Answer:
    """List a project's pipelines, newest first."""
    project, ref = project_of(call), text(call, "ref")
    status, sha = text(call, "status"), text(call, "sha")
    found = [
        p
        for p in call.state.pipelines.values()
        if p.project is project
        and ref in (None, p.ref)
        and status in (None, p.status)
        and sha in (None, p.sha)
    ]
    found.sort(key=lambda pipeline: -pipeline.id)
    return paged(call, found, lambda pipeline: pipeline_shape(call.base, pipeline))


def show_pipeline(call: Call) -> Answer:
    """Show one pipeline."""
    pipeline = call.state.pipelines.get(path_integer(call, "pipeline_id"))
    if pipeline is None or pipeline.project is not project_of(call):
        raise not_found()
    return Answer(pipeline_shape(call.base, pipeline))


def list_pipeline_jobs(call: Call) -> Answer:
    """List a pipeline's jobs, of which there is one, with the pipeline's status (api/jobs)."""
    pipeline = call.state.pipelines.get(path_integer(call, "pipeline_id"))
    if pipeline is None or pipeline.project is not project_of(call):
        raise not_found()
    wanted = words(call, "scope")
    jobs = [pipeline] if not wanted or pipeline.status in wanted else []
    return paged(call, jobs, lambda job: job_shape(call.base, job))


_ALL = "/projects/:id/merge_requests"
_ONE = f"{_ALL}/:merge_request_iid"
ROUTES = (
    Route("GET", _ALL, list_project_requests),
    Route("GET", "/groups/:id/merge_requests", list_group_requests),
    Route("POST", _ALL, create_project_request),
    Route("GET", _ONE, show_request),
    Route("PUT", _ONE, update_request),
    Route("PUT", f"{_ONE}/merge", merge_request),
    Route("GET", f"{_ONE}/closes_issues", list_closes_issues),
    Route("GET", f"{_ONE}/pipelines", list_request_pipelines),
    Route("GET", "/projects/:id/pipelines", list_project_pipelines),
    Route("GET", "/projects/:id/pipelines/:pipeline_id", show_pipeline),
    Route("GET", "/projects/:id/pipelines/:pipeline_id/jobs", list_pipeline_jobs),
)
