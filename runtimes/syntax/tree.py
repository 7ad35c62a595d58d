"""What stands around an offset: the nodes that hold it, from the whole file down to a token."""

from bisect import bisect_right

from tree_sitter import Node, Tree

from runtimes.syntax.grammars import parse


class SyntaxTree:
    """A text's tree, asked by offsets; what was looked up is kept, so that asking stays cheap.

    Attributes:
        grammar: The grammar's name.
        text: The text, whose offsets are those of the tree.
        root: The widest node.
        scalars: The scalar values of a mapping, by the mapping's number.
    """

    def __init__(self, grammar: str, text: str, tree: Tree) -> None:
        """Keep a tree beside the text that it was read from."""
        self.grammar = grammar
        self.text = text
        self.root = tree.root_node
        self.scalars: dict[int, dict[str, str]] = {}
        self._children: dict[int, tuple[list[int], list[Node]]] = {}

    def path_to(self, at: int) -> list[Node]:
        """Return the nodes that hold an offset, the widest first."""
        node = self.root
        path = [node]
        while True:
            starts, children = self._children_of(node)
            index = bisect_right(starts, at) - 1
            if index < 0 or children[index].end_byte <= at:
                return path
            node = children[index]
            path.append(node)

    def children_of(self, node: Node) -> list[Node]:
        """Return the children of a node, in order."""
        return self._children_of(node)[1]

    def text_of(self, node: Node) -> str:
        """Return the text of a node."""
        return self.text[node.start_byte : node.end_byte]

    def _children_of(self, node: Node) -> tuple[list[int], list[Node]]:
        known = self._children.get(node.id)
        if known is None:
            # Nodes without text are what a grammar missed; they hold no offset.
            children = [child for child in node.children if child.end_byte > child.start_byte]
            known = self._children[node.id] = ([child.start_byte for child in children], children)
        return known


def read_tree(grammar: str, text: str) -> SyntaxTree | None:
    """Read a text by a grammar; None where the grammar cannot be trusted with it."""
    tree = parse(grammar, text)
    return None if tree is None else SyntaxTree(grammar, text, tree)
