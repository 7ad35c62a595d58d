"""Epics and their issues (docs.gitlab.com/api/epics, api/epic_issues)."""

from sandbox.gitlab.errors import forbidden, not_found
from sandbox.gitlab.records import By, Epic, Group, Issue
from sandbox.gitlab.state import GitLabState
from sandbox.gitlab.work_items.notes import add_system_note


def require_epics(state: GitLabState) -> None:
    """Refuse with 403 unless GitLab is Premium, as documented."""
    if not state.features.premium:
        raise forbidden()


def add_epic(state: GitLabState, group: Group, title: str, description: str, by: By) -> Epic:
    """Create an epic in a group."""
    group.last_epic_iid += 1
    epic = Epic(
        state.next_id("epic"),
        state.next_id("issue"),
        group.last_epic_iid,
        group,
        title,
        by.user,
        by.now,
        by.now,
        description=description,
    )
    state.epics[epic.id] = epic
    return epic


def put_in_epic(state: GitLabState, epic: Epic, issue: Issue, by: By) -> None:
    """Add an issue to an epic, silently removing it from any other."""
    if epic.group not in issue.project.group.line():
        raise not_found()
    if issue.epic is epic:
        return
    take_out_of_epic(state, issue, by)
    issue.epic, issue.epic_issue_id = epic, state.next_id("epic_issue")
    epic.children.append(issue)
    add_system_note(state, issue, f"added to epic {epic.group.full_path}&{epic.iid}", by)
    add_system_note(state, epic, f"added issue {issue.reference}", by)
    issue.updated_at = epic.updated_at = by.now


def take_out_of_epic(state: GitLabState, issue: Issue, by: By) -> None:
    """Remove an issue from its epic, if it is in one."""
    epic = issue.epic
    if epic is None:
        return
    epic.children.remove(issue)
    issue.epic, issue.epic_issue_id = None, None
    add_system_note(state, issue, f"removed from epic {epic.group.full_path}&{epic.iid}", by)
    add_system_note(state, epic, f"removed issue {issue.reference}", by)


def close_epic(state: GitLabState, epic: Epic, by: By) -> None:
    """Close an epic; its issues are unchanged."""
    if epic.state == "opened":
        epic.state, epic.closed_at, epic.closed_by = "closed", by.now, by.user
        epic.updated_at = by.now
        add_system_note(state, epic, "closed", by)


def reopen_epic(state: GitLabState, epic: Epic, by: By) -> None:
    """Reopen a closed epic."""
    if epic.state == "closed":
        epic.state, epic.closed_at, epic.closed_by = "opened", None, None
        epic.updated_at = by.now
        add_system_note(state, epic, "reopened", by)
