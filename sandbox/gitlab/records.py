"""The records of the sandbox's GitLab, which refer to each other and are changed in place.

Records are compared by identity, hence ``eq=False`` throughout.
"""

import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime

from sandbox.gitlab.drafts import is_draft
from sandbox.gitlab.git import Repository

READABLE_BELOW = 0.3
NO_ACCESS, GUEST, REPORTER, DEVELOPER, MAINTAINER, OWNER = 0, 10, 20, 30, 40, 50


@dataclass(eq=False)
class User:
    """A person or bot; ``state`` is ``active``, ``blocked`` or ``deactivated``.

    ``status`` and ``status_emoji`` are the status the user set, ``busy`` its Busy flag.
    """

    id: int
    username: str
    name: str
    email: str
    created_at: datetime
    state: str = "active"
    bot: bool = False
    busy: bool = False
    status: str = ""
    status_emoji: str = ""


@dataclass(eq=False)
class Group:
    """A group or subgroup; ``members`` maps user ids to access levels, inherited downwards."""

    id: int
    path: str
    name: str
    created_at: datetime
    parent: "Group | None" = None
    description: str = ""
    visibility: str = "public"
    members: dict[int, int] = field(default_factory=dict)
    last_epic_iid: int = 0

    @property
    def full_path(self) -> str:
        """The path including all parent groups, such as ``gitlab-org/build``."""
        return self.path if self.parent is None else f"{self.parent.full_path}/{self.path}"

    @property
    def full_name(self) -> str:
        """The name including all parent groups, as displayed by GitLab."""
        return self.name if self.parent is None else f"{self.parent.full_name} / {self.name}"

    def line(self) -> "list[Group]":
        """List the group and its parents, nearest first."""
        return [self] if self.parent is None else [self, *self.parent.line()]


@dataclass(eq=False)
class Project:
    """A project with its repository; ``levels`` overrides the access that its groups grant.

    Only maintainers can push to ``protected_branches`` and the default branch.
    """

    id: int
    path: str
    name: str
    group: Group
    created_at: datetime
    repository: Repository
    description: str = ""
    visibility: str = "public"
    archived: bool = False
    merge_requests_enabled: bool = True
    protected_branches: frozenset[str] = frozenset()
    levels: dict[int, int] = field(default_factory=dict)
    last_issue_iid: int = 0
    last_merge_request_iid: int = 0
    last_pipeline_iid: int = 0

    @property
    def full_path(self) -> str:
        """The path including all groups, such as ``gitlab-org/build/CNG``."""
        return f"{self.group.full_path}/{self.path}"


@dataclass(eq=False)
class Label:
    """A label of a group or of a project."""

    id: int
    name: str
    color: str
    owner: Group | Project
    description: str | None = None

    @property
    def scope(self) -> str | None:
        """The part before the last ``::``; an item can have only one label per scope (Premium)."""
        scope, mark, _value = self.name.rpartition("::")
        return scope if mark and scope else None

    @property
    def text_color(self) -> str:
        """White or near black, whichever is easier to read on the label's colour."""
        return "#FFFFFF" if luminance(self.color) < READABLE_BELOW else "#1F1E24"


def luminance(color: str) -> float:
    """Return the relative luminance (WCAG 2, 0 to 1) of ``#rgb`` or ``#rrggbb``; names are 0."""
    digits = color.removeprefix("#")
    if not color.startswith("#"):
        return 0.0
    pairs = [d * 2 for d in digits] if len(digits) == len("rgb") else re.findall("..", digits)
    red, green, blue = (math.pow(int(pair, 16) / 255, 2.2) for pair in pairs)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(eq=False)
class LabelEvent:
    """A record of who added or removed a label, and when."""

    id: int
    user: User
    created_at: datetime
    label: Label
    action: str


@dataclass(eq=False)
class Note:
    """A comment, or a system note if ``system`` is set."""

    id: int
    body: str
    author: User
    created_at: datetime
    updated_at: datetime
    system: bool = False
    internal: bool = False


@dataclass(eq=False)
class Epic:
    """A group's epic; as a work item it has a different global id but the same iid."""

    id: int
    work_item_id: int
    iid: int
    group: Group
    title: str
    author: User
    created_at: datetime
    updated_at: datetime
    description: str = ""
    state: str = "opened"
    closed_at: datetime | None = None
    closed_by: User | None = None
    labels: list[Label] = field(default_factory=list)
    label_events: list[LabelEvent] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    children: "list[Issue]" = field(default_factory=list)
    start_on: date | None = None
    start_is_fixed: bool = False
    due_on: date | None = None
    due_is_fixed: bool = False
    confidential: bool = False


@dataclass(eq=False)
class Issue:
    """An issue; ``status`` is the name of its work item Status.

    ``custom_type`` is the name of its type if the group defined that.
    """

    id: int
    iid: int
    project: Project
    title: str
    author: User
    created_at: datetime
    updated_at: datetime
    description: str = ""
    state: str = "opened"
    status: str = "To do"
    closed_at: datetime | None = None
    closed_by: User | None = None
    labels: list[Label] = field(default_factory=list)
    label_events: list[LabelEvent] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    assignees: list[User] = field(default_factory=list)
    due_on: date | None = None
    weight: int | None = None
    confidential: bool = False
    kind: str = "issue"
    custom_type: str | None = None
    epic: Epic | None = None
    epic_issue_id: int | None = None
    moved_to: "Issue | None" = None
    duplicated_to: "Issue | None" = None

    @property
    def reference(self) -> str:
        """The full reference, such as ``gitlab-org/gitaly#7``."""
        return f"{self.project.full_path}#{self.iid}"


@dataclass(eq=False)
class Link:
    """A link between two issues: ``source`` relates to or blocks ``target``."""

    id: int
    source: Issue
    target: Issue
    kind: str
    created_at: datetime
    updated_at: datetime


@dataclass(eq=False)
class Pipeline:
    """A branch's pipeline; ``status`` has GitLab's values (``running``, ``success``, ...)."""

    id: int
    iid: int
    project: Project
    ref: str
    sha: str
    status: str
    user: User
    created_at: datetime
    updated_at: datetime


@dataclass(eq=False)
class MergeRequest:
    """A merge request within one project."""

    id: int
    iid: int
    project: Project
    title: str
    source_branch: str
    target_branch: str
    author: User
    created_at: datetime
    updated_at: datetime
    description: str = ""
    state: str = "opened"
    labels: list[Label] = field(default_factory=list)
    label_events: list[LabelEvent] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    assignees: list[User] = field(default_factory=list)
    reviewers: list[User] = field(default_factory=list)
    pipelines: list[Pipeline] = field(default_factory=list)
    merged_at: datetime | None = None
    merged_by: User | None = None
    closed_at: datetime | None = None
    closed_by: User | None = None
    sha: str = ""
    merge_commit_sha: str | None = None
    remove_source_branch: bool = False

    @property
    def draft(self) -> bool:
        """Whether the title marks it as a draft."""
        return is_draft(self.title)

    @property
    def reference(self) -> str:
        """The full reference, such as ``gitlab-org/gitaly!3``."""
        return f"{self.project.full_path}!{self.iid}"


@dataclass(eq=False)
class Board:
    """A group's issue board, with one list for each label."""

    id: int
    name: str
    group: Group
    lists: list[tuple[int, Label]] = field(default_factory=list)


@dataclass(frozen=True)
class Token:
    """A personal access token.

    ``granular`` is what a fine-grained one was granted: permissions such as ``Work Item: Read``,
    and the GraphQL types that these cover; None for a classic token.
    """

    id: int
    value: str
    user: User
    name: str
    scopes: tuple[str, ...] = ("api",)
    granular: frozenset[str] | None = None
    expires_on: date | None = None

    @property
    def may_read(self) -> bool:
        """Whether it may read at all."""
        return self.granular is not None or bool({"api", "read_api"} & set(self.scopes))

    @property
    def may_write(self) -> bool:
        """Whether it may change work items."""
        if self.granular is not None:
            return "Work Item: Update" in self.granular
        return "api" in self.scopes

    def covers(self, type_name: str) -> bool:
        """Whether it is shown the nodes of a GraphQL type, and not null in their place."""
        return self.granular is None or type_name in self.granular


@dataclass(frozen=True)
class By:
    """The user who makes a change, and the story time."""

    user: User
    now: datetime
