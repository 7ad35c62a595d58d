"""What this GitLab's GraphQL API offers: the probe of its schema and of a group.

GitLab marks its experiments as deprecated, and introspection hides those unless it is asked for
them (docs.gitlab.com/development/api_graphql_styleguide, "Mark schema items as experiments").
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gitlab_gateway.connection import Connection, Json
from gitlab_gateway.errors import (
    GitLabError,
    NeedsOperatorError,
    RateLimitedError,
    UnreachableError,
)

ISSUE = "Issue"
_TYPES = (
    *("Group", "LinkedWorkItemType", "MergeRequest", "Mutation", "Namespace", "Project"),
    *("Repository", "Tree", "WorkItem", "WorkItemClosingMergeRequest", "WorkItemStatus"),
    *("WorkItemType", "WorkItemWidgetAssignees", "WorkItemWidgetDescription"),
    *("WorkItemWidgetDevelopment", "WorkItemWidgetLabels", "WorkItemWidgetLinkedItems"),
    *("WorkItemWidgetHierarchy", "WorkItemWidgetNotes", "WorkItemWidgetStatus"),
)
_DESCRIBED = """
fragment Described on __Type {
  fields(includeDeprecated: true) { name args(includeDeprecated: true) { name } }
}
"""
_ROOTS = ("group", "namespace")
_LISTING = ("(labelName)", "(includeDescendants)", "(after)")


@dataclass(frozen=True)
class WorkItemType:
    """A type of work items; ``enabled`` is None if GitLab does not say."""

    id: str
    name: str
    enabled: bool | None = None

    @property
    def custom(self) -> bool:
        """Whether the group defined it; the name proves nothing, since any type can be renamed."""
        return "TypesFramework::Custom" in self.id


@dataclass(frozen=True)
class Schema:
    """What a GitLab offers to the sync.

    ``names`` has its types, fields and arguments: `WorkItem`, `WorkItem.iid`,
    `Group.workItems(labelName)`. ``null_roots`` are the roots that answer null all the same, and
    ``status_licensed`` is False if the group's licence has no Status, ``epics_enabled`` if it has
    no epics (None if GitLab does not say). ``types`` are the group's work item types, as far as
    GitLab lists them.
    """

    names: frozenset[str]
    null_roots: frozenset[str] = frozenset()
    status_licensed: bool = True
    epics_enabled: bool | None = None
    types: tuple[WorkItemType, ...] = ()

    def offers(self, *names: str) -> bool:
        """Return whether all of these types, fields or arguments exist."""
        return self.names.issuperset(names)

    @property
    def root(self) -> str | None:
        """The field (`group` or `namespace`) that lists work items by label; None without one."""
        usable = (name for name in _ROOTS if name not in self.null_roots and self._lists(name))
        return next(usable, None)

    def _lists(self, root: str) -> bool:
        field = f"{root.capitalize()}.workItems"
        return self.offers(field, *(f"{field}{argument}" for argument in _LISTING))


NOTHING = Schema(frozenset())


def read_schema(gitlab: Connection, group: str) -> Schema:
    """Read the schema, in one request, and what it offers for a group, in a second one.

    A GitLab without introspection offers nothing.

    Raises:
        UnreachableError, RateLimitedError, NeedsOperatorError: try again later.
    """
    described = _ask(gitlab, _question(), {})
    if described is None:
        return NOTHING
    names = frozenset(_names(described))
    return _with_group(gitlab, Schema(names), group)


def _question() -> str:
    asked = " ".join(f'{name}: __type(name: "{name}") {{ ...Described }}' for name in _TYPES)
    return f"query Offered {{ {asked} }}{_DESCRIBED}"


def _ask(gitlab: Connection, text: str, variables: Json) -> Json | None:
    """Run a query; None if GitLab refuses it."""
    try:
        return gitlab.query(text, variables)
    except (UnreachableError, RateLimitedError, NeedsOperatorError):
        raise
    except GitLabError:
        return None


def _names(described: Json) -> Iterator[str]:
    for type_name, found in described.items():
        if not isinstance(found, dict):
            continue
        yield type_name
        for field in found.get("fields") or ():
            yield f"{type_name}.{field['name']}"
            for argument in field.get("args") or ():
                yield f"{type_name}.{field['name']}({argument['name']})"


def _with_group(gitlab: Connection, schema: Schema, group: str) -> Schema:
    """Add what the group shows; a group that is not visible tells nothing."""
    asked = {root: _asked_of(schema, root.capitalize()) for root in _ROOTS}
    parts = " ".join(f"{r}(fullPath: $path) {{ {p} }}" for r, p in asked.items() if p)
    answer = (
        _ask(gitlab, f"query Group($path: ID!) {{ {parts} }}", {"path": group}) if parts else {}
    )
    seen = {root: found for root, found in (answer or {}).items() if isinstance(found, dict)}
    return Schema(
        schema.names,
        frozenset(r for r, found in seen.items() if found.get("workItems", ()) is None),
        all(found.get("statuses", ()) is not None for found in seen.values()),
        _boolean(seen.get("group", {}).get("epicsEnabled")),
        tuple(_types(seen.values())),
    )


def _asked_of(schema: Schema, root: str) -> str:
    known = f"{root}.workItemTypes"
    enabled = "enabled" if schema.offers("WorkItemType.enabled") else ""
    parts = {
        f"{root}.workItems": "workItems(first: 1) { nodes { id } }",
        f"{root}.epicsEnabled": "epicsEnabled",
        f"{root}.statuses": "statuses(first: 1) { nodes { name } }",
        known: f"workItemTypes(first: 100) {{ nodes {{ id name {enabled} }} }}",
    }
    return " ".join(part for name, part in parts.items() if schema.offers(name))


def _types(answers: Iterable[Json]) -> Iterator[WorkItemType]:
    """List the types of the first root that has any."""
    for found in answers:
        listed = (found.get("workItemTypes") or {}).get("nodes") or ()
        for node in filter(None, listed):
            yield WorkItemType(str(node["id"]), str(node["name"]), _boolean(node.get("enabled")))
        if listed:
            return


def _boolean(value: Any) -> bool | None:  # noqa: ANN401 - a part of a JSON answer
    return value if isinstance(value, bool) else None
