"""Lines that are one of several: the lists and matrices that go over many lines."""

import re
from dataclasses import replace

from runtimes import reasons
from runtimes.model import Pin
from runtimes.page import Page
from runtimes.registry import get_runtime

_MANY = 3
_INDENT = re.compile(r"[ \t]*")
_MATRIX = re.compile(r"[ \t]*-?[ \t]*[\"']?(?:matrix|include|strategy|jobs?|envs?)[\"']?[ \t]*:")


def ask_where_listed(page: Page, pins: list[Pin]) -> list[Pin]:
    """Turn plain edits into questions where other lines show that they are one of several.

    Such are the items of one YAML list, one key under one matrix, three or more cycles in lines
    of one kind, and a file whose own name carries the version.
    """
    keys = {pin: _group(page, pin) for pin in pins if pin.edit == "yes"} if len(pins) > 1 else {}
    raws: dict[tuple[str, int, str], set[str]] = {}
    for pin, key in keys.items():
        if key is not None:
            raws.setdefault(key, set()).add(pin.raw)
    listed = {key for key, found in raws.items() if len(found) > 1}
    spread = _spread(pins)
    return [
        _asked(pin) if _is_one_of(page, pin, keys.get(pin) in listed, spread) else pin
        for pin in pins
    ]


def _is_one_of(page: Page, pin: Pin, is_listed: bool, spread: frozenset[tuple[str, str]]) -> bool:  # noqa: FBT001
    if pin.edit != "yes":
        return False
    return is_listed or (pin.runtime, pin.kind) in spread or _is_in_path(page, pin)


def _asked(pin: Pin) -> Pin:
    return replace(pin, edit="ask", reason=reasons.LISTED)


def _spread(pins: list[Pin]) -> frozenset[tuple[str, str]]:
    """The kinds of line that name three cycles or more: a matrix written out by hand."""
    cycles: dict[tuple[str, str], set[str]] = {}
    for pin in pins:
        if pin.edit == "yes" and pin.version is not None:
            cycle = pin.version.cycle_of(get_runtime(pin.runtime))
            cycles.setdefault((pin.runtime, pin.kind), set()).add(cycle)
    return frozenset(kind for kind, found in cycles.items() if len(found) >= _MANY)


def _is_in_path(page: Page, pin: Pin) -> bool:
    """``docker/3.2/Dockerfile`` and ``gemfiles/rails_7.0.gemfile`` are one of several."""
    if pin.version is None or pin.kind.startswith(("go.mod", "tool versions", "version file")):
        return False
    cycle = pin.version.cycle_of(get_runtime(pin.runtime))
    return re.search(rf"(?<![\d.v]){re.escape(cycle)}(?![\d])", page.path) is not None


def _group(page: Page, pin: Pin) -> tuple[str, int, str] | None:
    """What makes a pin a sibling of others: its list or matrix, and its key there."""
    start = page.line_start(pin.span[0])
    line = page.text[start : page.line_end(start)]
    key, colon, _ = line.lstrip(" -\t").partition(":")
    if line.lstrip().startswith("- ") and (not colon or pin.raw in key):
        return pin.runtime, _owner(page, start, _indent(line)), "-"
    if pin.raw in key and colon:
        return pin.runtime, _owner(page, start, _indent(line) - 1), "key"
    item = _item_above(page, start, line)
    if item is not None:
        return pin.runtime, _owner(page, item, _indent(page.line(item))), key
    matrix = _matrix_above(page, start, _indent(line))
    return None if matrix is None else (pin.runtime, matrix, key)


def _item_above(page: Page, start: int, line: str) -> int | None:
    """The offset of the list item that a line belongs to, None outside of a list."""
    indent = _indent(line)
    while not line.lstrip().startswith("- "):
        if start == 0 or indent == 0:
            return None
        start = page.line_start(start - 1)
        line = page.text[start : page.line_end(start)]
        if not line.strip() or line.lstrip().startswith("#") or _indent(line) >= indent:
            line = ""
            continue
        indent = _indent(line)
    return start


def _owner(page: Page, start: int, indent: int) -> int:
    """The offset of the line that a list item hangs under."""
    while start > 0:
        start = page.line_start(start - 1)
        line = page.text[start : page.line_end(start)]
        if line.strip() and not line.lstrip().startswith(("#", "- ")) and _indent(line) <= indent:
            return start
        if line.lstrip().startswith("- ") and _indent(line) < indent:
            return start
    return 0


def _matrix_above(page: Page, start: int, indent: int) -> int | None:
    """The offset of the nearest enclosing matrix or include, None outside of one."""
    while start > 0 and indent > 0:
        start = page.line_start(start - 1)
        line = page.text[start : page.line_end(start)]
        if not line.strip() or line.lstrip().startswith("#") or _indent(line) >= indent:
            continue
        indent = _indent(line)
        if _MATRIX.match(line) and ("matrix" in line or "include" in line):
            return start
    return None


def _indent(line: str) -> int:
    match = _INDENT.match(line)
    return match.end() if match else 0
