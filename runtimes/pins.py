"""Find the lines of a file that pin a runtime: text in, pins out, never an exception."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from runtimes import reasons
from runtimes.grouping import ask_where_listed
from runtimes.model import Edit, Pin, Span
from runtimes.registry import get_runtime
from runtimes.selection import managers_for
from runtimes.source import Match, Source, open_source
from runtimes.spelling import version_of
from runtimes.versions import Version

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
    founds = [found for manager in managers for found in manager.extract(source)]
    if runtime is not None:
        founds = [found for found in founds if found.runtime == runtime]
    return merge(source, founds)


def merge(source: Source, founds: Iterable[Match]) -> list[Pin]:
    """One pin for each line and runtime, from everything that was found on it."""
    placed = sorted(
        ((line, found.runtime, found) for line, found in _numbered(source.text, founds)),
        key=lambda item: (item[0], item[1], item[2].start, -item[2].end),
    )
    pins = [
        _merge_line(source, line, [found for _, _, found in group])
        for (line, _), group in groupby(placed, key=lambda item: item[:2])
    ]
    return ask_where_listed(source, pins)


def _numbered(text: str, founds: Iterable[Match]) -> Iterator[tuple[int, Match]]:
    """The founds with their lines, counted from zero in one pass over the text."""
    line, at = 0, 0
    for found in sorted(founds, key=lambda found: found.start):
        line, at = line + text.count("\n", at, found.start), found.start
        yield line, found


def _merge_line(source: Source, line: int, founds: list[Match]) -> Pin:
    kept = _without_overlaps([found for found in founds if found.edit != "never"] or founds)
    raws = [source.text[found.start : found.end] for found in kept]
    # A folder named by the ABI follows the whole version that stands on the same line.
    judged = [found for found in kept if found.reason != reasons.ABI] or kept
    versions = [version_of(source.text[slice(*found.span)], found.runtime) for found in judged]
    named = [version for version in versions if version is not None]
    strictest = max(judged, key=lambda found: _STRICTNESS[found.edit])
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
        version=_newest(named) or _floor(raws, kept[0].runtime),
        edit=edit,
        reason=reason,
        span=kept[0].span,
        also=tuple(found.span for found in kept[1:]),
        whole=any(found.whole for found in kept),
        name=next((found.name for found in kept if found.name), ""),
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
