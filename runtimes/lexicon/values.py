"""What stands where a version is expected: one version, a list, a range, or something else."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from runtimes.lexicon.names import all_words
from runtimes.model import Span
from runtimes.source import Source
from runtimes.spelling import TEXT, version_of

Shape = Literal["single", "list", "range", "reference", "floating", "other"]

_CODENAME = re.compile(r"lts[/-](?P<text>[a-z]+)\b")
_RANGE = re.compile(
    rf"(?:~=|~>|>=|<=|!=|===?|=>|[<>^~=])[ \t]*v?{TEXT}"
    rf"(?:[ \t]*(?:\|\||,|&&)?[ \t]*(?:~=|~>|>=|<=|!=|===?|[<>^~=])?[ \t]*v?{TEXT}"
    r"(?=[\s,|\"'\])<>^~]|$))*",
    re.MULTILINE,
)
_EXACT = re.compile(rf"={{1,3}}\s*v?(?P<text>{TEXT})(?=[\s\"'\]),;]|$)", re.MULTILINE)
_ALTERNATIVES = re.compile(rf"[ \t]*(?:\|\||-(?=[ \t]))[ \t]*[~^<>=]*[ \t]*v?{TEXT}")
_MORE = re.compile(rf"(?P<gap>[ \t]*[,;|][ \t]*[\"']?|[ \t]+[\"']?)v?(?P<text>{TEXT})(?![\w.])")
_FLOOR = re.compile(r"[ \t]*\+(?!\w)|[ \t]*(?:or|and)\s+(?:later|newer|above|higher|up|greater)")
_REFERENCE = re.compile(
    r"\$|\{\{|<%|%\{|#\{|%[a-z_]+%|@[a-z_]+@"
    r"|[./\w-]*(?:\.[a-z]+-versions?|\.nvmrc|go\.(?:mod|work)|package\.json)\b"
)
# ${1:-1.22}: a reference with a default, which is a literal.
_DEFAULT = re.compile(r"[\"']?\$\{\w+:?[-=](?=[\"']?v?\d)")
_FLOATING = re.compile(r"(?:latest|stable|oldstable|lts(?:/\*|/-\d)?|current|tip|head|system)\b")
# Another implementation counts versions of its own; some name the language's in their name.
_OTHER = re.compile(
    rf"(?:pypy|graalpy|jython|micropython|jruby|truffleruby|mruby|tinygo|gccgo)[-_@]?v?(?P<text>{TEXT})"
)
_CLOSERS = " \t\r\n\"'`)]},;-+<@/|&\\:#~="


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where its versions stand.

    Attributes:
        shape: What it is.
        spans: One for each version of a list; the whole text of a range; one of a single.
        end: Where the value ends.
    """

    shape: Shape
    spans: tuple[Span, ...]
    end: int


@cache
def _prefix() -> str:
    return rf"(?:(?:{all_words()})[-_:@ ]?)?(?:[01]-)?v?"


@cache
def _single() -> re.Pattern[str]:
    return re.compile(rf"{_prefix()}(?P<text>{TEXT})(?P<after>.?)", re.DOTALL)


@cache
def _item() -> re.Pattern[str]:
    return re.compile(
        rf"\[?(?:\s|\#[^\n]*)*(?P<quote>[\"']?)(?P<sign>[~^<>=]{{0,2}}[ \t]*){_prefix()}"
        rf"(?P<text>{TEXT})?(?P<rest>[^,\]\n]*)\s*[,\]]"
    )


def read_value(source: Source, start: int, runtime: str) -> Value | None:
    """Read the value at an offset; None when it is nothing that a version could be."""
    low = source.low
    default = _DEFAULT.match(low, start)
    start = default.end() if default else start
    if low[start : start + 1] in {'"', "'", "`"}:
        start += 1
    if low[start : start + 1] == "[":
        return _read_list(source, start, runtime)
    return (
        _read_special(low, start, runtime)
        or _read_other(low, start, runtime)
        or _read_range(low, start, runtime)
        or _read_single(low, start, runtime)
    )


def _read_special(low: str, start: int, runtime: str) -> Value | None:
    codename = _CODENAME.match(low, start)
    if codename and version_of(codename["text"], runtime):
        return Value("single", (codename.span("text"),), codename.end())
    reference = _REFERENCE.match(low, start)
    if reference:
        return Value("reference", ((start, _token_end(low, start)),), reference.end())
    floating = _FLOATING.match(low, start)
    if floating:
        return Value("floating", ((start, _token_end(low, start)),), floating.end())
    return None


def _read_other(low: str, start: int, runtime: str) -> Value | None:
    other = _OTHER.match(low, start)
    if other is None or version_of(other["text"], runtime) is None:
        return None
    return Value("other", (other.span("text"),), _token_end(low, other.end()))


def _read_range(low: str, start: int, runtime: str) -> Value | None:
    exact = _EXACT.match(low, start)
    if exact and not _MORE.match(low, exact.end()) and version_of(exact["text"], runtime):
        return Value("single", (exact.span("text"),), exact.end())
    match = _RANGE.match(low, start)
    if match is None:
        return None
    versions = re.findall(TEXT, match[0])
    if not any(version_of(text, runtime) for text in versions):
        return None
    return Value("range", (match.span(),), match.end())


def _read_single(low: str, start: int, runtime: str) -> Value | None:
    match = _single().match(low, start)
    if match is None or not _ends_well(match["text"], match["after"], low, match.end("text")):
        return None
    if version_of(match["text"], runtime) is None:
        return None
    span, end = match.span("text"), match.end("text")
    alternatives = _ALTERNATIVES.match(low, end)
    if alternatives:
        return Value("range", ((span[0], _range_end(low, end)),), alternatives.end())
    if _FLOOR.match(low, end):
        return Value("range", (span,), end)
    more = _more(low, end, runtime)
    if more:
        return Value("list", (span, *more), more[-1][1])
    return Value("single", (span,), end)


def _ends_well(text: str, after: str, low: str, end: int) -> bool:
    if not after or after in _CLOSERS:
        return True
    if after == "t":  # a free-threaded build of Python, 3.14t
        return not low[end + 1 : end + 2].isalnum()
    return after == "." and not low[end + 1 : end + 2].isdigit() and "." in text


def _more(low: str, end: int, runtime: str) -> tuple[Span, ...]:
    """Further versions after the first, separated by blanks or commas on the same line."""
    spans: list[Span] = []
    while match := _MORE.match(low, end):
        if version_of(match["text"], runtime) is None:
            break
        spans.append(match.span("text"))
        end = match.end()
    return tuple(spans)


def _range_end(low: str, end: int) -> int:
    while match := _ALTERNATIVES.match(low, end):
        end = match.end()
    return end


def _read_list(source: Source, start: int, runtime: str) -> Value | None:
    """The items of ``[a, b]``, which may go over several lines."""
    close = source.low.find("]", start, start + 2000)
    if close < 0:
        return None
    items = [item for item in _item().finditer(source.low, start, close + 1) if _is_filled(item)]
    spans = tuple(
        item.span("text")
        for item in items
        if item["text"] and version_of(item["text"], runtime) and _is_item(item["rest"])
    )
    if spans:
        is_range = any(item["sign"].strip() for item in items)
        alone: Shape = "range" if is_range else "single"
        return Value(alone if len(items) == 1 else "list", spans, close + 1)
    if any("$" in item["rest"] for item in items):
        return Value("reference", ((start, close + 1),), close + 1)
    return None


def _is_filled(item: re.Match[str]) -> bool:
    return bool(item["text"]) or bool(item["rest"].strip("\"' \t"))


def _is_item(rest: str) -> bool:
    return re.fullmatch(r"[-\w.+]*[\"']?\s*(?:\#.*)?", rest) is not None


def _token_end(low: str, start: int) -> int:
    match = re.compile(r"\$?\{\{.*?\}\}|[^\s\"'`,\]]+").match(low, start)
    return match.end() if match else start
