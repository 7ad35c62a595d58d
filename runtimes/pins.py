"""Find the lines of a file that pin a runtime: text in, pins out, never an exception."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from runtimes import reasons
from runtimes.grouping import ask_where_listed
from runtimes.managers.manager import Manager
from runtimes.model import Edit, Pin, Span
from runtimes.registry import get_runtime
from runtimes.selection import managers_for
from runtimes.source import NO_PIN, Match, Source, open_source
from runtimes.spelling import version_of
from runtimes.versions import Version

_GENERATED = re.compile(
    r"\bdo not (?:edit|modify)\b|@generated\b|\bauto-?generated (?:by|from|file)\b"
)
_HEAD = 1_000
_SAID = ("generated", "do not edit", "do not modify")
_STRICTNESS: dict[Edit, int] = {"yes": 0, "ask": 1, "never": 2}


def find_pins(path: str, text: str, runtime: str | None = None) -> list[Pin]:
    """The pins of one file, in the order of its lines.

    Args:
        path: Relative to the repository; it decides which formats are looked for.
        text: The whole file; any text at all is read without an exception.
        runtime: The only runtime to look for, None for all.
    """
    path = path.replace("\\", "/").removeprefix("./")
    managers = managers_for(path)
    if not managers or not text:
        return []
    source = open_source(path, text, runtime or "")
    matches = [match for _, match in owned_matches(source, managers)]
    if runtime is not None:
        matches = [match for match in matches if match.runtime == runtime]
    return merge(source, matches)


def owned_matches(source: Source, managers: Iterable[Manager]) -> list[tuple[Manager, Match]]:
    """The matches of each manager, without what an exact match before it owns."""
    kept: list[tuple[Manager, Match]] = []
    owned = _Owned()
    for manager in managers:
        found = [match for match in manager.extract(source) if not owned.holds(match)]
        for match in found:
            if match.confidence == "exact":
                owned.add(match.span)
                kept.append((manager, match))
        kept += [
            (manager, match)
            for match in found
            if match.confidence != "exact" and not owned.holds(match)
        ]
    return kept


class _Owned:
    """Spans that belong to exact matches."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def add(self, span: Span) -> None:
        insort(self._spans, span)

    def holds(self, match: Match) -> bool:
        """Whether a match overlaps a span that another owns."""
        index = bisect_left(self._spans, match.span)
        near = self._spans[max(0, index - 2) : index + 1]
        return any(match.start < end and start < match.end for start, end in near)


def merge(source: Source, matches: Iterable[Match]) -> list[Pin]:
    """The pins of a file: one for each exact match, one for what was guessed on one line."""
    placed = sorted(
        (
            (line, match.runtime, _group(match), match)
            for line, match in _numbered(source.text, matches)
            if match.kind != NO_PIN
        ),
        key=lambda item: (item[0], item[1], item[2], item[3].start, -item[3].end),
    )
    pins = [
        _merge_line(source, line, [match for *_, match in group])
        for (line, *_), group in groupby(placed, key=lambda item: item[:3])
    ]
    found = sorted(pins, key=lambda pin: (pin.line, pin.runtime))
    return _asked_where_generated(source, ask_where_listed(source, found))


def _asked_where_generated(source: Source, pins: list[Pin]) -> list[Pin]:
    """What a program wrote is changed where that program reads."""
    head = source.low[:_HEAD] if pins else ""
    if not any(word in head for word in _SAID) or not _GENERATED.search(head):
        return pins
    return [_generated(pin) if pin.edit == "yes" else pin for pin in pins]


def _generated(pin: Pin) -> Pin:
    return replace(pin, edit="ask", reason=reasons.GENERATED)


def _group(match: Match) -> int:
    """What makes matches of a line one pin: their list; what is exact stands alone."""
    return match.start if match.confidence == "exact" and match.group < 0 else match.group


def _numbered(text: str, matches: Iterable[Match]) -> Iterator[tuple[int, Match]]:
    """The matches with their lines, counted from zero in one pass over the text."""
    line, at = 0, 0
    for match in sorted(matches, key=lambda match: match.start):
        line, at = line + text.count("\n", at, match.start), match.start
        yield line, match


def _merge_line(source: Source, line: int, matches: list[Match]) -> Pin:
    kept = _without_overlaps([match for match in matches if match.edit != "never"] or matches)
    raws = [source.text[match.start : match.end] for match in kept]
    # A folder named by the ABI follows the whole version that stands on the same line.
    judged = [match for match in kept if match.reason != reasons.ABI] or kept
    versions = [version_of(source.text[slice(*match.span)], match.runtime) for match in judged]
    named = [version for version in versions if version is not None]
    strictest = max(judged, key=lambda match: _STRICTNESS[match.edit])
    edit, reason = strictest.edit, strictest.reason or _first_reason(judged)
    if edit == "yes" and any(version.major in _ports(kept[0].runtime) for version in named):
        edit, reason = "ask", reasons.PORT
    if edit == "yes" and not _agree(named):
        edit, reason = "ask", reasons.SEVERAL
    return Pin(
        path=source.path,
        line=line + 1,
        runtime=kept[0].runtime,
        kind=kept[0].kind,
        raw="|".join(dict.fromkeys(raws)),
        version=kept[0].says or _newest(named) or _floor(raws, kept[0].runtime),
        edit=edit,
        reason=reason,
        span=kept[0].span,
        also=tuple(match.span for match in kept[1:]),
        whole=any(match.whole for match in kept),
        name=next((match.name for match in kept if match.name), ""),
        part=kept[0].part,
    )


def _ports(runtime: str) -> tuple[int, ...]:
    return get_runtime(runtime).ports


def _without_overlaps(founds: list[Match]) -> list[Match]:
    """The founds in order, the wider or stricter of two that overlap."""
    kept: list[Match] = []
    for found in founds:
        if kept and found.start < kept[-1].end:
            kept[-1] = _combined(kept[-1], found)
        else:
            kept.append(found)
    return kept


def _combined(first: Match, second: Match) -> Match:
    stricter = max(first, second, key=lambda found: _STRICTNESS[found.edit])
    wider: Span = max(first.span, second.span, key=lambda span: span[1] - span[0])
    reason = stricter.reason or first.reason or second.reason
    whole, name = first.whole or second.whole, first.name or second.name
    return replace(stricter, start=wider[0], end=wider[1], reason=reason, whole=whole, name=name)


def _first_reason(founds: list[Match]) -> str:
    return next((found.reason for found in founds if found.reason), "")


def _agree(versions: list[Version]) -> bool:
    """Whether the versions of a line are one, written to different lengths: 3.2 and 3.2.2."""
    longest = max((version.numbers for version in versions), key=len, default=())
    return all(version.numbers == longest[: len(version.numbers)] for version in versions)


def _newest(versions: list[Version]) -> Version | None:
    return max(versions, key=lambda version: (version, len(version.numbers)), default=None)


def _floor(raws: list[str], runtime: str) -> Version | None:
    """The first version that a range names."""
    words = (word.strip("~^<>=!|& ,v") for raw in raws for word in raw.replace(",", " ").split())
    return next(
        (version for word in words if word and (version := version_of(word, runtime))), None
    )
