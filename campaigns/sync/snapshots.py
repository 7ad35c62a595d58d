"""What GitLab shows of one issue, as plain values."""

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
class BlockerSeen:
    """An issue that a link names: ``open`` until it is closed.

    ``assignees`` is None where the answer did not tell them.
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
    """One issue as GitLab shows it now.

    ``blockers`` are what blocking links name, ``related`` what `relates_to` links name.
    ``project_id`` and ``id`` are GitLab's global numbers. ``links_known`` is False
    where the links were not read this time (on Free they are read more rarely).
    ``moved`` is True where the issue lives on elsewhere (``moved_to``, where GitLab says
    it), ``duplicate`` where it was closed as a duplicate of another issue.
    ``changed_at`` is when anything about the issue last changed, notes included, and
    ``requests_changed_at`` the same of the merge requests that close it.
    """

    ref: IssueRef
    id: int
    web_url: str
    title: str = ""
    closed: bool = False
    labels: tuple[str, ...] = ()
    status: str | None = None
    assignees: tuple[str, ...] = ()
    blockers: tuple[BlockerSeen, ...] = ()
    related: tuple[BlockerSeen, ...] = ()
    merge_requests: tuple[MergeRequestSnapshot, ...] = ()
    project_id: int | None = None
    description: str = field(default="", compare=False)
    links_known: bool = True
    moved: bool = False
    moved_to: IssueRef | None = None
    duplicate: bool = False
    changed_at: datetime | None = field(default=None, compare=False)
    requests_changed_at: datetime | None = field(default=None, compare=False)
