"""Versions given to a name: ``GO_VERSION: "1.20"``, ``go-version = 1.20``, ``${NODE:-18}``."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from runtimes import reasons
from runtimes.lexicon.glued import DIGEST
from runtimes.lexicon.names import Named, read_name
from runtimes.lexicon.values import Value, read_value
from runtimes.model import Span
from runtimes.registry import get_runtime
from runtimes.source import Match, Matches, Source
from runtimes.spelling import version_of

_IDENT = re.compile(r"[\w.-]*\w")
_IDENT_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_.-")
_LONGEST_IDENT = 48
_NEAR = 16
_GIVES = re.compile(
    r"(?P<close>[\"'\]})]{0,3}[ \t]*)"
    r"(?:(?P<sign>:-|:=|::=|\?=|=>|:|=(?!=)|>(?=v?\d))[ \t]*\(?"
    r"|(?P<default>\|\|[ \t]*|,[ \t]*)(?=[\"']))"
    r"(?:[&!][\w!]+[ \t]+)?"
)
_BLANK_GIVES = re.compile(r"(?P<sign>[ \t]+)(?P<default>(?!))?(?=[\"']?v?\d)")
_BLANK_BEFORE = re.compile(r"(?:^|[\s;&|(])(?:env|arg|setenv|set|export)\s*\(?\s*$")
_BLOCK = re.compile(r"[ \t]*(?:[&!][\w.!-]+[ \t]*)*(?:\#[^\n]*)?\r?\n")
_SCALAR = re.compile(r"[|>][-+]?[ \t]*\r?\n")
_FLOW = re.compile(r"\s*\[")
_DASH = re.compile(r"(?P<indent>[ \t]*)-[ \t]+")
_DEFAULT_OF = re.compile(
    r"(?:fetch|getenv|get|get_env|setdefault|option|arg\w*|default|or)\s*\(\s*[\"'\[]?$"
)
_FILE_NAME = re.compile(r"[./\w-]*(?:-versions?|\.nvmrc|go\.(?:mod|work)|package\.json)")
# 'go' + $version + '.windows-amd64.msi', whatever the variable is called.
_JOINED_ARCHIVE = re.compile(
    r"[\"']go[\"'][ \t]*\+[ \t]*\$?\w+[ \t]*\+[ \t]*[\"']\.(?:windows|linux|darwin)"
)
_ARCHIVE_VARIABLE = re.compile(r"\bgo(?:\$[{(]?(?:\$?env:)?([\w.-]+?)[})]?|%([\w.-]+?)%)\.")
_CONDITION = re.compile(r"(?:\[\s|\bif\b|\btest\s|\bcase\s).*$")
# A word alone (node: 3) is believed from this Node on; older ones are pinned by longer names.
_BELIEVED = 8


def find_assignment(source: Source, at: int) -> Matches:
    """The value given to the name that holds an offset, when the name means a runtime."""
    match = _IDENT.match(source.low, at)
    if match is None:
        return
    gives = _GIVES.match(source.low, match.end()) or _blank_gives(source, at, match.end())
    if gives is None:
        return
    start = _ident_start(source.low, at)
    if source.low[start - 1 : start] in {"/", "@"}:
        return
    named = read_name(source.text[start : match.end()].lstrip(".-"))
    if named is None or source.in_comment(start) or _is_condition(source, start, gives):
        return
    scalar = _SCALAR.match(source.low, gives.end()) if gives["sign"] == ":" else None
    if scalar:
        yield from _find_scalar_lines(source, start, scalar.end(), named)
        return
    block = _BLOCK.match(source.low, gives.end()) if gives["sign"] == ":" else None
    if block:
        yield from find_block_list(source, start, block.end(), named)
        return
    value = read_value(source, gives.end(), named.runtime)
    if value is not None and _is_believable(source, named, value, (start, gives.end())):
        yield from judge_value(source, named, value, source.text[start : match.end()])


def _is_condition(source: Source, start: int, gives: re.Match[str]) -> bool:
    """``[ "$GO_VERSION" = 1.20 ]`` asks and does not give; neither does ``go > 1.20``."""
    if gives["sign"] == ">":
        return source.low[start - 1 : start] != "<"
    if gives["sign"] is None and gives["default"].startswith(","):
        return _DEFAULT_OF.search(source.before(start).lower()) is None
    return gives["sign"] == "=" and _CONDITION.search(source.before(start)) is not None


def _blank_gives(source: Source, at: int, end: int) -> re.Match[str] | None:
    """``ENV GO_VERSION 1.20``: a blank gives the value only after such a word."""
    blank = _BLANK_GIVES.match(source.low, end)
    if blank is None:
        return None
    start = _ident_start(source.low, at)
    before = source.before(start)[-_NEAR:].lower()
    return blank if _BLANK_BEFORE.search(before) else None


def _ident_start(low: str, at: int) -> int:
    start = at
    while start > 0 and at - start < _LONGEST_IDENT and low[start - 1] in _IDENT_LETTERS:
        start -= 1
    return start


def _is_believable(source: Source, named: Named, value: Value, span: Span) -> bool:
    """A bare word such as ``node: 3`` or ``go = 1.2.3`` needs more than a number behind it."""
    start, at = span
    if value.shape == "reference" and _FILE_NAME.match(source.low, at) is None:
        return (
            not named.bare
            and _is_key(source, start)
            and source.text[start:at].rstrip().endswith(":")
        )
    if not named.bare:
        return value.shape != "floating" or _is_key(source, start)
    if value.shape in {"reference", "floating"}:
        return False
    version = version_of(source.text[slice(*value.spans[0])], named.runtime)
    if value.shape == "single" and version is not None and len(version.numbers) == 1:
        return version.major >= _BELIEVED
    return True


def _is_key(source: Source, start: int) -> bool:
    return source.before(start).strip(" \t-\"'") == ""


def judge_value(source: Source, named: Named, value: Value, name: str) -> Matches:
    """What the value of a name says, as founds that know the name."""
    for found in _judge_value(source, named, value, name):
        yield replace(found, name=named.name or name)


def _judge_value(source: Source, named: Named, value: Value, name: str) -> Matches:
    kind = "variable" if name.isupper() or "_" in name else "input"
    if value.shape in {"reference", "floating"}:
        yield from _judge_other(source, named, value, kind)
        return
    for start, end in value.spans:
        if value.shape == "range":
            yield Match(named.runtime, kind, start, end, "ask", reasons.RANGE)
        elif value.shape == "list":
            yield Match(named.runtime, "list", start, end, "ask", reasons.LISTED)
        elif value.shape == "other":
            yield Match(named.runtime, kind, start, end, "ask", reasons.OTHER)
        elif named.reason:
            yield Match(named.runtime, kind, start, end, "ask", named.reason)
        else:
            yield _single(source, named, kind, (start, end), name)


def _judge_other(source: Source, named: Named, value: Value, kind: str) -> Matches:
    start, end = value.spans[0]
    floats = value.shape == "floating"
    reason = reasons.FLOATS if floats else reasons.follows(source.text[start:end])
    yield Match(named.runtime, kind, start, end, "never", reason)


def _single(source: Source, named: Named, kind: str, span: Span, name: str) -> Match:
    start, end = span
    runtime, raw = get_runtime(named.runtime), source.text[start:end]
    version = version_of(raw, runtime.name)
    if version is not None and len(version.numbers) < runtime.cycle_parts:
        reason = reasons.floats(runtime.title, raw)
        return Match(runtime.name, kind, start, end, "never", reason)
    if DIGEST.match(source.low, end):
        return Match(named.runtime, kind, start, end, "ask", reasons.DIGEST)
    return Match(
        named.runtime,
        kind,
        start,
        end,
        whole=runtime.rules.whole_from is not None and _is_download(source, name),
    )


def _is_download(source: Source, name: str) -> bool:
    """Whether the file builds an archive's name from the variable: ``go${GO_VERSION}.linux``.

    ``go%GO_VERSION%.`` and ``go$($env:GO_VERSION).`` are how Windows writes it.
    """
    joined, variables = _archives(source.low)
    return joined or name.lower() in variables


@lru_cache(maxsize=2)
def _archives(low: str) -> tuple[bool, frozenset[str]]:
    """Whether any variable is joined to an archive's name, and the variables within such names."""
    found = _ARCHIVE_VARIABLE.findall(low) if "go$" in low or "go%" in low else []
    return _JOINED_ARCHIVE.search(low) is not None, frozenset(one or two for one, two in found)


def find_block_list(source: Source, key_at: int, start: int, named: Named) -> Matches:
    """The items of a YAML block list under a key, one a line."""
    flow = _FLOW.match(source.low, start)
    if flow:
        value = read_value(source, flow.end() - 1, named.runtime)
        yield from judge_value(source, named, value, "") if value else ()
        return
    key_column = len(source.before(key_at))
    items: list[Span] = []
    count, ranged = 0, False
    for dash in _dashes(source, start, key_column):
        count += 1
        value = read_value(source, dash, named.runtime)
        if value is not None and value.shape in {"single", "range"}:
            items.append(value.spans[0])
            ranged = ranged or value.shape == "range"
    yield from _judge_items(named, items, 2 if ranged else count)


def _judge_items(named: Named, spans: list[Span], count: int) -> Matches:
    """The items of a list: a list of one is an edit."""
    for span in spans:
        if count == 1 and not named.reason:
            yield Match(named.runtime, "list", *span, name=named.name)
        else:
            yield Match(named.runtime, "list", *span, "ask", reasons.LISTED, name=named.name)


def _find_scalar_lines(source: Source, key_at: int, start: int, named: Named) -> Matches:
    """The lines of a block scalar, one version each: ``python-version: |``."""
    key_column = len(source.before(key_at))
    spans: list[Span] = []
    while start < len(source.text):
        line = source.text[start : source.line_end(start)]
        indent = len(line) - len(line.lstrip())
        if line.strip() and indent <= key_column:
            break
        value = read_value(source, start + indent, named.runtime) if line.strip() else None
        spans += value.spans if value is not None and value.shape == "single" else ()
        start = source.line_end(start) + 1
    yield from _judge_items(named, spans, len(spans))


def _dashes(source: Source, start: int, key_column: int) -> Iterator[int]:
    """Where the items of a block list start, until a line that is no item of it."""
    column: int | None = None
    while start < len(source.text):
        line_end = source.line_end(start)
        content = source.text[start:line_end].strip()
        if content and not content.startswith("#"):
            dash = _DASH.match(source.low, start)
            if dash is None or len(dash["indent"]) < key_column - 1:
                return
            column = len(dash["indent"]) if column is None else column
            if len(dash["indent"]) != column:
                return
            yield dash.end()
        start = line_end + 1
