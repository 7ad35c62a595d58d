"""The schema: the excerpt, without what an older server lacks, with its resolvers."""

import functools
import json
from collections.abc import Iterable, Mapping
from importlib.resources import files

from graphql import (
    DocumentNode,
    FieldDefinitionNode,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
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
REASON = "**Status**: Experiment. Introduced in GitLab 16.3."
_WITH_FIELDS = (
    ObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    InputObjectTypeDefinitionNode,
)


def schema_for(features: Features) -> GraphQLSchema:
    """Return the schema that a server with these features publishes."""
    removed = features.removed_widgets | features.without
    removed |= frozenset() if features.statuses else STATUS_TYPES
    return _built(removed, features.experiments, features.null_fields)


def list_unknown(names: Iterable[str]) -> list[str]:
    """List the names that are neither a type of the whole schema nor a field (`Type.field`)."""
    kinds = _built(frozenset(), frozenset(), frozenset()).type_map
    known = {*kinds}
    known |= {f"{name}.{field}" for name, kind in kinds.items() for field in _fields_of(kind)}
    return [name for name in names if name not in known]


def _fields_of(kind: GraphQLNamedType) -> Iterable[str]:
    fielded = (GraphQLObjectType, GraphQLInterfaceType, GraphQLInputObjectType)
    return kind.fields if isinstance(kind, fielded) else ()


@functools.lru_cache(maxsize=16)
def _built(
    removed: frozenset[str], experiments: frozenset[str], null_fields: frozenset[str]
) -> GraphQLSchema:
    text = files("sandbox.gitlab.graphql").joinpath("schema.graphql").read_text("utf-8")
    document = _without(parse(text), removed)
    _mark(document, experiments)
    schema = build_ast_schema(document)
    _attach(schema, RESOLVERS)
    _silence(schema, null_fields)
    return schema


def _without(document: DocumentNode, removed: frozenset[str]) -> DocumentNode:
    """Drop the given types, every field of those types, and the given fields (`Type.field`)."""
    kept = []
    for node in document.definitions:
        if getattr(getattr(node, "name", None), "value", None) in removed:
            continue
        if isinstance(node, _WITH_FIELDS):
            kept_fields = _kept_fields(node.name.value, node.fields, removed)
            node.fields = tuple(kept_fields)  # type: ignore[assignment]  # a node's fields keep their type
        kept.append(node)
    document.definitions = tuple(kept)
    return document


def _kept_fields(
    type_name: str,
    fields: Iterable[FieldDefinitionNode | InputValueDefinitionNode],
    removed: frozenset[str],
) -> Iterable[FieldDefinitionNode | InputValueDefinitionNode]:
    return (
        field
        for field in fields
        if _named(field.type) not in removed and f"{type_name}.{field.name.value}" not in removed
    )


def _mark(document: DocumentNode, experiments: frozenset[str]) -> None:
    """Mark fields as experiments, which GitLab publishes as deprecated."""
    for node in document.definitions:
        if isinstance(node, ObjectTypeDefinitionNode):
            for field in node.fields:
                if f"{node.name.value}.{field.name.value}" in experiments:
                    field.directives = _experiment().directives


def _experiment() -> FieldDefinitionNode:
    """Return a field that is marked as an experiment."""
    [node] = parse(f"type Any {{ any: Int @deprecated(reason: {json.dumps(REASON)}) }}").definitions
    if not isinstance(node, ObjectTypeDefinitionNode):
        raise TypeError("an object type was parsed")
    return node.fields[0]


def _silence(schema: GraphQLSchema, null_fields: frozenset[str]) -> None:
    """Make fields answer null, as behind a feature flag."""
    for name in null_fields:
        type_name, _, field = name.partition(".")
        found = schema.type_map.get(type_name)
        if isinstance(found, GraphQLObjectType) and field in found.fields:
            found.fields[field].resolve = lambda *_args, **_named: None


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
