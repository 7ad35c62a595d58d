"""YAML of any tool: CI pipelines, compose files, charts, hooks and settings.

Scalars are read as source text, so ``1.20`` stays a text, and templates, tags, anchors and
duplicate keys do no harm. Beside what free text shows, a key such as ``version`` or ``default``
is judged by the keys around it.
"""

import re
from dataclasses import replace

from runtimes import reasons
from runtimes.lexicon.assignments import judge_value
from runtimes.lexicon.context import context
from runtimes.lexicon.mentions import names_a_runtime
from runtimes.lexicon.names import read_name
from runtimes.lexicon.titles import find_titles
from runtimes.lexicon.values import read_value
from runtimes.managers.npm import extract as package_json
from runtimes.managers.omnibus.extract import find_builder
from runtimes.managers.text import extract as free_text
from runtimes.source import Confidence, Match, Matches, Source
from runtimes.spelling import TEXT, version_of
from runtimes.syntax.keys import Place

# Whole keys only: what stands before one is looked at when it was found, which is rare.
_LOOSE = re.compile(
    r"(?P<key>versions?|versionspec|default|value|tag|variant|language_version|runtime_version|"
    r"stack|options|current|next)"
    r"[\"']?[ \t]*:[ \t]*(?:[&!][\w!]+[ \t]+)?(?=[\"'\[vlgrnp\d<>=~^$\n-])"
)
_BEFORE_KEY = frozenset(" \t\n\r\"'{,")
_SELECTORS = frozenset({"nodeselector", "matchlabels", "nodeaffinity", "tolerations"})
_BESIDE = re.compile(r"[^\s,;|&]*")
_FILE_INPUT = re.compile(
    r"^[ \t-]*(?P<name>[\w-]*?)[-_]?version[-_]?file[\"']?[ \t]*:[ \t]*[\"']?(?P<file>[^\s\"'#]+)",
    re.MULTILINE,
)
_INLINE_TAG = re.compile(
    r"repository:[ \t]*[\"']?(?:[\w.-]+/)*(?P<name>[a-z]+)[\"']?[ \t]*,[^}\n]{0,80}?"
    rf"\btag:[ \t]*[\"']?v?(?P<text>{TEXT})(?![\w.])"
)
_MATRIX_TEST = re.compile(
    r"matrix\.(?P<name>[\w-]+)[ \t]*[!=]=[ \t]*[\"']v?(?P<text>\d+(?:\.\d+){0,2}(?:\.x)?)[\"']"
)


def find(source: Source) -> Matches:
    """What tokens show, and the keys that only their surroundings explain."""
    has_selectors = any(word in source.low for word in _SELECTORS)
    for match in _find_all(source):
        if not (has_selectors and _selects(source.place(match.start))):
            yield match


def _selects(place: Place | None) -> bool:
    """``nodeSelector: {node: 18}`` chooses a machine by its label."""
    return place is not None and any(key.lower() in _SELECTORS for key in place.keys)


def _find_all(source: Source) -> Matches:
    yield from free_text.find(source)
    if not names_a_runtime(source):
        yield from find_builder(source)
        return
    for match in _LOOSE.finditer(source.low):
        yield from _read_loose(source, match)
    yield from _find_file_inputs(source)
    yield from _find_matrix_tests(source)
    yield from _find_inline_tags(source)
    yield from find_titles(source)
    yield from find_builder(source)
    if source.name == "pnpm-workspace.yaml":
        yield from package_json.find_catalog(source)


def confidence_at(match: Match, place: Place) -> Confidence:
    """How surely a match is read: exactly where it is all that a value says."""
    if place.is_block or place.in_key or place.scalar is None or match.edit != "yes":
        return match.confidence
    start, end = place.scalar
    before, after = place.tree.text[start : match.start], place.tree.text[match.end : end]
    is_whole = _BESIDE.fullmatch(before) is not None and _BESIDE.fullmatch(after) is not None
    return "exact" if is_whole else match.confidence


def _read_loose(source: Source, match: re.Match[str]) -> Matches:
    before = source.low[match.start() - 1 : match.start()]
    if (before and before not in _BEFORE_KEY) or source.in_comment(match.start("key")):
        return
    place = source.place(match.start("key"))
    named = context(place) if place is not None and place.in_key else None
    if named is None:
        return
    value = read_value(source, match.end(), named.runtime)
    if match["key"] == "next":
        named = replace(named, reason=reasons.LAGS, bare=False)
    if value is not None and value.shape != "floating":
        yield from judge_value(source, named, value, match["key"])


def _find_file_inputs(source: Source) -> Matches:
    """``go-version-file: go.mod``: the version stands in that file."""
    if "file" not in source.low:
        return
    for match in _FILE_INPUT.finditer(source.low):
        named = read_name(match["name"] + "-version")
        if named is not None and not source.in_comment(match.start("name")):
            start, end = match.span("file")
            reason = f"follows {source.text[start:end]}: edit it there"
            yield Match(named.runtime, "input", start, end, "never", reason)


def _find_matrix_tests(source: Source) -> Matches:
    """``if: matrix.go == '1.20'`` moves when the matrix moves."""
    for match in _MATRIX_TEST.finditer(source.low) if "matrix." in source.low else ():
        named = read_name(match["name"])
        if named is not None and not source.in_comment(match.start()):
            reason = "a condition on a matrix: it moves when the matrix moves"
            yield Match(named.runtime, "condition", *match.span("text"), "ask", reason)


def _find_inline_tags(source: Source) -> Matches:
    """``image: { repository: golang, tag: "1.22" }`` on one line."""
    for match in _INLINE_TAG.finditer(source.low) if "repository:" in source.low else ():
        named = read_name(match["name"])
        if named is not None and version_of(match["text"], named.runtime):
            yield Match(named.runtime, "image", *match.span("text"))
