"""Issues (api/issues)."""

from sandbox.gitlab.access import may_edit, may_write, project_level, require_write, see_issue
from sandbox.gitlab.errors import RefusalError, forbidden, invalid, not_found, refused
from sandbox.gitlab.merging import closed_by_requests, related_requests
from sandbox.gitlab.records import MAINTAINER, OWNER, REPORTER, Issue, Project, User
from sandbox.gitlab.rest.groups import group_of
from sandbox.gitlab.rest.issue_lists import selected
from sandbox.gitlab.rest.paging import paged
from sandbox.gitlab.rest.params import (
    boolean,
    choice,
    day,
    has,
    integer,
    integers,
    need_one_of,
    needed_integer,
    needed_text,
    path_integer,
    text,
    words,
)
from sandbox.gitlab.rest.projects import project_of
from sandbox.gitlab.rest.routing import Answer, Call, Route
from sandbox.gitlab.shapes.code import merge_request_shape
from sandbox.gitlab.shapes.issues import issue_shape, label_event_shape
from sandbox.gitlab.work_items.issues import (
    NewIssue,
    assign,
    close,
    create_issue,
    move_issue,
    reopen,
)
from sandbox.gitlab.work_items.labelling import remove_labels, set_labels, usable_labels
from sandbox.gitlab.work_items.quick_actions import carry_out

MAX_TITLE = 255
MAX_DESCRIPTION = 1_048_576
EDITABLE = (
    "title",
    "description",
    "labels",
    "add_labels",
    "remove_labels",
    "assignee_id",
    "assignee_ids",
    "state_event",
    "due_date",
    "weight",
    "confidential",
    "issue_type",
    "updated_at",
    "milestone_id",
    "discussion_locked",
    "epic_id",
    "epic_iid",
)


def issue_of(call: Call) -> Issue:
    """Return the issue in the URL."""
    project = project_of(call)
    return see_issue(call.state, call.user, project, path_integer(call, "issue_iid"))


def _shape(call: Call, issue: Issue) -> dict[str, object]:
    return issue_shape(call.state, call.base, issue)


def list_all_issues(call: Call) -> Answer:
    """List issues across projects: those that the caller created, unless ``scope`` is set."""
    return _listed(call, list(call.state.issues.values()), scope="created_by_me")


def list_group_issues(call: Call) -> Answer:
    """List the issues of a group and its subgroups."""
    projects = call.state.projects_under(group_of(call))
    return _listed(call, [i for i in call.state.issues.values() if i.project in projects])


def list_project_issues(call: Call) -> Answer:
    """List a project's issues."""
    project = project_of(call)
    return _listed(call, [i for i in call.state.issues.values() if i.project is project])


def _listed(call: Call, issues: list[Issue], *, scope: str = "all") -> Answer:
    details = boolean(call, "with_labels_details")
    return paged(
        call,
        selected(call, issues, scope=scope),
        lambda issue: issue_shape(call.state, call.base, issue, details=details),
    )


def show_issue(call: Call) -> Answer:
    """Show one issue."""
    return Answer(_shape(call, issue_of(call)) | {"subscribed": False})


def create_project_issue(call: Call) -> Answer:
    """Create an issue and apply the quick actions in its description."""
    project = project_of(call)
    require_write(call.state, call.by, project)
    _require_enabled(call)
    new = NewIssue(
        title=_title(needed_text(call, "title")),
        description=_description(text(call, "description") or ""),
        labels=words(call, "labels"),
        assignees=_assignees(call),
        due_on=day(call, "due_date"),
        weight=integer(call, "weight"),
        confidential=boolean(call, "confidential"),
        kind=choice(call, "issue_type", ("issue", "incident", "test_case", "task"), "issue"),
        iid=_own_iid(call, project),
    )
    issue = create_issue(call.state, project, new, call.by)
    issue.description = carry_out(call.state, issue, issue.description, call.by).text
    return Answer(_shape(call, issue) | {"subscribed": True}, 201)


def _require_enabled(call: Call) -> None:
    """Refuse an issue where the type is disabled, unless GitLab falls back to it."""
    features = call.state.features
    if "Issue" in features.disabled_types and features.enforce_types:
        why = "Issue is disabled or archived for this project or group."
        raise RefusalError(400, {"message": {"work_item_type": [why]}})


def _own_iid(call: Call, project: Project) -> int | None:
    """Read the requested iid, which only maintainers may choose."""
    iid = integer(call, "iid")
    if iid is None or project_level(call.user, project) < MAINTAINER:
        return None
    if call.state.find_issue(project, iid) is not None:
        raise refused(409, "Duplicated issue")
    return iid


def update_issue(call: Call) -> Answer:
    """Update an issue."""
    issue = issue_of(call)
    if not may_write(call.state, call.user, issue.project) or not may_edit(call.by, issue):
        raise forbidden()
    need_one_of(call, EDITABLE)
    _change_text(call, issue)
    if project_level(call.user, issue.project) >= REPORTER:
        _change_labels(call, issue)
        _change_people(call, issue)
    _change_state(call, issue)
    issue.updated_at = call.now
    return Answer(_shape(call, issue) | {"subscribed": True})


def _change_text(call: Call, issue: Issue) -> None:
    if has(call, "title"):
        issue.title = _title(needed_text(call, "title"))
    if has(call, "description"):
        issue.description = _description(text(call, "description") or "")
    if has(call, "confidential"):
        issue.confidential = boolean(call, "confidential")


def _change_labels(call: Call, issue: Issue) -> None:
    state, by, project = call.state, call.by, issue.project
    if has(call, "labels"):
        set_labels(
            state, issue, usable_labels(state, call.user, project, words(call, "labels")), by
        )
    if has(call, "add_labels"):
        added = usable_labels(state, call.user, project, words(call, "add_labels"))
        set_labels(state, issue, added, by, keep=True)
    if has(call, "remove_labels"):
        remove_labels(state, issue, words(call, "remove_labels"), by)


def _change_people(call: Call, issue: Issue) -> None:
    if has(call, "assignee_ids") or has(call, "assignee_id"):
        assign(call.state, issue, _assignees(call), call.by)
    if has(call, "due_date"):
        issue.due_on = day(call, "due_date")
    if has(call, "weight"):
        issue.weight = integer(call, "weight")


def _change_state(call: Call, issue: Issue) -> None:
    event = text(call, "state_event")
    if event is None:
        return
    choice(call, "state_event", ("close", "reopen"), "close")
    (close if event == "close" else reopen)(call.state, issue, call.by)


def delete_issue(call: Call) -> Answer:
    """Delete an issue (owners only)."""
    issue = issue_of(call)
    if project_level(call.user, issue.project) < OWNER:
        raise forbidden()
    call.state.drop_issue(issue)
    return Answer(status=204)


def move_project_issue(call: Call) -> Answer:
    """Move an issue to another project."""
    issue = issue_of(call)
    target = call.state.projects.get(needed_integer(call, "to_project_id"))
    if target is None:
        raise not_found("Project")
    if target is issue.project:
        raise refused(400, "Cannot move issue to project it originates from!")
    require_write(call.state, call.by, target, REPORTER)
    if project_level(call.user, issue.project) < REPORTER:
        raise refused(400, "Cannot move issue due to insufficient permissions!")
    return Answer(_shape(call, move_issue(call.state, issue, target, call.by)), 201)


def list_label_events(call: Call) -> Answer:
    """List when labels were added to and removed from an issue (api/resource_label_events)."""
    issue = issue_of(call)
    return paged(
        call,
        issue.label_events,
        lambda event: label_event_shape(call.base, event, "Issue", issue.id),
    )


def list_related(call: Call) -> Answer:
    """List the merge requests that mention the issue."""
    requests = related_requests(call.state, issue_of(call))
    return paged(call, requests, lambda request: merge_request_shape(call.base, request))


def list_closed_by(call: Call) -> Answer:
    """List the merge requests that close the issue when merged."""
    requests = closed_by_requests(call.state, issue_of(call))
    return paged(call, requests, lambda request: merge_request_shape(call.base, request))


def _title(title: str) -> str:
    if len(title) > MAX_TITLE:
        raise invalid("title", f"is too long (maximum is {MAX_TITLE} characters)")
    return title


def _description(description: str) -> str:
    if len(description) > MAX_DESCRIPTION:
        raise invalid("description", f"is too long (maximum is {MAX_DESCRIPTION} characters)")
    return description


def _assignees(call: Call) -> tuple[User, ...]:
    """Read assignees by id; unknown ids and 0 are ignored, as in GitLab."""
    ids = integers(call, "assignee_ids") or integers(call, "assignee_id")
    return tuple(user for number in ids if (user := call.state.users.get(number)) is not None)


_ONE = "/projects/:id/issues/:issue_iid"
ROUTES = (
    Route("GET", "/issues", list_all_issues),
    Route("GET", "/groups/:id/issues", list_group_issues),
    Route("GET", "/projects/:id/issues", list_project_issues),
    Route("POST", "/projects/:id/issues", create_project_issue),
    Route("GET", _ONE, show_issue),
    Route("PUT", _ONE, update_issue),
    Route("DELETE", _ONE, delete_issue),
    Route("POST", f"{_ONE}/move", move_project_issue),
    Route("GET", f"{_ONE}/resource_label_events", list_label_events),
    Route("GET", f"{_ONE}/related_merge_requests", list_related),
    Route("GET", f"{_ONE}/closed_by", list_closed_by),
)
