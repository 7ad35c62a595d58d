"""YAML of any tool: CI pipelines, compose files, charts, hooks and settings.

Scalars are read as source text, so ``1.20`` stays a text, and templates, tags, anchors and
duplicate keys do no harm. Beside what free text shows, a key such as ``version`` or ``default``
is judged by the keys around it.
"""

import re

from runtimes.formats import free_text
from runtimes.mentions import judge_value
from runtimes.names import Named, read_name
from runtimes.page import Finding, Found, Page
from runtimes.registry import list_runtimes
from runtimes.sentences import find_titles
from runtimes.values import read_value

_LOOSE = re.compile(
    r"^(?P<lead>[ \t]*(?:-[ \t]+)?)[\"']?"
    r"(?P<key>versions?|versionspec|default|value|tag|variant|language_version|stack|options)"
    r"[\"']?[ \t]*:[ \t]*(?:[&!][\w!]+[ \t]+)?(?=[\"'\[vlgrnp\d<>=~^$\n-])",
    re.MULTILINE,
)
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
_FILE_INPUT = re.compile(
    r"^[ \t-]*(?P<name>[\w-]*?)[-_]?version[-_]?file[\"']?[ \t]*:[ \t]*[\"']?(?P<file>[^\s\"'#]+)",
    re.MULTILINE,
)
_MATRIX_TEST = re.compile(
    r"matrix\.(?P<name>[\w-]+)[ \t]*[!=]=[ \t]*[\"']v?(?P<text>\d+(?:\.\d+){0,2}(?:\.x)?)[\"']"
)


def find(page: Page) -> Finding:
    """Everything of free text, and the keys that only their surroundings explain."""
    yield from free_text.find(page)
    for match in _LOOSE.finditer(page.low):
        yield from _read_loose(page, match)
    yield from _find_file_inputs(page)
    yield from _find_matrix_tests(page)
    yield from find_titles(page)


def _read_loose(page: Page, match: re.Match[str]) -> Finding:
    if page.in_comment(match.start("key")):
        return
    named = _context(page, match)
    if named is None:
        return
    value = read_value(page, match.end(), named.runtime)
    if value is not None and value.shape != "floating":
        yield from judge_value(page, named, value, match["key"])


def _context(page: Page, match: re.Match[str]) -> Named | None:
    """What the siblings of a loose key, else its parents, say the value is of."""
    column = match.start("key") - match.start()
    if match["key"] not in {"default", "stack", "options"}:
        sibling = _sibling(page, match.start(), column)
        if sibling is not None:
            return sibling
    if match["key"] == "value":
        return None
    return _parent(page, match.start(), column)


def _sibling(page: Page, start: int, column: int) -> Named | None:
    """A neighbour in the same mapping, or the step that a ``with:`` belongs to."""
    for line in _block_lines(page, start, column):
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


def _block_lines(page: Page, start: int, column: int) -> list[str]:
    """The lines of the mapping around a key, and of the mapping that holds it."""
    above: list[str] = []
    at, depth, floor = start, 0, column
    while at > 0 and len(above) < 30:  # noqa: PLR2004 - a step is shorter
        at = page.line_start(at - 1)
        line = page.low[at : page.line_end(at)]
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
    return above + _lines_below(page, start, column)


def _lines_below(page: Page, start: int, column: int) -> list[str]:
    below: list[str] = []
    at = page.line_end(start) + 1
    while at < len(page.text) and len(below) < 12:  # noqa: PLR2004
        line = page.low[at : page.line_end(at)]
        at = page.line_end(at) + 1
        if not line.strip() or _column(line) > column:
            continue
        if _column(line) < column or line.lstrip().startswith("- "):
            break
        below.append(line)
    return below


def _parent(page: Page, start: int, column: int) -> Named | None:
    """The nearest key above that a loose key belongs to."""
    at = start
    while at > 0:
        at = page.line_start(at - 1)
        line = page.text[at : page.line_end(at)]
        if not line.strip() or line.lstrip().startswith("#") or _column(line) >= column:
            continue
        key = _KEY.match(line)
        return _parent_name(key["key"]) if key is not None else None
    return None


def _parent_name(key: str) -> Named | None:
    named = read_name(key)
    if named is not None:
        return Named(named.runtime, named.role, bare=False)
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


def _find_file_inputs(page: Page) -> Finding:
    """``go-version-file: go.mod``: the version stands in that file."""
    for match in _FILE_INPUT.finditer(page.low):
        named = read_name(match["name"] + "-version")
        if named is not None and not page.in_comment(match.start("name")):
            start, end = match.span("file")
            reason = f"follows {page.text[start:end]}: edit it there"
            yield Found(named.runtime, "input", start, end, "never", reason)


def _find_matrix_tests(page: Page) -> Finding:
    """``if: matrix.go == '1.20'`` moves when the matrix moves."""
    for match in _MATRIX_TEST.finditer(page.low):
        named = read_name(match["name"])
        if named is not None and not page.in_comment(match.start()):
            reason = "a condition on a matrix: it moves when the matrix moves"
            yield Found(named.runtime, "condition", *match.span("text"), "ask", reason)
