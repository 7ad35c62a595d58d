"""Issues, links, notes and label events (api/issues, issue_links, notes, resource_label_events)."""

from sandbox.gitlab.merging import closed_by_requests
from sandbox.gitlab.records import Issue, LabelEvent, Link, Note
from sandbox.gitlab.shapes.basics import (
    Json,
    day,
    issue_url,
    label_detail,
    label_names,
    moment,
    user_brief,
)
from sandbox.gitlab.state import GitLabState
from sandbox.gitlab.work_items.links import blocked_by, kind_from, other_end
from sandbox.gitlab.work_items.notes import people_notes


def issue_shape(state: GitLabState, base: str, issue: Issue, *, details: bool = False) -> Json:
    """Build the JSON of an issue; ``details`` is ``with_labels_details``."""
    assignees = [user_brief(base, user) for user in issue.assignees]
    shape: Json = {
        "id": issue.id,
        "iid": issue.iid,
        "project_id": issue.project.id,
        "title": issue.title,
        "description": issue.description or None,
        "state": issue.state,
        "created_at": moment(issue.created_at),
        "updated_at": moment(issue.updated_at),
        "closed_at": moment(issue.closed_at),
        "closed_by": None if issue.closed_by is None else user_brief(base, issue.closed_by),
        "labels": (
            [label_detail(label) for label in sorted(issue.labels, key=lambda label: label.name)]
            if details
            else label_names(issue.labels)
        ),
        "milestone": None,
        "assignees": assignees,
        "author": user_brief(base, issue.author),
        "type": issue.kind.upper(),
        "assignee": assignees[0] if assignees else None,
        "user_notes_count": people_notes(issue),
        "merge_requests_count": len(closed_by_requests(state, issue)),
        "upvotes": 0,
        "downvotes": 0,
        "due_date": day(issue.due_on),
        "start_date": None,
        "confidential": issue.confidential,
        "discussion_locked": None,
        "issue_type": issue.kind,
        "web_url": issue_url(base, issue),
        "time_stats": time_stats(),
        "task_completion_status": {"count": 0, "completed_count": 0},
        "blocking_issues_count": len(blocked_by(state, issue)),
        "has_tasks": False,
        "_links": _links(base, issue),
        "references": {
            "short": f"#{issue.iid}",
            "relative": f"#{issue.iid}",
            "full": issue.reference,
        },
        "severity": "UNKNOWN",
        "moved_to_id": None if issue.moved_to is None else issue.moved_to.id,
        "imported": False,
        "imported_from": "none",
        "service_desk_reply_to": None,
    }
    if state.features.premium:
        shape |= _premium(issue)
    return shape


def _premium(issue: Issue) -> Json:
    """Build the fields that issues have only on Premium."""
    epic = issue.epic
    return {
        "weight": issue.weight,
        "epic_iid": None if epic is None else epic.iid,
        "epic": None
        if epic is None
        else {
            "id": epic.id,
            "iid": epic.iid,
            "title": epic.title,
            "url": f"/groups/{epic.group.full_path}/-/epics/{epic.iid}",
            "group_id": epic.group.id,
            "human_readable_end_date": None
            if epic.due_on is None
            else f"{epic.due_on:%b} {epic.due_on.day}, {epic.due_on.year}",
            "human_readable_timestamp": None,
        },
        "iteration": None,
        "health_status": None,
    }


def time_stats() -> Json:
    """Build time statistics, which are always empty because no time is tracked."""
    return {
        "time_estimate": 0,
        "total_time_spent": 0,
        "human_time_estimate": None,
        "human_total_time_spent": None,
    }


def _links(base: str, issue: Issue) -> Json:
    project = f"{base}/api/v4/projects/{issue.project.id}"
    own = f"{project}/issues/{issue.iid}"
    duplicate = issue.duplicated_to
    return {
        "self": own,
        "notes": f"{own}/notes",
        "award_emoji": f"{own}/award_emoji",
        "project": project,
        "closed_as_duplicate_of": None
        if duplicate is None
        else f"{base}/api/v4/projects/{duplicate.project.id}/issues/{duplicate.iid}",
    }


def linked_issue(state: GitLabState, base: str, issue: Issue, link: Link) -> Json:
    """Build the JSON of the issue at the other end of a link, for the list of links."""
    return issue_shape(state, base, other_end(link, issue)) | {
        "issue_link_id": link.id,
        "link_type": kind_from(link, issue),
        "link_created_at": moment(link.created_at),
        "link_updated_at": moment(link.updated_at),
    }


def link_shape(state: GitLabState, base: str, link: Link) -> Json:
    """Build the JSON of a link with both issues."""
    return {
        "id": link.id,
        "source_issue": issue_shape(state, base, link.source),
        "target_issue": issue_shape(state, base, link.target),
        "link_type": link.kind,
    }


def note_shape(base: str, note: Note, noteable: tuple[str, int, int | None, int | None]) -> Json:
    """Build the JSON of a note; ``noteable`` is its type, id, iid and project id."""
    kind, noteable_id, iid, project_id = noteable
    return {
        "id": note.id,
        "type": None,
        "body": note.body,
        "author": user_brief(base, note.author),
        "created_at": moment(note.created_at),
        "updated_at": moment(note.updated_at),
        "system": note.system,
        "noteable_id": noteable_id,
        "noteable_type": kind,
        "project_id": project_id,
        "resolvable": False,
        "confidential": note.internal,
        "internal": note.internal,
        "imported": False,
        "imported_from": "none",
        "noteable_iid": iid,
        "commands_changes": {},
    }


def label_event_shape(base: str, event: LabelEvent, kind: str, resource_id: int) -> Json:
    """Build the JSON of a label event on an issue, epic or merge request."""
    label = event.label
    return {
        "id": event.id,
        "user": user_brief(base, event.user),
        "created_at": moment(event.created_at),
        "resource_type": kind,
        "resource_id": resource_id,
        "label": {
            "id": label.id,
            "name": label.name,
            "color": label.color,
            "description": label.description,
        },
        "action": event.action,
    }
