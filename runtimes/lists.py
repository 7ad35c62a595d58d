"""Lists of versions: add a target to one, or put it in the place of the newest, in its own style.

A list stands on one line (``go: ['1.19', '1.20']``, one pin) or has a line for each item (a YAML
block list, an array of JSON, TOML or Python, classifiers: one pin a line).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from runtimes import reasons
from runtimes.model import Pin, Span
from runtimes.quoting import as_text
from runtimes.registry import get_runtime
from runtimes.spelling import respell, version_of
from runtimes.versions import Version, standing

Edit = tuple[Span, str]

AT = "already at the target"
KEPT = "stays in its list, in which the target has its place"
_ALONE = re.compile(
    r"[ \t]*(?:-[ \t]+)?[\"']?(?:[\w.:/-]*|Programming Language :: Python :: )", re.IGNORECASE
)
_REST = re.compile(r"(?P<own>[\w.-]*[\"']?)(?P<comma>,?)[ \t]*(?:(?:#|//)[^\n]*)?\r?")
_BETWEEN = re.compile(r"(?:[ \t]*(?:#|//)?[^\n:\[\]{}]*(?:::[^\n:]*)*\n)*[ \t]*")
_FARTHEST = 3


@dataclass(frozen=True, slots=True)
class _Item:
    """One line of a list: where it starts, where its own text and the line end, its comma."""

    pin: Pin
    start: int
    own_end: int
    end: int
    comma: str


def plan_line(text: str, pin: Pin, target: Version, how: str) -> list[Edit] | str:
    """The edit of a list on one line, or why it stays.

    Args:
        text: The whole file.
        pin: A pin with several places.
        target: What is added.
        how: ``append`` after the last item, or ``replace`` the last one.
    """
    spans = (pin.span, *pin.also)
    raws = [text[start:end] for start, end in spans]
    written = respell(raws[-1], target, get_runtime(pin.runtime), whole=pin.whole)
    if written in raws:
        return AT
    written = as_text(pin.path, text, spans[-1], written)
    if how == "replace":
        return [(spans[-1], written)]
    between = text[spans[-2][1] : spans[-1][0]]
    return [((spans[-1][1], spans[-1][1]), between + written)]


def plan_rows(
    text: str, pins: Iterable[Pin], target: Version, how: str
) -> dict[Pin, list[Edit] | str]:
    """For each pin that is a line of a list: the edit of the list at its newest item, else why."""
    planned: dict[Pin, list[Edit] | str] = {}
    for row in _rows(text, pins):
        newest = max(row, key=lambda item: item.pin.version or target)
        planned.update({item.pin: KEPT for item in row})
        planned[newest.pin] = _plan_row(text, row, newest, target, how)
    return planned


def _rows(text: str, pins: Iterable[Pin]) -> list[list[_Item]]:
    """The lists of two and more lines, each line nothing but its item."""
    rows: list[list[_Item]] = []
    for pin in sorted(pins, key=lambda pin: pin.span):
        item = _read_item(text, pin)
        if item is None:
            continue
        if rows and _are_neighbours(text, rows[-1][-1], item):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [row for row in rows if len(row) > 1]


def _read_item(text: str, pin: Pin) -> _Item | None:
    if pin.edit != "ask" or pin.reason != reasons.LISTED or pin.also or pin.version is None:
        return None
    start = text.rfind("\n", 0, pin.span[0]) + 1
    rest = _REST.match(text, pin.span[1])
    if rest is None or not _ALONE.fullmatch(text, start, pin.span[0]):
        return None
    if text[rest.end() : rest.end() + 1] not in {"", "\n"}:
        return None
    end = rest.end() - text.endswith("\r", start, rest.end())
    return _Item(pin, start, rest.end("own"), end, rest["comma"])


def _are_neighbours(text: str, above: _Item, below: _Item) -> bool:
    """Whether only items of the same list stand between two of them."""
    same = text[above.start : above.pin.span[0]] == text[below.start : below.pin.span[0]]
    near = below.pin.line - above.pin.line <= _FARTHEST
    between = _BETWEEN.fullmatch(text, above.end, below.start) is not None
    return same and near and between and above.pin.runtime == below.pin.runtime


def _plan_row(
    text: str, row: Sequence[_Item], newest: _Item, target: Version, how: str
) -> list[Edit] | str:
    runtime = get_runtime(newest.pin.runtime)
    written = respell(newest.pin.raw, target, runtime, whole=newest.pin.whole)
    if any(version_of(written, runtime.name) == item.pin.version for item in row):
        return AT
    if newest.pin.version and standing(newest.pin.version, target, runtime.cycle_parts) == "ahead":
        return f"ahead: {newest.pin.version} is newer than {target}"
    written = as_text(newest.pin.path, text, newest.pin.span, written)
    if how == "replace":
        return [(newest.pin.span, written)]
    start, end = newest.pin.span
    line = text[newest.start : start] + written + text[end : newest.own_end]
    return _added(text, row, newest, line)


def _added(text: str, row: Sequence[_Item], newest: _Item, line: str) -> list[Edit]:
    """The new line beside the newest item: above it where the newest comes first."""
    break_ = "\r\n" if text.startswith("\r\n", newest.end) else "\n"
    if newest is row[0]:
        return [((newest.start, newest.start), line + newest.comma + break_)]
    if newest.comma or not row[0].comma:
        return [((newest.end, newest.end), break_ + line + newest.comma)]
    # The last item of an array gets the comma that it did not need, before its comment.
    rest = text[newest.own_end : newest.end]
    return [((newest.own_end, newest.end), "," + rest + break_ + line)]
