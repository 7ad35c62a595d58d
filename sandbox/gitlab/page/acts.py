"""The actions behind the buttons and forms of a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sandbox.gitlab.access import may_edit, may_push, may_write, require_write
from sandbox.gitlab.drafts import draft_title, ready_title
from sandbox.gitlab.errors import forbidden, refused
from sandbox.gitlab.merging import (
    NewMergeRequest,
    close_merge_request,
    create_merge_request,
    finish_pipeline,
    merge,
    reopen_merge_request,
    retitle,
    start_pipeline,
)
from sandbox.gitlab.page.bumping import branch_name, commit_bump
from sandbox.gitlab.page.screen import Screen
from sandbox.gitlab.records import Epic, Issue, MergeRequest, Project
from sandbox.gitlab.references import find_issues
from sandbox.gitlab.work_items.epics import close_epic, put_in_epic, reopen_epic
from sandbox.gitlab.work_items.issues import (
    NewIssue,
    assign,
    close,
    create_issue,
    reopen,
    set_status,
)
from sandbox.gitlab.work_items.labelling import find_label, remove_labels, set_labels
from sandbox.gitlab.work_items.links import add_link, remove_link
from sandbox.gitlab.work_items.notes import add_note
from sandbox.gitlab.work_items.quick_actions import carry_out
from sandbox.gitlab.work_items.statuses import find_status

Form = Mapping[str, str]
Handler = TypeVar("Handler")
MAX_TITLE = 255


@dataclass(frozen=True)
class Act:
    """A person's action on ``item``, the item in the URL."""

    screen: Screen
    form: Form

    def value(self, name: str) -> str:
        """Return a form field without surrounding whitespace."""
        return self.form.get(name, "").strip()


def act_on_issue(act: Act, issue: Issue) -> None:
    """Apply the form to an issue.

    Raises:
        RefusalError: as in the API.
    """
    screen = act.screen
    name = act.form.get("act", "")
    writable = may_write(screen.state, screen.user, issue.project)
    if not writable or (name != "comment" and not may_edit(screen.by, issue)):
        raise forbidden("you do not have permission to change this issue")
    _known(ISSUE_ACTS, name)(act, issue)


def open_issue(act: Act, project: Project) -> None:
    """Open an issue with the form's title.

    Raises:
        RefusalError: the title is missing, or the person has no write access.
    """
    screen = act.screen
    require_write(screen.state, screen.by, project)
    if not act.value("title"):
        raise refused(400, "the issue title is missing")
    create_issue(screen.state, project, NewIssue(act.value("title")[:MAX_TITLE]), screen.by)


def act_on_epic(act: Act, epic: Epic) -> None:
    """Apply the form to an epic."""
    _known(EPIC_ACTS, act.form.get("act", ""))(act, epic)


def act_on_request(act: Act, request: MergeRequest) -> None:
    """Apply the form to a merge request."""
    screen = act.screen
    if not may_write(screen.state, screen.user, request.project):
        raise forbidden("you do not have permission to change this merge request")
    if act.form.get("act") != "comment" and not may_push(screen.by, request.project):
        raise forbidden("only project developers can do this")
    _known(REQUEST_ACTS, act.form.get("act", ""))(act, request)


def _known(acts: Mapping[str, Handler], name: str) -> Handler:
    if name not in acts:
        raise refused(400, f"unknown action {name!r}")
    return acts[name]


def _workflow(act: Act, issue: Issue) -> None:
    name = act.value("label")
    state = act.screen.state
    if name == "closed":
        close(state, issue, act.screen.by)
        return
    reopen(state, issue, act.screen.by)
    label = find_label(state, issue.project, name)
    others = [one.name for one in issue.labels if one.scope == "workflow" and one is not label]
    remove_labels(state, issue, others, act.screen.by)
    if label is not None:
        set_labels(state, issue, [label], act.screen.by, keep=True)


def _add_label(act: Act, issue: Issue) -> None:
    label = find_label(act.screen.state, issue.project, act.value("label"))
    if label is None:
        raise refused(400, "no label selected")
    set_labels(act.screen.state, issue, [label], act.screen.by, keep=True)


def _remove_label(act: Act, issue: Issue) -> None:
    remove_labels(act.screen.state, issue, [act.value("label")], act.screen.by)


def _status(act: Act, issue: Issue) -> None:
    status = find_status(act.value("status"))
    if status is None or not act.screen.has_status():
        raise refused(400, "no status selected")
    set_status(act.screen.state, issue, status, act.screen.by)


def _assign(act: Act, issue: Issue) -> None:
    user = act.screen.state.find_user(act.value("username"))
    assign(act.screen.state, issue, [] if user is None else [user], act.screen.by)


def _comment(act: Act, issue: Issue) -> None:
    body, screen = act.value("body"), act.screen
    if not body:
        raise refused(400, "the comment is empty")
    written = carry_out(screen.state, issue, body, screen.by)
    if written.text or not written.done:
        add_note(screen.state, issue, written.text or body, screen.by)


def _link(act: Act, issue: Issue) -> None:
    found = find_issues(act.screen.state, act.value("target"), issue.project)
    if not found:
        raise refused(404, "issue not found: enter #7, group/project#7 or its URL")
    add_link(act.screen.state, issue, found[0], act.value("kind"), act.screen.by)


def _unlink(act: Act, issue: Issue) -> None:
    number = act.value("link")
    link = act.screen.state.links.get(int(number)) if number.isdigit() else None
    if link is None or issue not in (link.source, link.target):
        raise refused(404, "this link no longer exists")
    remove_link(act.screen.state, link, act.screen.by)


def _close(act: Act, issue: Issue) -> None:
    close(act.screen.state, issue, act.screen.by)


def _reopen(act: Act, issue: Issue) -> None:
    reopen(act.screen.state, issue, act.screen.by)


def _merge_request(act: Act, issue: Issue) -> None:
    """Open a merge request that replaces the Go version and closes the issue."""
    screen, project = act.screen, issue.project
    if not may_push(screen.by, project):
        raise forbidden("only project developers can push a branch")
    branch = act.value("branch") or branch_name(issue)
    if branch in project.repository.branches:
        raise refused(409, f"the branch {branch} already exists")
    commit_bump(issue, branch, act.value("version") or None, screen.by)
    new = NewMergeRequest(
        title=issue.title,
        source_branch=branch,
        target_branch=project.repository.default_branch,
        description=f"Closes #{issue.iid}",
        remove_source_branch=True,
    )
    request = create_merge_request(screen.state, project, new, screen.by)
    request.assignees = [screen.user]


def _epic_close(act: Act, epic: Epic) -> None:
    close_epic(act.screen.state, epic, act.screen.by)


def _epic_reopen(act: Act, epic: Epic) -> None:
    reopen_epic(act.screen.state, epic, act.screen.by)


def _epic_comment(act: Act, epic: Epic) -> None:
    if not act.value("body"):
        raise refused(400, "the comment is empty")
    add_note(act.screen.state, epic, act.value("body"), act.screen.by)


def _epic_add(act: Act, epic: Epic) -> None:
    home = act.screen.state.projects_under(epic.group)[0]
    found = find_issues(act.screen.state, act.value("target"), home)
    if not found:
        raise refused(404, "issue not found: enter group/project#7 or its URL")
    put_in_epic(act.screen.state, epic, found[0], act.screen.by)


def _request_comment(act: Act, request: MergeRequest) -> None:
    if not act.value("body"):
        raise refused(400, "the comment is empty")
    add_note(act.screen.state, request, act.value("body"), act.screen.by)


def _merge(act: Act, request: MergeRequest) -> None:
    merge(act.screen.state, request, act.screen.by)


def _ready(act: Act, request: MergeRequest) -> None:
    if not ready_title(request.title):
        raise refused(400, "Title can't be blank")
    retitle(act.screen.state, request, ready_title(request.title), act.screen.by)


def _draft(act: Act, request: MergeRequest) -> None:
    retitle(act.screen.state, request, draft_title(request.title), act.screen.by)


def _request_close(act: Act, request: MergeRequest) -> None:
    close_merge_request(act.screen.state, request, act.screen.by)


def _request_reopen(act: Act, request: MergeRequest) -> None:
    reopen_merge_request(act.screen.state, request, act.screen.by)


def _finish(status: str) -> Callable[[Act, MergeRequest], None]:
    def finish(act: Act, request: MergeRequest) -> None:
        if request.pipelines:
            finish_pipeline(request.pipelines[0], status, act.screen.by)

    return finish


def _run_again(act: Act, request: MergeRequest) -> None:
    start_pipeline(act.screen.state, request, act.screen.by)


ISSUE_ACTS: Mapping[str, Callable[[Act, Issue], None]] = {
    "workflow": _workflow,
    "add_label": _add_label,
    "remove_label": _remove_label,
    "status": _status,
    "assign": _assign,
    "comment": _comment,
    "link": _link,
    "unlink": _unlink,
    "close": _close,
    "reopen": _reopen,
    "merge_request": _merge_request,
}
EPIC_ACTS: Mapping[str, Callable[[Act, Epic], None]] = {
    "close": _epic_close,
    "reopen": _epic_reopen,
    "comment": _epic_comment,
    "add": _epic_add,
}
REQUEST_ACTS: Mapping[str, Callable[[Act, MergeRequest], None]] = {
    "comment": _request_comment,
    "merge": _merge,
    "ready": _ready,
    "draft": _draft,
    "close": _request_close,
    "reopen": _request_reopen,
    "pass": _finish("success"),
    "fail": _finish("failed"),
    "run": _run_again,
}
