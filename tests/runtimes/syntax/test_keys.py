"""Where a value hangs in a document of keys."""

import pytest

from runtimes.syntax.keys import place_at
from runtimes.syntax.tree import read_tree


@pytest.mark.parametrize(
    ("grammar", "text", "needle", "keys"),
    [
        ("yaml", "a:\n  - b: &x '12'\n", "12", ("a", "*", "b")),
        ("yaml", "a: {b: [1, 23]}\n", "23", ("a", "b", "*")),
        ("json", '{"a": [{"b": "12"}]}', "12", ("a", "*", "b")),
        ("toml", '[a.b]\nc = "12"\n', "12", ("a", "b", "c")),
        ("toml", '[[a]]\nb.c = ["12"]\n', "12", ("a", "*", "b", "c", "*")),
        ("hcl", 'a "b" {\n  c = "12"\n}\n', "12", ("a", "b", "c")),
        ("nix", '{ a.b = { c = "12"; }; }', "12", ("a", "b", "c")),
    ],
)
def test_a_value_hangs_below_its_keys(
    grammar: str, text: str, needle: str, keys: tuple[str, ...]
) -> None:
    tree = read_tree(grammar, text)
    assert tree is not None
    place = place_at(tree, text.index(needle))
    assert (place.keys, place.text.strip(), place.in_key) == (keys, needle, False)


def test_neighbours_are_scalars_of_the_same_mapping() -> None:
    text = "a:\n  x: 1\n  y: 'two'\n  z: [3]\nb: 4\n"
    tree = read_tree("yaml", text)
    assert tree is not None
    assert place_at(tree, text.index("two")).siblings() == {"x": "1", "y": "two"}
