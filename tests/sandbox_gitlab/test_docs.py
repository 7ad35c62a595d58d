import re
from pathlib import Path

import pytest
from graphql import GraphQLSchema

from sandbox.gitlab.features import Features
from sandbox.gitlab.graphql.schema import schema_for
from sandbox.gitlab.rest.routes import all_routes
from sandbox.gitlab.work_items.quick_actions import ACTIONS

PAGE = Path(__file__).parents[2] / "docs" / "sandbox-gitlab.md"


def documented() -> set[tuple[str, str]]:
    found = set()
    for match in re.finditer(r"(?:`[A-Z]+`, )*`[A-Z]+ /[^`]*`", PAGE.read_text("utf-8")):
        path = match[0].rpartition(" ")[2].rstrip("`")
        found |= {(method, path) for method in re.findall(r"[A-Z]{3,}", match[0].partition("/")[0])}
    return found


def test_every_route_is_documented_and_nothing_else_is() -> None:
    served = {(route.method, route.template) for route in all_routes()}
    in_prose = {("POST", "/api/v4/projects/:id/issues"), ("POST", "/api/graphql")}
    assert documented() - in_prose == served


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return schema_for(Features())


def test_every_query_and_mutation_is_documented(schema: GraphQLSchema) -> None:
    text = PAGE.read_text("utf-8")
    assert schema.query_type is not None
    assert schema.mutation_type is not None
    names = [*schema.query_type.fields, *schema.mutation_type.fields]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_every_type_names_its_source(schema: GraphQLSchema) -> None:
    ours = [t for t in schema.type_map.values() if not t.name.startswith("__")]
    builtin = {"String", "Int", "Float", "Boolean", "ID"}
    unnamed = [
        t.name
        for t in ours
        if t.name not in builtin
        and not (t.description or "").startswith("docs.gitlab.com/api/graphql/reference/#")
    ]
    assert unnamed == []


def test_every_quick_action_is_documented() -> None:
    text = PAGE.read_text("utf-8")
    assert [name for name in ACTIONS if f"`/{name}`" not in text] == []
