"""Read an edited file again: the same pins, only moved, and no name that stands twice now."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tree_sitter import Node

from runtimes.model import Pin, Span
from runtimes.pins import find_pins
from runtimes.source import plain_name
from runtimes.syntax.keys import KEYED, keys_of, pairs_of
from runtimes.syntax.kinds import grammar_of
from runtimes.syntax.tree import SyntaxTree, read_tree

FEWER = "the edited file would not show the same pins: change it by hand"
DOUBLED = "the edit would make two names one: change it by hand"


def why_not(path: str, before: str, after: str, moved: Iterable[Span]) -> str:
    """Return why an edit must not be made, empty where it may.

    Args:
        path: The file.
        before: Its text.
        after: Its text with the edits.
        moved: The places of the old text that were edited.
    """
    if _names_twice(path, after) - _names_twice(path, before):
        return DOUBLED
    spans = set(moved)
    old, new = find_pins(path, before), find_pins(path, after)
    kept = [(pin.line, pin.runtime) for pin in old]
    if kept != [(pin.line, pin.runtime) for pin in new]:
        return FEWER
    stays = all(
        was.raw == now.raw or not spans.isdisjoint(_spans(was))
        for was, now in zip(old, new, strict=True)
    )
    return "" if stays else FEWER


def _spans(pin: Pin) -> tuple[Span, ...]:
    return pin.span, *pin.also


def _names_twice(path: str, text: str) -> Counter[str]:
    """The keys that one mapping, table or file of targets has twice, each with its number."""
    grammar = grammar_of(plain_name(path))
    tree = read_tree(grammar, text) if grammar in KEYED or grammar == "make" else None
    if tree is None:
        return Counter()
    names: Counter[tuple[int, str]] = Counter(_names(tree))
    return Counter({name: count for (_, name), count in names.items() if count > 1})


def _names(tree: SyntaxTree) -> Iterator[tuple[int, str]]:
    """Every key with the number of what holds it; targets of a Makefile with that of the file."""
    ahead = [tree.root]
    while ahead:
        node = ahead.pop()
        children = tree.children_of(node)
        ahead += [child for child in children if child.child_count]
        if tree.grammar == "make":
            yield from ((0, tree.text_of(child)) for child in children if child.type == "targets")
            continue
        yield from ((node.id, key) for key, _ in pairs_of(tree, node))
        yield from ((node.id, _header(tree, child)) for child in children if _is_table(child))


def _is_table(node: Node) -> bool:
    return node.type in {"table", "block"}


def _header(tree: SyntaxTree, node: Node) -> str:
    return ".".join(key for key, _ in keys_of(tree, node))
