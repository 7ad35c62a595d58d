"""``Gemfile``, ``gems.rb``, ``*.gemfile`` and ``Appraisals`` (bundler.io/man/gemfile.5)."""

import re
from functools import cache

from runtimes import reasons
from runtimes.formats import free_text
from runtimes.page import Finding, Found, Page
from runtimes.registry import get_runtime
from runtimes.spelling import TEXT
from runtimes.values import read_value

_RUBY = re.compile(r"^[ \t]*ruby[ \t(]+(?P<rest>[^\n]+)", re.MULTILINE)
_FILE = re.compile(r"(?::?file(?::|[ \t]*=>)|File\.read\()[ \t]*[\"'](?P<file>[^\"']+)[\"']")
_QUOTED = re.compile(r"[\"'](?P<text>[^\"'\n]*)[\"']")
_REQUIREMENT = re.compile(rf"[ \t]*(?:~>|>=|<=|!=|[<>=])?[ \t]*{TEXT}[ \t]*")
_ELSEWHERE = re.compile(
    r"\b(?P<text>(?:git|github|gitlab|path|branch|ref)(?::|[ \t]*=>)[ \t]*[^,\n#]+)"
)


def find(page: Page) -> Finding:
    """The ruby line, and the lines of Rails and of its parts."""
    for match in _RUBY.finditer(page.text):
        if not page.in_comment(match.start("rest")):
            yield from _read_ruby(page, match)
    yield from find_gems(
        page, is_matrix=page.name.endswith(".gemfile") or page.name == "appraisals"
    )
    for found in free_text.find(page):
        if found.kind == "variable":
            yield found


def _read_ruby(page: Page, match: re.Match[str]) -> Finding:
    file = _FILE.search(page.text, *match.span("rest"))
    if file is not None:
        reason = f"follows {file['file']}: edit it there"
        yield Found("ruby", "gemfile", *file.span("file"), "never", reason)
        return
    yield from read_requirements(page, match.span("rest"), "ruby", "gemfile")


@cache
def _gem_pattern() -> re.Pattern[str]:
    parts = "|".join(re.escape(part) for part in get_runtime("rails").words.parts)
    return re.compile(
        rf"^[ \t]*(?:gem|\w+\.add_(?:runtime_|development_)?dependency)[ \t(]+"
        rf"[\"'](?P<gem>rails|{parts})[\"'](?P<rest>[^\n]*(?:,[ \t]*\n[^\n]*)*)",
        re.MULTILINE,
    )


def find_gems(page: Page, *, is_matrix: bool) -> Finding:
    """The requirements of Rails and its parts; a matrix file is one of several."""
    for match in _gem_pattern().finditer(page.text):
        if page.in_comment(match.start("gem")):
            continue
        founds = list(read_requirements(page, match.span("rest"), "rails", "gem"))
        for found in founds:
            if is_matrix:
                yield Found("rails", "gem", found.start, found.end, "ask", reasons.LISTED)
            else:
                yield found
        if not founds:
            yield from _read_elsewhere(page, match)


def _read_elsewhere(page: Page, match: re.Match[str]) -> Finding:
    elsewhere = _ELSEWHERE.search(page.text, *match.span("rest"))
    if elsewhere is not None:
        reason = "follows a branch or a folder, not a release"
        yield Found("rails", "gem", *elsewhere.span("text"), "never", reason)


def read_requirements(page: Page, span: tuple[int, int], runtime: str, kind: str) -> Finding:
    """The quoted requirements of a line: one exact version, or a range of one or two bounds."""
    quoted = [
        match
        for match in _QUOTED.finditer(page.text, *span)
        if _REQUIREMENT.fullmatch(match["text"]) and not page.in_comment(match.start())
    ]
    for match in quoted:
        value = read_value(page, match.start("text"), runtime)
        if value is None or value.shape in {"reference", "floating"}:
            continue
        if len(quoted) == 1 and value.shape == "single":
            yield Found(runtime, kind, *value.spans[0])
        else:
            yield Found(runtime, kind, *value.spans[0], "ask", reasons.RANGE)
