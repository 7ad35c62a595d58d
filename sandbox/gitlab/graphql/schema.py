"""The schema: the excerpt, without what an older server lacks, with its resolvers."""

import functools
from collections.abc import Iterable, Mapping
from importlib.resources import files

from graphql import (
    DocumentNode,
    FieldDefinitionNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    TypeNode,
    build_ast_schema,
    parse,
)

from sandbox.gitlab.features import Features
from sandbox.gitlab.graphql.resolvers import RESOLVERS

STATUS_TYPES = frozenset(
    {
        "WorkItemWidgetStatus",
        "WorkItemStatus",
        "WorkItemStatusConnection",
        "WorkItemStatusEdge",
        "WorkItemStatusCategoryEnum",
        "WorkItemLifecycle",
        "WorkItemLifecycleConnection",
        "WorkItemLifecycleEdge",
        "WorkItemWidgetStatusInput",
        "WorkItemsStatusesStatusID",
    }
)
_WITH_FIELDS = (
    ObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    InputObjectTypeDefinitionNode,
)


def schema_for(features: Features) -> GraphQLSchema:
    """Return the schema that a server with these features publishes."""
    return _built(features.removed_widgets | (frozenset() if features.statuses else STATUS_TYPES))


@functools.lru_cache(maxsize=8)
def _built(removed: frozenset[str]) -> GraphQLSchema:
    text = files("sandbox.gitlab.graphql").joinpath("schema.graphql").read_text("utf-8")
    schema = build_ast_schema(_without(parse(text), removed))
    _attach(schema, RESOLVERS)
    return schema


def _without(document: DocumentNode, removed: frozenset[str]) -> DocumentNode:
    """Drop the given types and every field of those types."""
    kept = []
    for node in document.definitions:
        if getattr(getattr(node, "name", None), "value", None) in removed:
            continue
        if isinstance(node, _WITH_FIELDS):
            node.fields = tuple(_kept_fields(node.fields, removed))  # type: ignore[assignment]  # a node's fields keep their type
        kept.append(node)
    document.definitions = tuple(kept)
    return document


def _kept_fields(
    fields: Iterable[FieldDefinitionNode | InputValueDefinitionNode], removed: frozenset[str]
) -> Iterable[FieldDefinitionNode | InputValueDefinitionNode]:
    return (field for field in fields if _named(field.type) not in removed)


def _named(node: TypeNode) -> str:
    while isinstance(node, (ListTypeNode, NonNullTypeNode)):
        node = node.type
    return node.name.value if isinstance(node, NamedTypeNode) else ""


def _attach(schema: GraphQLSchema, resolvers: Mapping[str, Mapping[str, object]]) -> None:
    for type_name, fields in resolvers.items():
        found = schema.type_map.get(type_name)
        if isinstance(found, GraphQLInterfaceType):
            found.resolve_type = fields["__resolve_type"]  # type: ignore[assignment]  # resolvers are plain objects here
        if isinstance(found, GraphQLObjectType):
            for name, resolve in fields.items():
                if name in found.fields:
                    found.fields[name].resolve = resolve
