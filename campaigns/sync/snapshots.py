"""A snapshot of one GitLab issue, as plain values."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, order=True)
class IssueRef:
    """An issue by its project's full path and its iid."""

    project: str
    iid: int

    def __str__(self) -> str:
        return f"{self.project}#{self.iid}"


@dataclass(frozen=True, order=True)
class BlockerSnapshot:
    """A linked issue; ``open`` is False once it is closed.

    ``assignees`` is None if the response did not include them.
    """

    ref: IssueRef
    title: str
    web_url: str
    open: bool
    link_id: int | None = None
    assignees: tuple[str, ...] | None = field(default=None, compare=False)


@dataclass(frozen=True, order=True)
class MergeRequestSnapshot:
    """A merge request that closes the issue when it merges."""

    reference: str
    web_url: str
    state: str
    draft: bool


@dataclass(frozen=True)
class IssueSnapshot:
    """The current state of one issue in GitLab.

    ``blockers`` contains the issues of blocking links, ``related`` those of `relates_to` links.
    ``project_id`` and ``id`` are GitLab's global ids. ``links_known`` is False if the links were
    not read this time (on Free they are read less often), or if GitLab hides some of them;
    ``requests_known`` is the same for merge requests, and ``status_known`` is False if GitLab does
    not show the Status. ``moved`` is True if the issue was moved
    (to ``moved_to``, if GitLab provides it), ``duplicate`` if it was closed as a duplicate.
    ``changed_at`` is when the issue last changed, including its notes; ``requests_changed_at`` is
    the same for the merge requests that close it.
    """

    ref: IssueRef
    id: int
    web_url: str
    title: str = ""
    closed: bool = False
    labels: tuple[str, ...] = ()
    status: str | None = None
    assignees: tuple[str, ...] = ()
    blockers: tuple[BlockerSnapshot, ...] = ()
    related: tuple[BlockerSnapshot, ...] = ()
    merge_requests: tuple[MergeRequestSnapshot, ...] = ()
    project_id: int | None = None
    description: str = field(default="", compare=False)
    links_known: bool = True
    status_known: bool = True
    requests_known: bool = True
    moved: bool = False
    moved_to: IssueRef | None = None
    duplicate: bool = False
    changed_at: datetime | None = field(default=None, compare=False)
    requests_changed_at: datetime | None = field(default=None, compare=False)
