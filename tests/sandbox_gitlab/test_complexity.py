import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, parse

from sandbox.gitlab.features import Features
from sandbox.gitlab.graphql.complexity import complexity
from sandbox.gitlab.graphql.schema import schema_for


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ echo(text: 1) }", 1),
        ("{ currentUser { id name } }", 3),
        ('{ namespace(fullPath: "a") { id } }', 2),
        # (nodes 1 + iid 1 + resolver 1) doubled for 100 nodes, and the namespace's resolver
        ('{ namespace(fullPath: "a") { workItems { nodes { iid } } } }', 7),
        ('{ namespace(fullPath: "a") { workItems(first: 10) { nodes { iid } } } }', 4),
        ('{ namespace(fullPath: "a") { workItems(iids: ["1"]) { nodes { iid } } } }', 4),
        ('{ namespace(fullPath: "a") { workItems(sort: CREATED_ASC) { nodes { iid } } } }', 9),
        ('{ namespace(fullPath: "a") { workItems(search: "x") { nodes { iid } } } }', 17),
        (
            """{ workItem(id: "1") { widgets {
              type
              ... on WorkItemWidgetLinkedItems { linkedItems { nodes { linkId } } }
              ... on WorkItemWidgetDescription { description }
            } } }""",
            1 + 1 + 1 + 5 + 2,
        ),
        ("query($n: Int) { project(fullPath: 1) { workItems(first: $n) { nodes { iid } } } }", 7),
        # the resolver, 3 paths, nodes and path, doubled; the project's resolver, its repository
        (
            """{ project(fullPath: 1) { repository {
              blobs(paths: ["a", "b", "c"]) { nodes { path } } } } }""",
            (1 + 3 + 2) * 2 + 1 + 1,
        ),
        ("{ ...me } fragment me on Query { currentUser { id } }", 2),
    ],
)
def test_complexity_is_counted_as_gitlab_counts_it(query: str, expected: int) -> None:
    document = parse(query)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    variables = {"n": 100}
    assert complexity(schema_for(Features()), operation, fragments, variables) == expected
