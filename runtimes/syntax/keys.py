"""Documents of keys and values, whatever their grammar: where a value hangs, and its neighbours."""

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from runtimes.model import Span
from runtimes.syntax.tree import SyntaxTree

ITEM = "*"
KEYED = frozenset({"yaml", "json", "toml", "hcl", "nix"})
_PAIRS = frozenset(
    {"block_mapping_pair", "flow_pair", "pair", "attribute", "object_elem", "binding"}
)
_TABLES = frozenset({"table", "table_array_element", "block"})
_LISTS = frozenset(
    {"block_sequence", "flow_sequence", "array", "tuple", "list_expression", "table_array_element"}
)
_NO_ITEMS = frozenset({"[", "]", ",", "tuple_start", "tuple_end", "comment", "(", ")"})
_SCALARS = frozenset(
    {
        "plain_scalar",
        "double_quote_scalar",
        "single_quote_scalar",
        "block_scalar",
        "string",
        "string_lit",
        "string_expression",
        "number",
        "integer",
        "float",
        "literal_value",
    }
)
_QUOTES = "\"'"


@dataclass(frozen=True, slots=True)
class KeyStep:
    """One level on the way to a value.

    Attributes:
        key: The key, or :data:`ITEM` for an item of a list.
        node: The pair, table or item.
        holder: What holds it: the mapping, table or list.
    """

    key: str
    node: Node
    holder: Node


@dataclass(frozen=True, slots=True)
class Place:
    """Where an offset lies in a document of keys.

    Attributes:
        tree: The document.
        steps: The way from the top.
        in_key: Whether the offset lies in the last step's key.
        scalar: The span of the scalar that holds the offset, without its quotes.
        is_block: Whether that scalar is a text of several lines.
    """

    tree: SyntaxTree
    steps: tuple[KeyStep, ...]
    in_key: bool
    scalar: Span | None
    is_block: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys on the way, from the top."""
        return tuple(step.key for step in self.steps)

    @property
    def key(self) -> str:
        """The nearest key that is no item of a list; empty at the top."""
        return next((step.key for step in reversed(self.steps) if step.key != ITEM), "")

    @property
    def text(self) -> str:
        """The text of the scalar."""
        return "" if self.scalar is None else self.tree.text[slice(*self.scalar)]

    def siblings(self, depth: int = -1) -> dict[str, str]:
        """Return the scalar values beside a step, by their keys."""
        if not self.steps:
            return {}
        holder, known = self.steps[depth].holder, self.tree.scalars
        if holder.id not in known:
            known[holder.id] = dict(_scalars_of(self.tree, holder))
        return known[holder.id]


def place_at(tree: SyntaxTree, at: int) -> Place:
    """Return the place of an offset in a document of keys."""
    steps: list[KeyStep] = []
    in_key, scalar, is_block = False, None, False
    path = tree.path_to(at)
    for index, node in enumerate(path):
        if node.type in _PAIRS or node.type in _TABLES:
            in_key = False
            for key, key_node in keys_of(tree, node):
                steps.append(KeyStep(key, node, _holder(path, index)))
                in_key = in_key or key_node.start_byte <= at < key_node.end_byte
        if node.type in _LISTS and not in_key and index + 1 < len(path):
            item = path[index + 1]
            if node.type == "table_array_element" or item.type not in _NO_ITEMS:
                steps.append(KeyStep(ITEM, item, node))
        if node.type in _SCALARS:
            scalar, is_block = scalar_span(tree, node), node.type == "block_scalar"
    return Place(tree, tuple(steps), in_key, scalar, is_block)


def items_of(tree: SyntaxTree, holder: Node) -> list[Node]:
    """Return the items of a list."""
    return [child for child in tree.children_of(holder) if child.type not in _NO_ITEMS]


def keys_of(tree: SyntaxTree, node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the key of a pair with its node, or the keys of a table's or a block's header."""
    children = tree.children_of(node)
    if node.type == "block":
        for child in children:
            if child.type in {"identifier", "string_lit"}:
                yield _unquoted(tree.text_of(child)), child
        return
    header = next((child for child in children if child.type not in {"[", "[[", "anchor"}), None)
    if header is None:
        return
    parts = tree.children_of(header) if header.type in {"dotted_key", "attrpath"} else [header]
    for part in parts:
        if part.type == "dotted_key":
            yield from ((_unquoted(tree.text_of(one)), one) for one in _parts(tree, part))
        elif part.type != ".":
            yield _unquoted(tree.text_of(part)), part


def _parts(tree: SyntaxTree, node: Node) -> Iterator[Node]:
    """The parts of a dotted key, which the grammar nests to the left."""
    for child in tree.children_of(node):
        if child.type == "dotted_key":
            yield from _parts(tree, child)
        elif child.type != ".":
            yield child


def value_of(tree: SyntaxTree, pair: Node) -> Node | None:
    """Return the value of a pair; None where it has none."""
    children = tree.children_of(pair)
    return children[-1] if len(children) > 1 else None


def scalar_span(tree: SyntaxTree, node: Node) -> Span:
    """Return where a scalar's own text stands, without its quotes."""
    start, end = node.start_byte, node.end_byte
    if end - start > 1 and tree.text[start] in _QUOTES and tree.text[end - 1] == tree.text[start]:
        return start + 1, end - 1
    return start, end


def find_scalar(tree: SyntaxTree, node: Node | None) -> Node | None:
    """Return the only scalar that a value is; None for a mapping, a list or nothing."""
    while node is not None and node.type not in _SCALARS:
        inner = [child for child in tree.children_of(node) if child.is_named]
        inner = [child for child in inner if child.type not in {"anchor", "tag", "comment"}]
        node = inner[0] if len(inner) == 1 and node.type not in _LISTS | _PAIRS else None
    return node


def pairs_of(tree: SyntaxTree, holder: Node) -> Iterator[tuple[str, Node]]:
    """Yield the pairs of a mapping, a table or a block, by their keys."""
    for child in tree.children_of(holder):
        if child.type in _PAIRS:
            yield ".".join(key for key, _ in keys_of(tree, child)), child
        elif child.type in {"body", "binding_set"}:
            yield from pairs_of(tree, child)


def _scalars_of(tree: SyntaxTree, holder: Node) -> Iterator[tuple[str, str]]:
    for key, pair in pairs_of(tree, holder):
        scalar = find_scalar(tree, value_of(tree, pair))
        if scalar is not None:
            yield key, tree.text[slice(*scalar_span(tree, scalar))]


def _holder(path: list[Node], index: int) -> Node:
    """What holds a pair, one level up; of a body the block that it belongs to."""
    return path[index - 1] if index else path[index]


def _unquoted(text: str) -> str:
    return text.strip().strip(_QUOTES)
