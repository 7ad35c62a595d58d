"""Every grammar loads from its wheel, and is kept from texts that it cannot be trusted with."""

import pytest

from runtimes.syntax.grammars import list_grammars, parse
from runtimes.syntax.tree import read_tree

DEEP = "".join(f"{' ' * depth}a:\n" for depth in range(700))


@pytest.mark.parametrize("grammar", list_grammars())
def test_a_grammar_counts_characters(grammar: str) -> None:
    text = "\ufeff# grün 😀\nx: '1'\n"
    tree = parse(grammar, text)
    assert tree is not None
    assert tree.root_node.end_byte <= len(text)


@pytest.mark.parametrize(
    ("grammar", "text"),
    [("yaml", DEEP), ("yaml", "- " * 10_000), ("yaml", "- a: " * 300), ("bash", "<a>" * 10_000)],
)
def test_a_text_that_would_overflow_or_stall_a_scanner_is_not_parsed(
    grammar: str, text: str
) -> None:
    assert parse(grammar, text) is None


@pytest.mark.parametrize("grammar", list_grammars())
@pytest.mark.parametrize("text", ["", "{", "'", "\0", "- a: [", "<<EOF\n", "[[[[" * 900])
def test_half_a_text_is_a_tree_all_the_same(grammar: str, text: str) -> None:
    tree = read_tree(grammar, text)
    assert tree is not None
    assert [tree.path_to(at)[0].type for at in range(len(text[:9]))] == [tree.root.type] * len(
        text[:9]
    )
