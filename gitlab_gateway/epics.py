"""Epics (docs.gitlab.com/api/epics, epic_issues): Premium; deprecated in REST but available."""

from dataclasses import dataclass
from datetime import date

from gitlab_gateway.connection import Connection, Json, encoded
from gitlab_gateway.errors import NotFoundError, RefusedError


@dataclass(frozen=True)
class EpicRecord:
    """An epic, or the tracking issue on a GitLab without epics."""

    iid: int
    id: int
    title: str
    web_url: str
    description: str = ""
    closed: bool = False
    project: str | None = None


def epics_available(gitlab: Connection, group: str) -> bool:
    """Return whether a group has epics; without Premium, GitLab returns 403 or 404.

    Raises:
        UnauthorisedError: GitLab rejected the token, so it is unknown.
    """
    try:
        gitlab.list_first(f"/groups/{encoded(group)}/epics")
    except (NotFoundError, RefusedError):
        return False
    return True


def list_epics(gitlab: Connection, group: str, *, label: str) -> list[EpicRecord]:
    """List a group's own epics that carry a label."""
    found = gitlab.list(
        f"/groups/{encoded(group)}/epics", labels=label, include_descendant_groups="false"
    )
    return [_epic(epic) for epic in found]


def find_epic_titled(gitlab: Connection, group: str, title: str) -> EpicRecord | None:
    """Find an open epic with exactly this title: a hint for people, never an identifier."""
    found = gitlab.list(
        f"/groups/{encoded(group)}/epics",
        search=title,
        state="opened",
        include_descendant_groups="false",
    )
    return next((_epic(epic) for epic in found if epic["title"] == title), None)


def find_epic(gitlab: Connection, group: str, epic_iid: int) -> EpicRecord | None:
    """Find an epic by its iid; None if it does not exist or is hidden."""
    try:
        return _epic(gitlab.get(f"/groups/{encoded(group)}/epics/{epic_iid}"))
    except (NotFoundError, RefusedError):
        return None


def create_epic(
    gitlab: Connection, group: str, *, title: str, description: str, label: str, due_on: date | None
) -> EpicRecord:
    """Create an epic with its label in one call, so that it can be found by the label."""
    due = (
        {} if due_on is None else {"due_date_is_fixed": True, "due_date_fixed": due_on.isoformat()}
    )
    made = gitlab.post(
        f"/groups/{encoded(group)}/epics",
        title=title,
        description=description,
        labels=label,
        **due,
    )
    return _epic(made)


def list_epic_issue_ids(gitlab: Connection, group: str, epic_iid: int) -> frozenset[int]:
    """List the global ids of an epic's issues."""
    found = gitlab.list(f"/groups/{encoded(group)}/epics/{epic_iid}/issues")
    return frozenset(issue["id"] for issue in found)


def add_to_epic(gitlab: Connection, group: str, epic_iid: int, issue_id: int) -> None:
    """Add an issue, by its global id, to an epic; GitLab removes it from any other epic."""
    gitlab.post(f"/groups/{encoded(group)}/epics/{epic_iid}/issues/{issue_id}")


def close_epic(gitlab: Connection, group: str, epic_iid: int) -> None:
    """Close an epic."""
    gitlab.put(f"/groups/{encoded(group)}/epics/{epic_iid}", state_event="close")


def list_epic_notes(gitlab: Connection, group: str, epic_id: int) -> list[str]:
    """List the bodies of an epic's notes, by its global id (docs.gitlab.com/api/notes, "Epics")."""
    found = gitlab.list(f"/groups/{encoded(group)}/epics/{epic_id}/notes", sort="desc")
    return [note["body"] for note in found]


def add_epic_note(gitlab: Connection, group: str, epic_id: int, body: str) -> None:
    """Write a note on an epic, by its global id."""
    gitlab.post(f"/groups/{encoded(group)}/epics/{epic_id}/notes", body=body)


def _epic(found: Json) -> EpicRecord:
    return EpicRecord(
        iid=found["iid"],
        id=found["id"],
        title=found["title"],
        web_url=found["web_url"],
        description=found.get("description") or "",
        closed=found.get("state") == "closed",
    )
