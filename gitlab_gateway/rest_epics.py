"""Epics over REST (docs.gitlab.com/api/epics, epic_issues): deprecated, but on every Premium."""

from dataclasses import dataclass
from datetime import date

from gitlab_gateway.connection import Connection, Json, encoded
from gitlab_gateway.epics import EpicRecord, missing_epic, titled
from gitlab_gateway.errors import NotFoundError, RefusedError


def rest_epics_available(gitlab: Connection, group: str) -> bool:
    """Return whether the group has epics: without Premium GitLab answers 403 or 404.

    Raises:
        UnauthorisedError: a refused token says nothing about epics.
    """
    try:
        gitlab.list_first(f"/groups/{encoded(group)}/epics")
    except (NotFoundError, RefusedError):
        return False
    return True


@dataclass(frozen=True)
class RestEpics:
    """A group's epics over REST."""

    gitlab: Connection
    group: str

    def list_labelled(self, label: str) -> list[EpicRecord]:
        """List the group's own epics that carry a label."""
        return self._list(labels=label)

    def find_titled(self, title: str) -> EpicRecord | None:
        """Find an open epic with exactly this title: a hint for people, never an identifier."""
        return titled(self._list(search=title, state="opened"), title)

    def _list(self, **wanted: str) -> list[EpicRecord]:
        path = f"/groups/{encoded(self.group)}/epics"
        found = self.gitlab.list(path, include_descendant_groups="false", **wanted)
        return [_epic(epic) for epic in found]

    def find(self, iid: int) -> EpicRecord | None:
        """Find an epic by its iid; None if it does not exist or is hidden."""
        try:
            return _epic(self.gitlab.get(f"/groups/{encoded(self.group)}/epics/{iid}"))
        except (NotFoundError, RefusedError):
            return None

    def create(
        self, *, title: str, description: str, label: str, due_on: date | None
    ) -> EpicRecord:
        """Create an epic with its label in one call, so that it can be found by the label."""
        due: Json = {}
        if due_on is not None:
            due = {"due_date_is_fixed": True, "due_date_fixed": due_on.isoformat()}
        made = self.gitlab.post(
            f"/groups/{encoded(self.group)}/epics",
            title=title,
            description=description,
            labels=label,
            **due,
        )
        return _epic(made)

    def issue_ids(self, iid: int) -> frozenset[int]:
        """List the global ids of an epic's issues."""
        found = self.gitlab.list(f"/groups/{encoded(self.group)}/epics/{iid}/issues")
        return frozenset(issue["id"] for issue in found)

    def add(self, iid: int, issue_id: int) -> None:
        """Add an issue, by its global id, to an epic; GitLab removes it from any other epic."""
        self.gitlab.post(f"/groups/{encoded(self.group)}/epics/{iid}/issues/{issue_id}")

    def close(self, iid: int) -> None:
        """Close an epic."""
        self.gitlab.put(f"/groups/{encoded(self.group)}/epics/{iid}", state_event="close")

    def notes(self, iid: int) -> list[str]:
        """List the bodies of an epic's notes (docs.gitlab.com/api/notes, "Epics")."""
        path = f"/groups/{encoded(self.group)}/epics/{self._id(iid)}/notes"
        return [note["body"] for note in self.gitlab.list(path, sort="desc")]

    def add_note(self, iid: int, body: str) -> None:
        """Write a note on an epic."""
        self.gitlab.post(f"/groups/{encoded(self.group)}/epics/{self._id(iid)}/notes", body=body)

    def _id(self, iid: int) -> int:
        """Return an epic's global id, by which its notes are found."""
        found = self.find(iid)
        if found is None:
            raise missing_epic(self.group, iid)
        return found.id


def _epic(found: Json) -> EpicRecord:
    return EpicRecord(
        iid=found["iid"],
        id=found["id"],
        title=found["title"],
        web_url=found["web_url"],
        description=found.get("description") or "",
        closed=found.get("state") == "closed",
    )
