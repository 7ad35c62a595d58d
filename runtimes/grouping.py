"""Lines that are one of several: the lists and matrices that go over many lines."""

import re
from dataclasses import replace

from runtimes.model import Pin
from runtimes.page import Page

_REASON = "one of a list: adding and dropping versions is a choice of policy"
_INDENT = re.compile(r"[ \t]*")
_MATRIX = re.compile(r"[ \t]*-?[ \t]*[\"']?(?:matrix|include|strategy|jobs?|envs?)[\"']?[ \t]*:")


def ask_where_listed(page: Page, pins: list[Pin]) -> list[Pin]:
    """Turn plain edits into questions where sibling lines name other versions.

    Siblings are the items of one YAML list, or the same key under one matrix.
    """
    if len(pins) < 2:  # noqa: PLR2004 - one line has no sibling
        return pins
    groups: dict[tuple[str, int, str], set[str]] = {}
    keys = {pin: _group(page, pin) for pin in pins if pin.edit == "yes"}
    for pin, key in keys.items():
        if key is not None:
            groups.setdefault(key, set()).add(pin.raw)
    listed = {key for key, raws in groups.items() if len(raws) > 1}
    return [
        replace(pin, edit="ask", kind="list", reason=_REASON) if keys.get(pin) in listed else pin
        for pin in pins
    ]


def _group(page: Page, pin: Pin) -> tuple[str, int, str] | None:
    """What makes a pin a sibling of others: its list or matrix, and its key there."""
    start = page.line_start(pin.span[0])
    line = page.text[start : page.line_end(start)]
    if line.lstrip().startswith("- ") and ":" not in line.split(pin.raw)[0].replace(":: ", ""):
        return pin.runtime, _owner(page, start, _indent(line)), "-"
    matrix = _matrix_above(page, start, _indent(line))
    if matrix is None:
        return None
    return pin.runtime, matrix, line.lstrip(" -\t").split(":")[0]


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
