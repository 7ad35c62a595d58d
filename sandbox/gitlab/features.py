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
# The experiments of 19.5 (docs.gitlab.com/api/graphql/reference/experimental).
EXPERIMENTS = frozenset(
    {
        *("Query.workItem", "Mutation.workItemCreate", "Mutation.workItemUpdate"),
        *("Namespace.workItem", "Namespace.workItems", "Namespace.workItemTypes"),
        *("WorkItem.archived", "WorkItem.namespace", "WorkItemWidgetLinkedItems.linkedItems"),
        *("WorkItemWidgetStatus.status", "WorkItemType.canUserCreateItems"),
        *("WorkItemType.enabled", "WorkItemType.isFilterableListView"),
    }
)


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
        max_complexity: of a query with a token.
        version: what `GET /version` answers.
        without: GraphQL types and fields (`Type`, `Type.field`) that this server lacks.
        experiments: GraphQL fields (`Type.field`) that introspection hides unless it is asked for
            deprecated ones.
        null_fields: GraphQL fields that are in the schema and answer null all the same.
        custom_types: names of the work item types that the group defined.
        disabled_types: names of the work item types that the projects may not use.
        enforce_types: whether creating an item of a disabled type is refused; an issue is created
            all the same otherwise (flag `enforce_work_item_type_availability`).
    """

    premium: bool = True
    statuses: bool = True
    removed_widgets: frozenset[str] = frozenset()
    hidden_projects: frozenset[str] = frozenset()
    read_only_projects: frozenset[str] = frozenset()
    guest_projects: frozenset[str] = frozenset()
    limits: Limits = field(default=NO_LIMITS)
    max_complexity: int = 250
    version: str = "19.5.0-ee"
    without: frozenset[str] = frozenset()
    experiments: frozenset[str] = EXPERIMENTS
    null_fields: frozenset[str] = frozenset()
    custom_types: tuple[str, ...] = ()
    disabled_types: frozenset[str] = frozenset()
    enforce_types: bool = True
