"""The complexity of a query, counted as GitLab counts it.

Sources: docs.gitlab.com/api/graphql (limits); GitLab's `Types::BaseField` and
`Resolvers::BaseResolver`: a field costs 1; a resolver adds 1 (2 with `sort`, 5 more with
`search`) and 1% for each node it may load, unless it looks up ids; `linkedItems` costs 5, a tree's
`lastCommit` 10 (`TreeType`);
`blobs` adds 1 for each requested path (`Resolvers::BlobsResolver`).
Of the inline fragments on an interface, only the costliest type counts, as in graphql-ruby.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    value_from_ast_untyped,
)
from graphql.type.introspection import SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef

MAX_PAGE = 100
FIXED = {("WorkItemWidgetLinkedItems", "linkedItems"): 5, ("Tree", "lastCommit"): 10}
RESOLVED = frozenset(
    {
        "workItems",
        "workItemTypes",
        "projects",
        "statuses",
        "lifecycles",
        "workItemAllowedStatuses",
        "assignees",
    }
    | {"closingMergeRequests", "relatedMergeRequests", "group", "project", "namespace"}
    | {"workItem", "mergeRequest", "currentUser", "metadata", "users", "blobs", "tree"}
)
_META = {
    "__schema": SchemaMetaFieldDef,
    "__type": TypeMetaFieldDef,
    "__typename": TypeNameMetaFieldDef,
}


@dataclass(frozen=True)
class _Query:
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]


def complexity(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> int:
    """Return the complexity of one operation."""
    root = schema.get_root_type(operation.operation)
    query = _Query(schema, fragments, variables)
    return 0 if root is None else _selection(query, root, [operation.selection_set])


def _selection(query: _Query, on: GraphQLNamedType, sets: list[SelectionSetNode]) -> int:
    """Return the complexity of a selection; for an abstract type, that of its costliest type."""
    if isinstance(on, (GraphQLInterfaceType, GraphQLUnionType)):
        kinds = query.schema.get_possible_types(on)
        return max((_on_object(query, kind, sets) for kind in kinds), default=0)
    return _on_object(query, on, sets) if isinstance(on, GraphQLObjectType) else 0


def _on_object(query: _Query, on: GraphQLObjectType, sets: list[SelectionSetNode]) -> int:
    by_key: dict[str, list[FieldNode]] = {}
    for node in (field for chosen in sets for field in _fields(query, on, chosen)):
        by_key.setdefault((node.alias or node.name).value, []).append(node)
    return sum(_field(query, on, nodes) for nodes in by_key.values())


def _fields(query: _Query, on: GraphQLObjectType, chosen: SelectionSetNode) -> Iterator[FieldNode]:
    for node in chosen.selections:
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, InlineFragmentNode):
            wanted = None if node.type_condition is None else node.type_condition.name.value
            if _applies(query, on, wanted):
                yield from _fields(query, on, node.selection_set)
        elif isinstance(node, FragmentSpreadNode):
            fragment = query.fragments[node.name.value]
            if _applies(query, on, fragment.type_condition.name.value):
                yield from _fields(query, on, fragment.selection_set)


def _applies(query: _Query, on: GraphQLObjectType, wanted: str | None) -> bool:
    if wanted in (None, on.name):
        return True
    found = query.schema.type_map.get(wanted or "")
    abstract = isinstance(found, (GraphQLInterfaceType, GraphQLUnionType))
    return abstract and query.schema.is_sub_type(found, on)  # type: ignore[arg-type]  # abstract narrows it


def _field(query: _Query, on: GraphQLObjectType, nodes: list[FieldNode]) -> int:
    name = nodes[0].name.value
    field: GraphQLField = on.fields[name] if name in on.fields else _META[name]
    sets = [node.selection_set for node in nodes if node.selection_set is not None]
    kind = get_named_type(field.type)
    inside = _selection(query, kind, sets) if sets else 0
    fixed = FIXED.get((on.name, name))
    if fixed is not None:
        return fixed + inside
    if name not in RESOLVED:
        return 1 + inside
    return _resolved(query, nodes[0], inside, paged=kind.name.endswith("Connection"))


def _resolved(query: _Query, node: FieldNode, inside: int, *, paged: bool) -> int:
    args = {
        a.name.value: value_from_ast_untyped(a.value, dict(query.variables)) for a in node.arguments
    }
    cost = inside + 1 + (1 if args.get("sort") else 0) + (5 if args.get("search") else 0)
    cost += len(args.get("paths") or ())
    if not paged or args.get("iids") or args.get("iid") or args.get("ids"):
        return cost
    sizes = [n for n in (args.get("first"), args.get("last"), MAX_PAGE) if isinstance(n, int)]
    return math.floor(cost + cost * min(sizes) * 0.01)
