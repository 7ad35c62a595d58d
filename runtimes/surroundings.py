"""What a YAML key with a common name means, from the keys around it: ``version``, ``default``."""

import re

from runtimes.lexicon.names import Named, read_name
from runtimes.registry import list_runtimes
from runtimes.source import Source

_KEY = re.compile(r"[ \t]*(?:-[ \t]+)?[\"']?(?P<key>[\w./@:-]+?)[\"']?[ \t]*:(?:\s|$)")
_SIBLING = re.compile(
    r"(?:uses|task|key|name|id|repository|plugin|tool)[\"']?[ \t]*:[ \t]*[\"']?(?P<told>[^\s\"'#]+)"
)
_SETUP = re.compile(
    r"(?:^|[-/])(?:setup|install|use|actions)?[-/]?"
    r"(?P<word>golang|gotool|go|ruby|nodetool|usenode|nodejs|node|usepythonversion|python|userubyversion)"
    r"(?:-version|tool)?(?:$|[@:/])"
)
_TASKS = {
    "gotool": "go",
    "golang": "go",
    "nodetool": "node",
    "usenode": "node",
    "nodejs": "node",
    "usepythonversion": "python",
    "userubyversion": "ruby",
}
_PARENTS_ONLY = frozenset({"default", "stack", "options", "current", "next"})
_LONGEST_STEP = 30
_FARTHEST = 200


def context(source: Source, start: int, key_at: int, key: str) -> Named | None:
    """The runtime whose version a loose key holds, from its siblings, else from its parents.

    Args:
        source: The file.
        start: Where the key's line starts.
        key_at: Where the key starts.
        key: The key, in lower case.
    """
    column = key_at - start
    sibling = None if key in _PARENTS_ONLY else _sibling(source, start, column)
    if sibling is not None or key == "value":
        return sibling
    return _parent(source, start, column)


def _sibling(source: Source, start: int, column: int) -> Named | None:
    """A neighbour in the same mapping, or the step that a ``with:`` belongs to."""
    for line in _block_lines(source, start, column):
        told = _SIBLING.search(line)
        if told is not None:
            named = _told(told["told"])
            if named is not None:
                return named
    return None


def _told(text: str) -> Named | None:
    word = text.strip().lower()
    setup = _SETUP.search(word)
    if setup is not None:
        name = _TASKS.get(setup["word"], setup["word"])
        return Named(name, "", bare=False)
    if word.replace("_", "").replace("-", "").isalnum():
        named = read_name(text)
        if named is not None and not named.bare:
            return named
    last = word.rsplit("/", 1)[-1]
    for runtime in list_runtimes():
        if last in runtime.words.images and "/" not in word.replace("library/", ""):
            return Named(runtime.name, "", bare=False)
    return None


def _block_lines(source: Source, start: int, column: int) -> list[str]:
    """The lines of the mapping around a key, and of the mapping that holds it."""
    above: list[str] = []
    at, depth, floor = start, 0, column
    for _ in range(_FARTHEST):
        if at == 0 or len(above) >= _LONGEST_STEP:
            break
        at = source.line_start(at - 1)
        line = source.low[at : source.line_end(at)]
        indent = _column(line)
        if not line.strip() or line.lstrip().startswith("#") or indent > floor:
            continue
        if indent < floor:
            depth, floor = depth + 1, indent
            if depth > 1 or not line.strip().startswith(("with:", "inputs:", "- with:")):
                break
        above.append(line)
        if line.lstrip().startswith("- "):
            break
    return above + _lines_below(source, start, column)


def _lines_below(source: Source, start: int, column: int) -> list[str]:
    below: list[str] = []
    at = source.line_end(start) + 1
    for _ in range(_FARTHEST):
        if at >= len(source.text) or len(below) >= _LONGEST_STEP:
            break
        line = source.low[at : source.line_end(at)]
        at = source.line_end(at) + 1
        if not line.strip() or _column(line) > column:
            continue
        if _column(line) < column or line.lstrip().startswith("- "):
            break
        below.append(line)
    return below


def _parent(source: Source, start: int, column: int) -> Named | None:
    """The nearest key above that a loose key belongs to."""
    at = start
    for _ in range(_FARTHEST):
        if at == 0:
            break
        at = source.line_start(at - 1)
        line = source.text[at : source.line_end(at)]
        if not line.strip() or line.lstrip().startswith("#") or _column(line) >= column:
            continue
        key = _KEY.match(line)
        return _parent_name(key["key"]) if key is not None else None
    return None


def _parent_name(key: str) -> Named | None:
    named = read_name(key)
    if named is not None:
        return Named(named.runtime, named.reason, bare=False, name=key)
    if "/" in key:
        return _told(key.split("/", maxsplit=1)[0]) or _told(key)
    return None


def _column(line: str) -> int:
    """Where a line's key stands, behind the dash of a list item."""
    rest = line.lstrip(" \t")
    column = len(line) - len(rest)
    while rest.startswith("- "):
        shorter = rest[2:].lstrip(" ")
        column, rest = column + len(rest) - len(shorter), shorter
    return column
