"""Epics (Premium): the record, and what both of GitLab's APIs can do with a group's epics."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from gitlab_gateway.errors import NotFoundError


@dataclass(frozen=True)
class EpicRecord:
    """An epic, or the tracking issue on a GitLab instance without epics.

    ``id`` is its global id in the API that read it: as a work item it has another one.
    """

    iid: int
    id: int
    title: str
    web_url: str
    description: str = ""
    closed: bool = False
    project: str | None = None


def missing_epic(group: str, iid: int) -> NotFoundError:
    """Return the error for an epic that is not found."""
    return NotFoundError(
        f"The epic {group}&{iid} does not exist, or is not visible to the token", status=404
    )


def titled(epics: Iterable[EpicRecord], title: str) -> EpicRecord | None:
    """Return the first of these epics with exactly this title: a search also finds similar ones."""
    return next((epic for epic in epics if epic.title == title), None)


class Epics(Protocol):
    """The epics of one group; ``iid`` is an epic's number in it, ``issue_id`` a global id.

    Each method raises GitLabError if GitLab did not respond, or refused.
    """

    def list_labelled(self, label: str) -> list[EpicRecord]:
        """List the group's own epics that carry a label."""

    def find_titled(self, title: str) -> EpicRecord | None:
        """Find an open epic with exactly this title: a hint for people, never an identifier."""

    def find(self, iid: int) -> EpicRecord | None:
        """Find an epic; None if it does not exist or is hidden."""

    def create(
        self, *, title: str, description: str, label: str, due_on: date | None
    ) -> EpicRecord:
        """Create an epic with its label in one call, so that it can be found by the label."""

    def issue_ids(self, iid: int) -> frozenset[int]:
        """List the global ids of an epic's issues."""

    def add(self, iid: int, issue_id: int) -> None:
        """Add an issue to an epic; GitLab removes it from any other epic."""

    def close(self, iid: int) -> None:
        """Close an epic."""

    def notes(self, iid: int) -> list[str]:
        """List the bodies of an epic's notes."""

    def add_note(self, iid: int, body: str) -> None:
        """Write a note on an epic."""
