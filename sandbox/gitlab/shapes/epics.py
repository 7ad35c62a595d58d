"""Epics and boards (api/epics, api/epic_issues, api/group_boards)."""

from sandbox.gitlab.records import Board, Epic, Issue, Label
from sandbox.gitlab.shapes.basics import (
    Json,
    day,
    epic_url,
    group_url,
    label_detail,
    label_names,
    moment,
    user_brief,
)
from sandbox.gitlab.shapes.issues import issue_shape
from sandbox.gitlab.state import GitLabState


def epic_shape(base: str, epic: Epic, *, details: bool = False) -> Json:
    """Build the JSON of an epic."""
    api = f"{base}/api/v4/groups/{epic.group.id}/epics/{epic.iid}"
    return {
        "id": epic.id,
        "work_item_id": epic.work_item_id,
        "iid": epic.iid,
        "color": "#1068bf",
        "text_color": "#FFFFFF",
        "group_id": epic.group.id,
        "parent_id": None,
        "parent_iid": None,
        "imported": False,
        "imported_from": "none",
        "title": epic.title,
        "description": epic.description,
        "confidential": epic.confidential,
        "author": user_brief(base, epic.author),
        **_dates(epic),
        "state": epic.state,
        "web_edit_url": f"/groups/{epic.group.full_path}/-/epics/{epic.iid}",
        "web_url": epic_url(base, epic),
        "references": {
            "short": f"&{epic.iid}",
            "relative": f"&{epic.iid}",
            "full": f"{epic.group.full_path}&{epic.iid}",
        },
        "created_at": moment(epic.created_at),
        "updated_at": moment(epic.updated_at),
        "closed_at": moment(epic.closed_at),
        "labels": [label_detail(label) for label in epic.labels]
        if details
        else label_names(epic.labels),
        "upvotes": 0,
        "downvotes": 0,
        "_links": {
            "self": api,
            "epic_issues": f"{api}/issues",
            "group": f"{base}/api/v4/groups/{epic.group.id}",
            "parent": None,
        },
    }


def _dates(epic: Epic) -> Json:
    return {
        "start_date": day(epic.start_on),
        "start_date_is_fixed": epic.start_is_fixed,
        "start_date_fixed": day(epic.start_on),
        "start_date_from_inherited_source": None,
        "start_date_from_milestones": None,
        "end_date": day(epic.due_on if epic.due_is_fixed else None),
        "due_date": day(epic.due_on if epic.due_is_fixed else None),
        "due_date_is_fixed": epic.due_is_fixed,
        "due_date_fixed": day(epic.due_on),
        "due_date_from_inherited_source": None,
        "due_date_from_milestones": None,
    }


def epic_issue(state: GitLabState, base: str, issue: Issue) -> Json:
    """Build the JSON of an issue in an epic's list."""
    return issue_shape(state, base, issue) | {
        "epic_issue_id": issue.epic_issue_id,
        "relative_position": 0,
    }


def association(state: GitLabState, base: str, epic: Epic, issue: Issue) -> Json:
    """Build the response to adding an issue to an epic."""
    return {
        "id": issue.epic_issue_id,
        "epic": epic_shape(base, epic),
        "issue": issue_shape(state, base, issue),
    }


def board_shape(base: str, board: Board) -> Json:
    """Build the JSON of a group's board, with a list for each label."""
    return {
        "id": board.id,
        "name": board.name,
        "hide_backlog_list": False,
        "hide_closed_list": False,
        "project": None,
        "group": {
            "id": board.group.id,
            "name": board.group.name,
            "web_url": group_url(base, board.group),
        },
        "milestone": None,
        "iteration": None,
        "assignee": None,
        "labels": [],
        "weight": None,
        "lists": [
            board_list(list_id, label, place) for place, (list_id, label) in enumerate(board.lists)
        ],
    }


def board_list(list_id: int, label: Label, position: int) -> Json:
    """Build the JSON of one board list."""
    return {
        "id": list_id,
        "label": {
            "id": label.id,
            "name": label.name,
            "color": label.color,
            "description": label.description,
        },
        "position": position,
        "max_issue_count": 0,
        "max_issue_weight": 0,
        "limit_metric": None,
        "list_type": "label",
    }
