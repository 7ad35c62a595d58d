"""Operations on issues (docs.gitlab.com/api/issues, user/work_items/status)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sandbox.gitlab.access import project_level
from sandbox.gitlab.records import REPORTER, By, Issue, Project, User
from sandbox.gitlab.state import GitLabState
from sandbox.gitlab.work_items.labelling import set_labels, usable_labels
from sandbox.gitlab.work_items.notes import add_system_note
from sandbox.gitlab.work_items.statuses import (
    DEFAULT_CLOSED,
    DEFAULT_DUPLICATE,
    DEFAULT_OPEN,
    Status,
    find_status,
)


@dataclass(frozen=True)
class NewIssue:
    """The initial values of a new issue."""

    title: str
    description: str = ""
    labels: tuple[str, ...] = ()
    assignees: tuple[User, ...] = ()
    due_on: date | None = None
    weight: int | None = None
    confidential: bool = False
    kind: str = field(default="issue")
    iid: int | None = None


def create_issue(state: GitLabState, project: Project, new: NewIssue, by: By) -> Issue:
    """Create an issue; a guest's labels, assignees and dates are silently dropped."""
    project.last_issue_iid = max(project.last_issue_iid + 1, new.iid or 0)
    issue = Issue(
        state.next_id("issue"),
        project.last_issue_iid,
        project,
        new.title,
        by.user,
        by.now,
        by.now,
        description=new.description,
        confidential=new.confidential,
        kind=new.kind,
    )
    if project_level(by.user, project) >= REPORTER:
        issue.due_on, issue.weight = new.due_on, new.weight
        set_labels(state, issue, usable_labels(state, by.user, project, new.labels), by)
        issue.assignees = allowed_assignees(state, new.assignees)
    state.add_issue(issue)
    return issue


def allowed_assignees(state: GitLabState, users: Iterable[User]) -> list[User]:
    """Filter assignees as GitLab does: only active users, and only one on Free."""
    active = [user for user in dict.fromkeys(users) if user.state == "active"]
    return active if state.features.premium else active[:1]


def assign(state: GitLabState, issue: Issue, users: Iterable[User], by: By) -> None:
    """Set an issue's assignees."""
    before, issue.assignees = issue.assignees, allowed_assignees(state, users)
    added = [f"@{user.username}" for user in issue.assignees if user not in before]
    gone = [f"@{user.username}" for user in before if user not in issue.assignees]
    parts = [
        f"{verb} {' and '.join(names)}"
        for verb, names in (("assigned to", added), ("unassigned", gone))
        if names
    ]
    if parts:
        add_system_note(state, issue, " and ".join(parts), by)
        issue.updated_at = by.now


def close(
    state: GitLabState, issue: Issue, by: By, *, how: str = "closed", status: str = DEFAULT_CLOSED
) -> None:
    """Close an open issue; its Status becomes the default for closed issues."""
    if issue.state == "closed":
        return
    issue.state, issue.closed_at, issue.closed_by = "closed", by.now, by.user
    issue.updated_at = by.now
    known = find_status(issue.status)
    if known is None or not known.closes or status == DEFAULT_DUPLICATE:
        issue.status = status
    add_system_note(state, issue, how, by)


def reopen(state: GitLabState, issue: Issue, by: By) -> None:
    """Reopen a closed issue; its Status becomes the default for open issues."""
    if issue.state == "opened":
        return
    issue.state, issue.closed_at, issue.closed_by = "opened", None, None
    issue.duplicated_to = None
    issue.updated_at = by.now
    known = find_status(issue.status)
    if known is None or known.closes:
        issue.status = DEFAULT_OPEN
    add_system_note(state, issue, "reopened", by)


def set_status(state: GitLabState, issue: Issue, status: Status, by: By) -> None:
    """Set the Status; the done and cancelled ones close the issue, others reopen it."""
    if issue.status != status.name:
        issue.status = status.name
        issue.updated_at = by.now
        add_system_note(state, issue, f"set status to **{status.name}**", by)
    if status.closes:
        close(state, issue, by)
    else:
        reopen(state, issue, by)


def mark_duplicate(state: GitLabState, issue: Issue, of: Issue, by: By) -> None:
    """Close an issue as a duplicate of another."""
    issue.duplicated_to = of
    add_system_note(state, issue, f"marked this issue as a duplicate of {of.reference}", by)
    close(state, issue, by, status=DEFAULT_DUPLICATE)


def move_issue(state: GitLabState, issue: Issue, to: Project, by: By) -> Issue:
    """Move an issue: create a new one in the other project, and close this one with a reference."""
    moved = create_issue(
        state,
        to,
        NewIssue(
            issue.title,
            issue.description,
            labels=tuple(label.name for label in issue.labels),
            assignees=tuple(issue.assignees),
            due_on=issue.due_on,
            weight=issue.weight,
            confidential=issue.confidential,
        ),
        by,
    )
    moved.author, moved.created_at = issue.author, issue.created_at
    moved.notes = list(issue.notes)
    _move_relations(state, issue, moved)
    issue.moved_to = moved
    add_system_note(state, moved, f"moved from {issue.reference}", by)
    add_system_note(state, issue, f"moved to {moved.reference}", by)
    close(state, issue, by, status=DEFAULT_DUPLICATE)
    return moved


def _move_relations(state: GitLabState, old: Issue, new: Issue) -> None:
    """Move an issue's links and epic to the new issue."""
    for link in state.links_of(old):
        state.drop_link(link)
        link.source = new if link.source is old else link.source
        link.target = new if link.target is old else link.target
        state.add_link(link)
    if old.epic is not None:
        epic, old.epic = old.epic, None
        epic.children[epic.children.index(old)] = new
        new.epic, new.epic_issue_id, old.epic_issue_id = epic, old.epic_issue_id, None
