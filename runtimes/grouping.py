"""Lines that are one of several: the lists and matrices that go over many lines."""

import re
from dataclasses import replace

from runtimes import reasons
from runtimes.membership import (
    cycle_of,
    differing,
    listed_in_document,
    listed_in_makefile,
)
from runtimes.model import Pin
from runtimes.source import Source
from runtimes.syntax.keys import KEYED

_LISTS = frozenset({reasons.LISTED, reasons.SEVERAL})
_SPREAD = 3
_FARTHEST = 120
_REACH = 14
_KEY = re.compile(r"([\w./-]+)[\"']?[ \t]*:[ \t](?!.*[\w\"'}\]]:[ \t])")
_REST_OF_KEY = re.compile(r"[\w. -]*[\"']?:\s")
_LONE_ITEM = re.compile(r"[ \t]*-[ \t]+\S+[ \t]*(?:#.*)?")
_INDENT = re.compile(r"[ \t]*")
# The items of these are different things one after the other, and no choices of one.
_SEQUENCE = re.compile(
    r"[ \t]*-?[ \t]*[\"']?(?:\w*steps|\w*script|dependencies|tasks|services|containers|repos|hooks)"
    r"[\"']?[ \t]*:"
)
_INSTALLS = re.compile(r"\b(?:mise|asdf|rbenv|rvm|pyenv|nvm|uv|goenv|gvm)\b.*\b(?:install|use)\b")
_MATRIX = re.compile(r"[ \t]*-?[ \t]*[\"']?(?:matrix|include|strategy|jobs?|envs?)[\"']?[ \t]*:")


def ask_where_listed(source: Source, pins: list[Pin]) -> list[Pin]:
    """Turn plain edits into questions where other lines show that they are one of several.

    Such are the items of one YAML list, one key under one matrix, the same words before three or
    more cycles, jobs that are named after theirs, one install after another, what a matrix
    excludes or includes, what lags on purpose, and a file whose own name carries the version.
    """
    plain = [pin for pin in pins if pin.edit == "yes" and pin.version is not None]
    if not plain:
        return pins
    asked = _listed(source, plain, [pin for pin in pins if pin.reason in _LISTS])
    pins = [_asked(pin, asked[pin]) if pin in asked else pin for pin in pins]
    listed = set(asked)
    alone = [pin for pin in plain if pin not in listed]
    spread = differing(((_words_before(source, pin), pin) for pin in alone), _SPREAD)
    condensed = [pin for pin in alone if pin.raw.isdigit() and pin.kind == "name"]
    spread |= differing(((_words_before(source, pin), pin) for pin in condensed), 2)
    several = listed | spread | _named_after(source, alone) | _installed_beside(source, alone)
    return [_asked(pin) if pin in several or _is_in_path(source, pin) else pin for pin in pins]


def _listed(source: Source, plain: list[Pin], known: list[Pin]) -> dict[Pin, str]:
    """What a list or matrix makes a question, by the tree where the document has keys."""
    if source.grammar in KEYED and source.tree is not None:
        return listed_in_document(source, plain, [*plain, *known])
    if source.grammar == "make":
        return listed_in_makefile(source, plain)
    found = differing(((_group(source, pin), pin) for pin in plain), 2)
    return dict.fromkeys(found, reasons.LISTED)


def _asked(pin: Pin, reason: str = reasons.LISTED) -> Pin:
    return replace(pin, edit="ask", reason=reason)


def _named_after(source: Source, pins: list[Pin]) -> set[Pin]:
    """Values of one variable, of two and more cycles, in jobs that are named after them."""
    given = [pin for pin in pins if pin.kind in {"variable", "name"} and _key_before(source, pin)]
    same = differing(((_words_before(source, pin), pin) for pin in given), 2)
    return {pin for pin in same if _is_in_opener(source, pin)}


def _is_in_opener(source: Source, pin: Pin) -> bool:
    """Whether a line that encloses a pin, by its indent, says the pin's cycle."""
    cycle = cycle_of(pin)
    spelt = rf"(?<![\d.]){re.escape(cycle)}(?![\d])|(?<!\d){cycle.replace('.', '')}(?!\d)"
    start = source.line_start(pin.span[0])
    indent = _indent(source.line(start))
    for _ in range(_FARTHEST):
        if start == 0 or indent == 0:
            return False
        start = source.line_start(start - 1)
        line = source.text[start : source.line_end(start)]
        if line.strip() and _indent(line) < indent:
            indent = _indent(line)
            if re.search(spelt, line):
                return True
    return False


def _installed_beside(source: Source, pins: list[Pin]) -> set[Pin]:
    """Pins of two and more cycles that one command installs on lines of their own."""
    installs = [pin for pin in pins if _INSTALLS.search(source.before(pin.span[0]).lower())]
    return differing(((_words_before(source, pin), pin) for pin in installs), 2)


def _words_before(source: Source, pin: Pin) -> tuple[str, str]:
    """What stands before a version: a matrix written out by hand repeats it."""
    return pin.runtime, source.before(pin.span[0]).strip()[-_REACH:]


def _is_in_path(source: Source, pin: Pin) -> bool:
    """``docker/3.2/Dockerfile`` and ``gemfiles/rails_7.0.gemfile`` are one of several."""
    if pin.edit != "yes" or pin.kind.startswith(("go.mod", "tool versions", "version file")):
        return False
    return re.search(rf"(?<![\d.v]){re.escape(cycle_of(pin))}(?![\d])", source.path) is not None


def _group(source: Source, pin: Pin) -> tuple[str, int, str] | None:
    """What makes a pin a sibling of others: its list or matrix, and its key there."""
    start = source.line_start(pin.span[0])
    line = source.text[start : source.line_end(start)]
    _, colon, _ = line.partition(":")
    key = _key_before(source, pin)
    if _LONE_ITEM.fullmatch(line.rstrip()) and (not colon or key is None):
        return pin.runtime, _owner(source, start, _indent(line)), "-"
    if not colon:
        return None
    if key is None:
        in_key = _REST_OF_KEY.match(source.text, pin.span[1]) is not None
        return (pin.runtime, _owner(source, start, _indent(line) - 1), "key") if in_key else None
    item = _item_above(source, start, line)
    if item is not None:
        owner = _owner(source, item, _indent(source.line(item)))
        return None if _SEQUENCE.match(source.line(owner)) else (pin.runtime, owner, key)
    matrix = _matrix_above(source, start, _indent(line))
    return None if matrix is None else (pin.runtime, matrix, key)


def _key_before(source: Source, pin: Pin) -> str | None:
    """The key that a version is the value of, None when the version is in a key itself."""
    match = _KEY.search(source.before(pin.span[0]))
    return None if match is None else match[1]


def _item_above(source: Source, start: int, line: str) -> int | None:
    """The offset of the list item that a line belongs to, None outside of a list."""
    indent = _indent(line)
    for _ in range(_FARTHEST):
        if line.lstrip().startswith("- "):
            return start
        if start == 0 or indent == 0:
            return None
        start = source.line_start(start - 1)
        line = source.text[start : source.line_end(start)]
        if not line.strip() or line.lstrip().startswith("#") or _indent(line) >= indent:
            line = ""
            continue
        indent = _indent(line)
    return None


def _owner(source: Source, start: int, indent: int) -> int:
    """The offset of the line that a list item hangs under."""
    for _ in range(_FARTHEST):
        if start == 0:
            break
        start = source.line_start(start - 1)
        line = source.text[start : source.line_end(start)]
        if line.strip() and not line.lstrip().startswith(("#", "- ")) and _indent(line) <= indent:
            return start
        if line.lstrip().startswith("- ") and _indent(line) < indent:
            return start
    return 0


def _matrix_above(source: Source, start: int, indent: int) -> int | None:
    """The offset of the nearest enclosing matrix or include, None outside of one."""
    for _ in range(_FARTHEST):
        if start == 0 or indent == 0:
            break
        start = source.line_start(start - 1)
        line = source.text[start : source.line_end(start)]
        if not line.strip() or line.lstrip().startswith("#") or _indent(line) >= indent:
            continue
        indent = _indent(line)
        if _MATRIX.match(line) and ("matrix" in line or "include" in line):
            return start
    return None


def _indent(line: str) -> int:
    match = _INDENT.match(line)
    return match.end() if match else 0
