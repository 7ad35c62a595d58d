"""Versions given to a name: ``GO_VERSION: "1.20"``, ``go-version = 1.20``, ``${NODE:-18}``."""

import re
from collections.abc import Iterator
from dataclasses import replace

from runtimes import reasons
from runtimes.glued import DIGEST
from runtimes.model import Span
from runtimes.names import Named, read_name
from runtimes.page import Finding, Found, Page
from runtimes.registry import get_runtime
from runtimes.spelling import version_of
from runtimes.values import Value, read_value

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
_CONDITION = re.compile(r"(?:\[\s|\bif\b|\btest\s|\bcase\s).*$")
# A word alone (node: 3) is believed from this Node on; older ones are pinned by longer names.
_BELIEVED = 8


def find_assignment(page: Page, at: int) -> Finding:
    """The value given to the name that holds an offset, when the name means a runtime."""
    match = _IDENT.match(page.low, at)
    if match is None:
        return
    gives = _GIVES.match(page.low, match.end()) or _blank_gives(page, at, match.end())
    if gives is None:
        return
    start = _ident_start(page.low, at)
    if page.low[start - 1 : start] in {"/", "@"}:
        return
    named = read_name(page.text[start : match.end()].lstrip(".-"))
    if named is None or page.in_comment(start) or _is_condition(page, start, gives):
        return
    scalar = _SCALAR.match(page.low, gives.end()) if gives["sign"] == ":" else None
    if scalar:
        yield from _find_scalar_lines(page, start, scalar.end(), named)
        return
    block = _BLOCK.match(page.low, gives.end()) if gives["sign"] == ":" else None
    if block:
        yield from find_block_list(page, start, block.end(), named)
        return
    value = read_value(page, gives.end(), named.runtime)
    if value is not None and _is_believable(page, named, value, (start, gives.end())):
        yield from judge_value(page, named, value, page.text[start : match.end()])


def _is_condition(page: Page, start: int, gives: re.Match[str]) -> bool:
    """``[ "$GO_VERSION" = 1.20 ]`` asks and does not give; neither does ``go > 1.20``."""
    if gives["sign"] == ">":
        return page.low[start - 1 : start] != "<"
    if gives["sign"] is None and gives["default"].startswith(","):
        return _DEFAULT_OF.search(page.before(start).lower()) is None
    return gives["sign"] == "=" and _CONDITION.search(page.before(start)) is not None


def _blank_gives(page: Page, at: int, end: int) -> re.Match[str] | None:
    """``ENV GO_VERSION 1.20``: a blank gives the value only after such a word."""
    blank = _BLANK_GIVES.match(page.low, end)
    if blank is None:
        return None
    start = _ident_start(page.low, at)
    before = page.before(start)[-_NEAR:].lower()
    return blank if _BLANK_BEFORE.search(before) else None


def _ident_start(low: str, at: int) -> int:
    start = at
    while start > 0 and at - start < _LONGEST_IDENT and low[start - 1] in _IDENT_LETTERS:
        start -= 1
    return start


def _is_believable(page: Page, named: Named, value: Value, span: Span) -> bool:
    """A bare word such as ``node: 3`` or ``go = 1.2.3`` needs more than a number behind it."""
    start, at = span
    if value.shape == "reference" and _FILE_NAME.match(page.low, at) is None:
        return (
            not named.bare and _is_key(page, start) and page.text[start:at].rstrip().endswith(":")
        )
    if not named.bare:
        return value.shape != "floating" or _is_key(page, start)
    if value.shape in {"reference", "floating"}:
        return False
    version = version_of(page.text[slice(*value.spans[0])], named.runtime)
    if value.shape == "single" and version is not None and len(version.numbers) == 1:
        return version.major >= _BELIEVED
    return True


def _is_key(page: Page, start: int) -> bool:
    return page.before(start).strip(" \t-\"'") == ""


def judge_value(page: Page, named: Named, value: Value, name: str) -> Finding:
    """What the value of a name says, as founds that know the name."""
    for found in _judge_value(page, named, value, name):
        yield replace(found, name=named.name or name)


def _judge_value(page: Page, named: Named, value: Value, name: str) -> Finding:
    kind = "variable" if name.isupper() or "_" in name else "input"
    if value.shape in {"reference", "floating"}:
        yield from _judge_other(page, named, value, kind)
        return
    for start, end in value.spans:
        if value.shape == "range":
            yield Found(named.runtime, kind, start, end, "ask", reasons.RANGE)
        elif value.shape == "list":
            yield Found(named.runtime, "list", start, end, "ask", reasons.LISTED)
        elif named.reason:
            yield Found(named.runtime, kind, start, end, "ask", named.reason)
        else:
            yield _single(page, named, kind, (start, end), name)


def _judge_other(page: Page, named: Named, value: Value, kind: str) -> Finding:
    start, end = value.spans[0]
    floats = value.shape == "floating"
    reason = reasons.FLOATS if floats else reasons.follows(page.text[start:end])
    yield Found(named.runtime, kind, start, end, "never", reason)


def _single(page: Page, named: Named, kind: str, span: Span, name: str) -> Found:
    start, end = span
    runtime, raw = get_runtime(named.runtime), page.text[start:end]
    version = version_of(raw, runtime.name)
    if version is not None and len(version.numbers) < runtime.cycle_parts:
        reason = reasons.floats(runtime.title, raw)
        return Found(runtime.name, kind, start, end, "never", reason)
    if DIGEST.match(page.low, end):
        return Found(named.runtime, kind, start, end, "ask", reasons.DIGEST)
    return Found(
        named.runtime, kind, start, end, whole=runtime.name == "go" and _is_download(page, name)
    )


def _is_download(page: Page, name: str) -> bool:
    """Whether the file builds an archive's name from the variable: ``go${GO_VERSION}.linux``.

    ``go%GO_VERSION%.`` and ``go$($env:GO_VERSION).`` are how Windows writes it.
    """
    if _JOINED_ARCHIVE.search(page.low):
        return True
    if "go$" not in page.low and "go%" not in page.low:
        return False
    own = re.escape(name.lower())
    used = rf"\bgo(?:\$[{{(]?(?:\$?env:)?{own}[}})]?|%{own}%)\."
    return re.search(used, page.low) is not None


def find_block_list(page: Page, key_at: int, start: int, named: Named) -> Finding:
    """The items of a YAML block list under a key, one a line."""
    flow = _FLOW.match(page.low, start)
    if flow:
        value = read_value(page, flow.end() - 1, named.runtime)
        yield from judge_value(page, named, value, "") if value else ()
        return
    key_column = len(page.before(key_at))
    items: list[Span] = []
    count, ranged = 0, False
    for dash in _dashes(page, start, key_column):
        count += 1
        value = read_value(page, dash, named.runtime)
        if value is not None and value.shape in {"single", "range"}:
            items.append(value.spans[0])
            ranged = ranged or value.shape == "range"
    yield from _judge_items(named, items, 2 if ranged else count)


def _judge_items(named: Named, spans: list[Span], count: int) -> Finding:
    """The items of a list: a list of one is an edit."""
    for span in spans:
        if count == 1 and not named.reason:
            yield Found(named.runtime, "list", *span, name=named.name)
        else:
            yield Found(named.runtime, "list", *span, "ask", reasons.LISTED, name=named.name)


def _find_scalar_lines(page: Page, key_at: int, start: int, named: Named) -> Finding:
    """The lines of a block scalar, one version each: ``python-version: |``."""
    key_column = len(page.before(key_at))
    spans: list[Span] = []
    while start < len(page.text):
        line = page.text[start : page.line_end(start)]
        indent = len(line) - len(line.lstrip())
        if line.strip() and indent <= key_column:
            break
        value = read_value(page, start + indent, named.runtime) if line.strip() else None
        spans += value.spans if value is not None and value.shape == "single" else ()
        start = page.line_end(start) + 1
    yield from _judge_items(named, spans, len(spans))


def _dashes(page: Page, start: int, key_column: int) -> Iterator[int]:
    """Where the items of a block list start, until a line that is no item of it."""
    column: int | None = None
    while start < len(page.text):
        line_end = page.line_end(start)
        content = page.text[start:line_end].strip()
        if content and not content.startswith("#"):
            dash = _DASH.match(page.low, start)
            if dash is None or len(dash["indent"]) < key_column - 1:
                return
            column = len(dash["indent"]) if column is None else column
            if len(dash["indent"]) != column:
                return
            yield dash.end()
        start = line_end + 1
