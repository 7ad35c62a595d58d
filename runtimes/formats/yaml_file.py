"""YAML of any tool: CI pipelines, compose files, charts, hooks and settings.

Scalars are read as source text, so ``1.20`` stays a text, and templates, tags, anchors and
duplicate keys do no harm. Beside what free text shows, a key such as ``version`` or ``default``
is judged by the keys around it.
"""

import re
from dataclasses import replace

from runtimes import reasons
from runtimes.assignments import judge_value
from runtimes.formats import free_text, package_json
from runtimes.names import read_name
from runtimes.page import Finding, Found, Page
from runtimes.spelling import TEXT, version_of
from runtimes.surroundings import context
from runtimes.titles import find_titles
from runtimes.values import read_value

_LOOSE = re.compile(
    r"^(?P<lead>[ \t]*(?:-[ \t]+)?)[\"']?"
    r"(?P<key>versions?|versionspec|default|value|tag|variant|language_version|stack|options|current|next)"
    r"[\"']?[ \t]*:[ \t]*(?:[&!][\w!]+[ \t]+)?(?=[\"'\[vlgrnp\d<>=~^$\n-])",
    re.MULTILINE,
)
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


def find(page: Page) -> Finding:
    """Everything of free text, and the keys that only their surroundings explain."""
    yield from free_text.find(page)
    for match in _LOOSE.finditer(page.low):
        yield from _read_loose(page, match)
    yield from _find_file_inputs(page)
    yield from _find_matrix_tests(page)
    yield from _find_inline_tags(page)
    yield from find_titles(page)
    if page.name == "pnpm-workspace.yaml":
        yield from package_json.find_catalog(page)


def _read_loose(page: Page, match: re.Match[str]) -> Finding:
    if page.in_comment(match.start("key")):
        return
    named = context(page, match.start(), match.start("key"), match["key"])
    if named is None:
        return
    value = read_value(page, match.end(), named.runtime)
    if match["key"] == "next":
        named = replace(named, reason=reasons.LAGS, bare=False)
    if value is not None and value.shape != "floating":
        yield from judge_value(page, named, value, match["key"])


def _find_file_inputs(page: Page) -> Finding:
    """``go-version-file: go.mod``: the version stands in that file."""
    if "file" not in page.low:
        return
    for match in _FILE_INPUT.finditer(page.low):
        named = read_name(match["name"] + "-version")
        if named is not None and not page.in_comment(match.start("name")):
            start, end = match.span("file")
            reason = f"follows {page.text[start:end]}: edit it there"
            yield Found(named.runtime, "input", start, end, "never", reason)


def _find_matrix_tests(page: Page) -> Finding:
    """``if: matrix.go == '1.20'`` moves when the matrix moves."""
    for match in _MATRIX_TEST.finditer(page.low):
        named = read_name(match["name"])
        if named is not None and not page.in_comment(match.start()):
            reason = "a condition on a matrix: it moves when the matrix moves"
            yield Found(named.runtime, "condition", *match.span("text"), "ask", reason)


def _find_inline_tags(page: Page) -> Finding:
    """``image: { repository: golang, tag: "1.22" }`` on one line."""
    for match in _INLINE_TAG.finditer(page.low):
        named = read_name(match["name"])
        if named is not None and version_of(match["text"], named.runtime):
            yield Found(named.runtime, "image", *match.span("text"))
