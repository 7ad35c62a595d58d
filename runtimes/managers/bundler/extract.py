"""``Gemfile``, ``gems.rb``, ``*.gemfile`` and ``Appraisals`` (bundler.io/man/gemfile.5)."""

import re
from functools import cache

from runtimes import reasons
from runtimes.lexicon.values import read_value
from runtimes.managers.text import extract as free_text
from runtimes.registry import get_runtime
from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT

_RUBY = re.compile(r"^[ \t]*ruby[ \t(]+(?P<rest>[^\n]+)", re.MULTILINE)
_FILE = re.compile(r"(?::?file(?::|[ \t]*=>)|File\.read\()[ \t]*[\"'](?P<file>[^\"']+)[\"']")
_QUOTED = re.compile(r"[\"'](?P<text>[^\"'\n]*)[\"']")
_REQUIREMENT = re.compile(rf"[ \t]*(?:~>|>=|<=|!=|[<>=])?[ \t]*{TEXT}[ \t]*")
_ELSEWHERE = re.compile(
    r"\b(?P<text>(?:git|github|gitlab|path|branch|ref)(?::|[ \t]*=>)[ \t]*[^,\n#]+)"
)


def find(source: Source) -> Matches:
    """The ruby line, and the lines of Rails and of its parts."""
    for match in _RUBY.finditer(source.text):
        if not source.in_comment(match.start("rest")):
            yield from _read_ruby(source, match)
    yield from find_gems(
        source, is_matrix=source.name.endswith(".gemfile") or source.name == "appraisals"
    )
    for found in free_text.find(source):
        if found.kind == "variable":
            yield found


def _read_ruby(source: Source, match: re.Match[str]) -> Matches:
    file = _FILE.search(source.text, *match.span("rest"))
    if file is not None:
        reason = f"follows {file['file']}: edit it there"
        yield Match("ruby", "gemfile", *file.span("file"), "never", reason)
        return
    yield from read_requirements(source, match.span("rest"), "ruby", "gemfile")


@cache
def _gem_pattern() -> re.Pattern[str]:
    parts = "|".join(re.escape(part) for part in get_runtime("rails").words.parts)
    return re.compile(
        rf"^[ \t]*(?:gem|\w+\.add_(?:runtime_|development_)?dependency)[ \t(]+"
        rf"[\"'](?P<gem>rails|{parts})[\"'](?P<rest>[^\n]*(?:,[ \t]*\n[^\n]*)*)",
        re.MULTILINE,
    )


def find_gems(source: Source, *, is_matrix: bool) -> Matches:
    """The requirements of Rails and its parts; a matrix file is one of several."""
    for match in _gem_pattern().finditer(source.text):
        if source.in_comment(match.start("gem")):
            continue
        founds = list(read_requirements(source, match.span("rest"), "rails", "gem"))
        for found in founds:
            if is_matrix:
                yield Match("rails", "gem", found.start, found.end, "ask", reasons.LISTED)
            else:
                yield found
        if not founds:
            yield from _read_elsewhere(source, match)


def _read_elsewhere(source: Source, match: re.Match[str]) -> Matches:
    elsewhere = _ELSEWHERE.search(source.text, *match.span("rest"))
    if elsewhere is not None:
        reason = "follows a branch or a folder, not a release"
        yield Match("rails", "gem", *elsewhere.span("text"), "never", reason)


def read_requirements(source: Source, span: tuple[int, int], runtime: str, kind: str) -> Matches:
    """The quoted requirements of a line: one exact version, or a range of one or two bounds."""
    quoted = [
        match
        for match in _QUOTED.finditer(source.text, *span)
        if _REQUIREMENT.fullmatch(match["text"]) and not source.in_comment(match.start())
    ]
    for match in quoted:
        value = read_value(source, match.start("text"), runtime)
        if value is None or value.shape in {"reference", "floating"}:
            continue
        if len(quoted) == 1 and value.shape == "single":
            yield Match(runtime, kind, *value.spans[0])
        else:
            yield Match(runtime, kind, *value.spans[0], "ask", reasons.RANGE)
