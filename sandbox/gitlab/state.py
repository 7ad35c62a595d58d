"""The state of the sandbox's GitLab, with lookups of its records."""

import secrets
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sandbox.gitlab.conditions import OFF, Conditions
from sandbox.gitlab.features import Features
from sandbox.gitlab.records import (
    Board,
    Epic,
    Group,
    Issue,
    Label,
    Link,
    MergeRequest,
    Pipeline,
    Project,
    Token,
    User,
)

FIRST_IDS = {
    "user": 200,
    "group": 9970,
    "project": 278964,
    "label": 2278648,
    "issue": 125478000,
    "epic": 810200,
    "note": 1330000000,
    "link": 24210000,
    "epic_issue": 3900000,
    "label_event": 266000000,
    "merge_request": 214000000,
    "pipeline": 820000000,
    "board": 5467616,
    "board_list": 15200000,
    "token": 7400000,
}


class Clock(Protocol):
    """A story clock that notifies listeners when it is moved."""

    def now(self) -> datetime:
        """Return the story time, aware and in UTC."""
        ...

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after every move."""
        ...


@dataclass(eq=False)
class GitLabState:
    """The records by id, and counters for the next ids. Hold ``lock`` while changing it.

    ``conditions`` may be replaced while the server runs. ``moved_projects`` maps the old paths of
    renamed and transferred projects to their ids.

    ``unknown_arguments`` lists, by operation, the REST parameters that no handler read: GitLab
    ignores such parameters, so a client that misspells one would get no error.
    """

    clock: Clock
    features: Features = field(default_factory=Features)
    lock: threading.RLock = field(default_factory=threading.RLock)
    users: dict[int, User] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    projects: dict[int, Project] = field(default_factory=dict)
    labels: dict[int, Label] = field(default_factory=dict)
    issues: dict[int, Issue] = field(default_factory=dict)
    epics: dict[int, Epic] = field(default_factory=dict)
    links: dict[int, Link] = field(default_factory=dict)
    merge_requests: dict[int, MergeRequest] = field(default_factory=dict)
    pipelines: dict[int, Pipeline] = field(default_factory=dict)
    boards: dict[int, Board] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    conditions: Conditions = OFF
    moved_projects: dict[str, int] = field(default_factory=dict)
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    changes: int = 0
    unknown_arguments: list[tuple[str, str]] = field(default_factory=list)
    _last_ids: dict[str, int] = field(default_factory=dict)
    _issues_by_iid: dict[tuple[int, int], Issue] = field(default_factory=dict)
    _links_of: dict[int, list[Link]] = field(default_factory=lambda: defaultdict(list))

    def next_id(self, kind: str) -> int:
        """Allocate the next global id for a kind of record."""
        self._last_ids[kind] = self._last_ids.get(kind, FIRST_IDS[kind] - 1) + 1
        return self._last_ids[kind]

    def __getstate__(self) -> dict[str, Any]:
        """Return the state for a snapshot, without this process's clock and lock."""
        return {name: kept for name, kept in vars(self).items() if name not in {"clock", "lock"}}

    def __setstate__(self, kept: dict[str, Any]) -> None:
        """Restore a snapshot's records; the caller must set the clock."""
        vars(self).update(kept, lock=threading.RLock(), run=secrets.token_hex(4))

    def changed(self) -> None:
        """Record a change, so that open pages refresh."""
        with self.lock:
            self.changes += 1

    @property
    def version(self) -> str:
        """A version that changes with every change and every start of the server."""
        return f"{self.run}.{self.changes}"

    def find_user(self, username: str) -> User | None:
        """Find a user by name, ignoring case."""
        wanted = username.casefold()
        return next((u for u in self.users.values() if u.username.casefold() == wanted), None)

    def find_group(self, reference: str) -> Group | None:
        """Find a group by id or full path."""
        if reference.isdigit():
            return self.groups.get(int(reference))
        wanted = reference.casefold()
        return next((g for g in self.groups.values() if g.full_path.casefold() == wanted), None)

    def find_project(self, reference: str) -> Project | None:
        """Find a project by id or full path."""
        if reference.isdigit():
            return self.projects.get(int(reference))
        wanted = reference.casefold()
        return next((p for p in self.projects.values() if p.full_path.casefold() == wanted), None)

    def add_issue(self, issue: Issue) -> None:
        """Add a new issue."""
        self.issues[issue.id] = issue
        self._issues_by_iid[issue.project.id, issue.iid] = issue

    def find_issue(self, project: Project, iid: int) -> Issue | None:
        """Find an issue by its iid in a project."""
        return self._issues_by_iid.get((project.id, iid))

    def drop_issue(self, issue: Issue) -> None:
        """Remove an issue and everything that refers to it."""
        for link in self.links_of(issue):
            self.drop_link(link)
        if issue.epic is not None:
            issue.epic.children.remove(issue)
        del self.issues[issue.id]
        del self._issues_by_iid[issue.project.id, issue.iid]

    def add_link(self, link: Link) -> None:
        """Add a new link."""
        self.links[link.id] = link
        self._links_of[link.source.id].append(link)
        self._links_of[link.target.id].append(link)

    def drop_link(self, link: Link) -> None:
        """Remove a link."""
        del self.links[link.id]
        self._links_of[link.source.id].remove(link)
        self._links_of[link.target.id].remove(link)

    def links_of(self, issue: Issue) -> tuple[Link, ...]:
        """List an issue's links, oldest first."""
        return tuple(self._links_of.get(issue.id, ()))

    def find_epic(self, group: Group, iid: int) -> Epic | None:
        """Find an epic by its iid in a group."""
        return next((e for e in self.epics.values() if e.group is group and e.iid == iid), None)

    def find_merge_request(self, project: Project, iid: int) -> MergeRequest | None:
        """Find a merge request by its iid in a project."""
        return next(
            (m for m in self.merge_requests.values() if m.project is project and m.iid == iid),
            None,
        )

    def projects_under(self, group: Group, *, descendants: bool = True) -> list[Project]:
        """List a group's projects, optionally including those of its subgroups."""
        return [
            p
            for p in self.projects.values()
            if p.group is group or (descendants and group in p.group.line())
        ]
