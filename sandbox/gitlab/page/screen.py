"""The context that every page receives: the acting person, the story time, and item details."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from sandbox.gitlab.access import can_see, can_see_issue
from sandbox.gitlab.page.addresses import Item, address_of, resolver
from sandbox.gitlab.page.markdown import render
from sandbox.gitlab.page.timeline import Entry, timeline
from sandbox.gitlab.records import By, Epic, Group, Issue, Label, Link, MergeRequest, User
from sandbox.gitlab.state import GitLabState
from sandbox.gitlab.work_items.links import blockers_of, kind_from, other_end
from sandbox.gitlab.work_items.statuses import STATUSES, Status, find_status

WORKFLOW = "workflow"
BLOCKED = "workflow::blocked"
_STEPS = ((60, "second", 1), (3600, "minute", 60), (86400, "hour", 3600))
_DAY = 86400


@dataclass(frozen=True)
class Screen:
    """GitLab as one person sees it at one moment."""

    state: GitLabState
    user: User
    now: datetime

    @property
    def by(self) -> By:
        """The person and the story time, for recording changes."""
        return By(self.user, self.now)

    def people(self) -> list[User]:
        """List the active people, by name, to act as or to assign."""
        active = (u for u in self.state.users.values() if u.state == "active")
        return sorted(active, key=lambda user: (user.bot, user.name))

    def root(self) -> Group:
        """Return the root group."""
        return next(group for group in self.state.groups.values() if group.parent is None)

    def url(self, item: Item) -> str:
        """Return an item's URL."""
        return address_of(item)

    def markdown(self, text: str, item: Item) -> Markup:
        """Render an item's description or note."""
        home = item.group if isinstance(item, Epic) else item.project
        return render(text, resolver(self.state, home))

    def issues(self) -> list[Issue]:
        """List the issues that this person can see, newest first."""
        seen = (i for i in self.state.issues.values() if can_see_issue(self.user, i))
        return sorted(seen, key=lambda issue: (issue.created_at, issue.id), reverse=True)

    def timeline(self, item: Item) -> list[Entry]:
        """List an item's activity, oldest first."""
        return timeline(item)

    def children(self, epic: Epic) -> list[Issue]:
        """List the epic's issues that this person can see."""
        return [issue for issue in epic.children if can_see_issue(self.user, issue)]

    def requests(self, found: Iterable[MergeRequest]) -> list[MergeRequest]:
        """Return the merge requests that this person can see."""
        return [request for request in found if can_see(self.user, request.project)]

    def links(self, issue: Issue) -> list[tuple[str, list[tuple[Link, Issue]]]]:
        """Group an issue's links under GitLab's headings."""
        headings = (
            ("is_blocked_by", "Blocked by"),
            ("blocks", "Blocking"),
            ("relates_to", "Related to"),
        )
        seen = [
            (link, other)
            for link in self.state.links_of(issue)
            if can_see_issue(self.user, other := other_end(link, issue))
        ]
        grouped = [(w, [p for p in seen if kind_from(p[0], issue) == k]) for k, w in headings]
        return [(heading, found) for heading, found in grouped if found]

    def blockers(self, issue: Issue) -> list[Issue]:
        """List the open issues that block an issue."""
        return blockers_of(self.state, issue)

    def is_blocked(self, issue: Issue) -> bool:
        """Return whether the label, the Status or an open link marks an issue as blocked."""
        label = self.workflow(issue)
        named = label is not None and label.name.casefold() == BLOCKED
        return (
            named or (self.has_status() and issue.status == "Blocked") or bool(self.blockers(issue))
        )

    def has_status(self) -> bool:
        """Return whether this GitLab has the Status field."""
        return self.state.features.premium and self.state.features.statuses

    def statuses(self) -> tuple[Status, ...]:
        """List the available statuses."""
        return STATUSES

    def status(self, issue: Issue) -> Status | None:
        """Return an issue's Status."""
        return find_status(issue.status)

    def workflow_labels(self) -> list[Label]:
        """List the board's labels."""
        board = next(iter(self.state.boards.values()))
        return [label for _id, label in board.lists]

    def workflow(self, issue: Issue) -> Label | None:
        """Return an issue's workflow label."""
        return next((label for label in issue.labels if label.scope == WORKFLOW), None)

    def ago(self, moment: datetime) -> str:
        """Return how long ago a time was, by the story clock."""
        return ago(self.now - moment)


def ago(passed: timedelta) -> str:
    """Return how long ago a time was, in the largest unit that fits."""
    seconds = max(0, int(passed.total_seconds()))
    if seconds < _STEPS[0][0]:
        return "just now"
    for limit, word, size in _STEPS:
        if seconds < limit:
            return _many(seconds // size, word)
    return _many(seconds // _DAY, "day")


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'} ago"


def initials(name: str) -> str:
    """Return the initials in a person's avatar."""
    words = name.split()
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()


def hue(name: str) -> int:
    """Return the hue of a person's avatar, which depends only on the name."""
    return hashlib.sha256(name.encode()).digest()[0] * 360 // 256
