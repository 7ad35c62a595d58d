"""Comments: exactly, by the tree; by the marks on the line where there is none."""

import re

from runtimes.syntax.tree import SyntaxTree

_MARKS: dict[str, re.Pattern[str]] = {
    "#": re.compile(r"""(?:^|\s)\#(?![!{])|(?:^|(?<=\s))(?:rem|::)\s""", re.IGNORECASE),
    "//": re.compile(r"(?:^|\s)//|^\s*\*\s|/\*"),
    ";": re.compile(r"^\s*[;#]|\s\#"),
}
# Texts that a grammar keeps whole although they are written in a language with comments.
_OPAQUE = frozenset(
    {
        "block_scalar",
        "shell_text",
        "text",
        "shell_fragment",
        "recipe_line",
        "shell_command",
        "ERROR",
    }
)
# What starts a comment of several lines, where others start at a mark on their line.
_OPENERS = {"ruby": "=begin", "nix": "/*", "powershell": "<#", "hcl": "/*"}
_HTML = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def find_html_comments(text: str) -> list[tuple[int, int]]:
    """List the comments of a text that may hold HTML, in order."""
    return [found.span() for found in _HTML.finditer(text)] if "<!--" in text else []


def has_blocks(grammar: str, text: str, mark: str) -> bool:
    """Whether a text has what starts a comment of several lines."""
    opener = "/*" if mark == "//" else _OPENERS.get(grammar)
    return opener is not None and opener in text


def may_be_comment(grammar: str, before: str, mark: str, *, has_block: bool) -> bool:
    """Whether it is worth asking the tree: most lines hold nothing that starts a comment."""
    if mark == "#":
        is_script = not grammar and _MARKS["#"].search(before) is not None
        is_slashed = grammar == "hcl" and "//" in before
        return "#" in before or is_slashed or is_script or has_block
    return bool(mark) and (mark in before or has_block)


def in_comment(tree: SyntaxTree | None, at: int, before: str, mark: str) -> bool:
    """Whether an offset lies in a comment.

    Args:
        tree: The file's tree, None where it has none.
        at: The offset.
        before: What stands before the offset on its line.
        mark: What starts a comment on a line, for what the tree does not show.
    """
    if tree is None:
        return _follows_a_mark(before, mark)
    path = tree.path_to(at)
    if any("comment" in node.type for node in path):
        return True
    leaf = path[-1]
    if leaf.type not in _OPAQUE:
        return False
    reach = at - max(leaf.start_byte, at - len(before))
    return _follows_a_mark(before[len(before) - reach :], mark)


def _follows_a_mark(before: str, mark: str) -> bool:
    pattern = _MARKS.get(mark)
    if pattern is None:
        return False
    return any(_is_outside_quotes(before, hit.start()) for hit in pattern.finditer(before))


def _is_outside_quotes(before: str, offset: int) -> bool:
    return before.count('"', 0, offset) % 2 == 0 and before.count("'", 0, offset) % 2 == 0
