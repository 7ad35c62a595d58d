"""Sentences that state a runtime's version: ``Go 1.20``, ``requires Ruby 3.2 or later``."""

import re
from functools import cache

from runtimes import reasons
from runtimes.lexicon.names import find_word
from runtimes.lexicon.vocabulary import alternatives
from runtimes.model import Runtime
from runtimes.registry import get_runtime, list_runtimes
from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT, version_of

_GLUE = (
    r"(?:\]\([^)\n]*\)|\]\[[^\]\n]*\]|\]|</a>|[ \t]*<https?:[^>\n]*>`_{1,2})?[*_`\"']*"
    r"(?:[ \t]*[:(|=,][ \t]*|[ \t]+(?:[-\u2013][ \t]+)?)[*_`\"'(]*"
    r"(?:\[)?"
    r"(?:(?:programming language|language|compiler|environment with"
    r"|interpreter"
    r"|version|versions|ver\.|v\.|release|toolchain|runtime|the|is|latest|stable|lts/?|LTS/?"
    r"|at least"
    r"|minimum|minimum version|>=|=>|>|==|=|~>|\^|≥|\|)[ \t:*_`|(]*){0,4}v?"
)
_FLOOR_BEFORE = re.compile(
    r"(?:>=|=>|>|≥|~>|\^|at least|minimum|min\.?)[ \t]*[*_`]*v?$|minimum|at least"
)
_MORE = re.compile(
    r"(?:[ \t]*(?:,|/|and|or|\||to|through|\u2013|-)[ \t]*)+(?:(?P<name>[A-Z][\w.]+)[ \t]+)?[*`]*"
    rf"v?(?P<text>{TEXT})(?![\w.]\d)"
)
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d+[.)]|\||>)?\s*(?:\[[ xX]\]\s*)?[\[*_`\"(]*$")
# "To go 1.5 times faster" counts something.
_UNIT = r"[ \t](?:times|percent|seconds|minutes|hours|days|weeks|steps|miles)\b"
_ABBREVIATED = re.compile(r"\b([ei])\.?([ge])\. ")
_DATED = re.compile(r"[^\n.;]{0,24}\bas of\b")
_SHORT = 16
_BRIEF = 70
_CLAUSE = 80
_REACH = 400
# A line of a history: "0a1b2c3 Add Ruby 3.1 compatibility".
_COMMIT_LINE = re.compile(r"\s*(?:[*|] )*(?=\S*\d)(?=\S*[a-f])[0-9a-f]{7,40}\s+[a-z(]")
_MARKED = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")


@cache
def _floor_after() -> re.Pattern[str]:
    return re.compile(
        r"[*_`\")\]]*(?:[ \t]+and[ \t]+[A-Z][\w.]+[ \t]+[\d.]+)?"
        r"(?:\+|[ \t]*(?:LTS[ \t]*)?\(?(?:or|and)[ \t]+(?:a[ \t]+)?"
        rf"(?:{alternatives('later')}))"
        # The same in Chinese, Japanese and Korean.
        r"|[ \t]*(?:LTS)?[ \t]*(?:及以上|或以上|以上|及更高|或更高|以降|이상)"
    )


@cache
def _past() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('past')})\b")


@cache
def _over() -> re.Pattern[str]:
    return re.compile(rf"[\s*_`)]*(?:\w+\s+){{0,5}}(?:{alternatives('over')})\b")


@cache
def _changes() -> re.Pattern[str]:
    near = r"(?:(?!(?:or|and|to|is|are|with|for|as|in|on)\b)\w+[ \t]+){0,2}"
    return re.compile(rf"[\s*_`)]*{near}(?:{alternatives('change')})\b")


@cache
def _states() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('states')})\b")


@cache
def patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """For each runtime its name, a word that must be there, and how a sentence names it."""
    return tuple((each.name, each.words.stems[0], _pattern(each)) for each in list_runtimes())


def _codenames(runtime: Runtime) -> str:
    """``LTS/Jod``: a cycle by its name, behind the prefix that makes it one."""
    names = "|".join(name for name, _ in runtime.codenames)
    return rf"|(?i:(?<=lts/)(?:{names}))" if names else ""


def _pattern(runtime: Runtime) -> re.Pattern[str]:
    prose = runtime.words.prose
    # "(ruby 3.2.2)" in lower case is what a program printed.
    spelt = sorted(prose, key=len, reverse=True)
    names = "|".join((r"(?<!\()" if word.islower() else "") + re.escape(word) for word in spelt)
    return re.compile(
        rf"(?<![\w/@.-])(?:{names})(?P<glue>{_GLUE})(?P<text>{TEXT}{_codenames(runtime)})"
        rf"(?![\w%]|\.\d|{_UNIT})"
    )


@cache
def _turned(runtime: str) -> re.Pattern[str]:
    """``version 6.9.x of Node.js``."""
    names = "|".join(map(re.escape, get_runtime(runtime).words.prose))
    return re.compile(rf"\b[Vv]ersion (?P<text>{TEXT}) of (?:the )?(?:{names})(?![\w-])")


def find_sentences(source: Source) -> Matches:
    """The sentences of a document that say which version is needed or used."""
    for runtime, stem, pattern in patterns():
        if stem in source.low and (not source.wanted or source.wanted == runtime):
            for match in (*pattern.finditer(source.text), *_turned(runtime).finditer(source.text)):
                yield from _read_sentence(source, match, runtime)


def names_a_cycle(text: str, runtime: str) -> bool:
    """Whether a text says more than a major: ``Python 3`` names no version to move."""
    version = version_of(text, runtime)
    return version is not None and len(version.numbers) >= get_runtime(runtime).cycle_parts


def _read_sentence(source: Source, match: re.Match[str], runtime: str) -> Matches:
    start, end = match.span("text")
    if not names_a_cycle(match["text"], runtime) or not _is_statement(source, match):
        return
    more = _further(source, end, runtime)
    if more:
        for span in [(start, end), *more]:
            yield Match(runtime, "sentence", *span, "ask", reasons.LISTED)
    elif is_floor(source, start, end):
        yield Match(runtime, "sentence", start, end, "ask", reasons.LOWEST)
    elif _DATED.match(source.text, end):
        yield Match(runtime, "sentence", start, end, "ask", reasons.DATED)
    else:
        yield Match(runtime, "sentence", start, end)


def _is_statement(source: Source, match: re.Match[str]) -> bool:
    line = source.line(match.start()).lower()
    if tells_the_past(source.before(match.start())) or source.in_comment(match.start()):
        return False
    if (
        _COMMIT_LINE.match(line)
        or _is_over(source, match.end())
        or _is_aside(source.before(match.start()))
    ):
        return False
    if _is_item(source, match):
        after = source.text[match.end() : match.end() + 24].lower()
        return not _past().match(after.strip())
    if _MARKED.match(line) and len(line) < _BRIEF:
        return True
    return _states().search(_sentence(source, match)) is not None


def _sentence(source: Source, match: re.Match[str]) -> str:
    """The sentence around a version, as far as it stands on the same line."""
    before = source.before(match.start()).lower().rsplit(". ", 1)[-1]
    end = min(source.line_end(match.end()), match.end() + _REACH)
    return before + source.text[match.start() : end].lower().split(". ", 1)[0]


def _is_item(source: Source, match: re.Match[str]) -> bool:
    """An item of a list or table, or a line that says little else."""
    before = source.before(match.start())
    if not _ITEM.match(before):
        return False
    rest = source.text[match.end() : source.line_end(match.end())].strip()
    return bool(before.strip()) or (len(rest) <= _SHORT and not _is_output(source, match.start()))


def _is_output(source: Source, at: int) -> bool:
    """Whether the line above is a command that prints a version."""
    above = source.line(max(0, source.line_start(at) - 1))
    return "version" in above or re.match(r"\s*\$ |.*\s-[vV]$", above) is not None


def tells_the_past(before: str) -> bool:
    """Whether the words before a version speak of history or of another project's needs."""
    said = _ABBREVIATED.sub(r"\1.\2 ", before.lower())
    return _past().search(said.rsplit(". ", 1)[-1]) is not None


def _is_aside(before: str) -> bool:
    """``In Node.js 12 you can``: such a sentence speaks of one version among others."""
    return before.rsplit(". ", 1)[-1].strip().lower() == "in"


def _is_over(source: Source, end: int) -> bool:
    """``Python 3.6 support was dropped``: what follows a version may end it."""
    rest = source.text[end : min(source.line_end(end), end + _CLAUSE)].lower()
    if _changes().match(rest):
        return True
    return _over().match(re.split(r"[.;,|(]\s|[|(]", rest, maxsplit=1)[0]) is not None


def is_floor(source: Source, start: int, end: int) -> bool:
    """Whether the words around a version make it the lowest one."""
    said = source.before(start).lower()[-40:]
    return bool(_FLOOR_BEFORE.search(said) or _floor_after().match(source.text, end))


def _is_other(name: str | None, runtime: str) -> bool:
    """``Ruby 3.2, Node 20``: the second version is of another runtime."""
    return find_word((name or "").replace(".", "")) not in {"", runtime}


def _further(source: Source, end: int, runtime: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    while match := _MORE.match(source.text, end):
        if version_of(match["text"], runtime) is None or _is_other(match["name"], runtime):
            break
        spans.append(match.span("text"))
        end = match.end()
    return spans
