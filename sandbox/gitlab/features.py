"""The features and limits of the sandbox's GitLab."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """Requests per minute and user (docs.gitlab.com, GitLab.com settings); None means no limit."""

    requests: int | None = None
    issues: int | None = None
    notes: int | None = None


GITLAB_COM = Limits(requests=2000, issues=200, notes=60)
NO_LIMITS = Limits()


@dataclass(frozen=True)
class Features:
    """The features that can be turned on or off.

    Args:
        premium: epics, blocking links, exclusive scoped labels and Status.
        statuses: whether this GitLab is new enough to have the Status widget.
        removed_widgets: GraphQL widget types that an older server lacks.
        hidden_projects: projects that the assistant's token cannot see.
        read_only_projects: projects where the assistant's token may only read.
        guest_projects: projects where the assistant is a guest: GitLab drops the labels and
            assignees that it sets.
        limits: requests per minute.
    """

    premium: bool = True
    statuses: bool = True
    removed_widgets: frozenset[str] = frozenset()
    hidden_projects: frozenset[str] = frozenset()
    read_only_projects: frozenset[str] = frozenset()
    guest_projects: frozenset[str] = frozenset()
    limits: Limits = field(default=NO_LIMITS)
