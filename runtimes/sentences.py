"""Sentences that state a runtime's version: ``Go 1.20``, ``requires Ruby 3.2 or later``."""

import re
from functools import cache

from runtimes.page import Finding, Found, Page
from runtimes.registry import get_runtime, list_runtimes
from runtimes.spelling import TEXT, version_of

_GLUE = (
    r"(?:\]\([^)\n]*\)|\]\[[^\]\n]*\]|\]|</a>)?[*_`\"']*(?:[ \t]*[:(|=,][ \t]*|[ \t]+)[*_`\"'(]*"
    r"(?:\[)?(?:(?:version|versions|ver\.|v\.|release|toolchain|runtime|the|is|latest|stable|lts|at"
    r" least|minimum|minimum version|>=|=>|>|==|=|~>|\^|≥|\|)[ \t:*_`|]*){0,4}v?"
)
_FLOOR_BEFORE = re.compile(
    r"(?:>=|=>|>|≥|~>|\^|at least|minimum|min\.?)[ \t]*[*_`]*v?$|minimum|at least"
)
_FLOOR_AFTER = re.compile(
    r"[*_`\")\]]*(?:\+|[ \t]*(?:LTS[ \t]*)?(?:\(?(?:or|and)[ \t]+(?:later|newer|above|higher|greater|up|onwards?"
    r"|more recent|any|over|better|beyond|after|a newer|a later)))"
)
_MORE = re.compile(
    rf"(?:[ \t]*(?:,|/|and|or|\||to|through|–|-)[ \t]*)+(?:[A-Z]\w+[ \t]+)?[*`]*v?(?P<text>{TEXT})(?![\w.]\d)"
)
_PAST = re.compile(
    r"\b(?:since|before|prior|dropp\w+|deprecat\w+|remov\w+|introduc\w+|added|bug\w*|fix\w*|older|"
    r"as of|until|below|less than|lower than|not support\w*|no longer|unsupported|changed|broke\w*|"
    r"earlier|released|cop(?:y|ied)|refs|was|were|had|used to|instead of|unlike|starting (?:with|from)|beginning with|"
    r"from (?=go|python|ruby|node)|up to|end[- ]of[- ]life|eol|eols|obsolete|upgrad\w+ from|"
    r"migrat\w+|compared|issue|cve\S*|backport\w*|for (?=go|python|ruby|node)|under (?=go|python)|in (?=go|python|ruby|node))\b"
)
_STATES = re.compile(
    r"\b(?:requir\w*|need\w*|install\w*|prerequisite\w*|us(?:e|es|ing)|version\w*|built|build\w*|"
    r"tested|test\w*|compatib\w*|support\w*|must|run\w*|develop\w*|depend\w*|download\w*|setup|set up|"
    r"environment|toolchain|currently|have|works? (?:with|on)|ensure|make sure|minimum|recommend\w*|pinned|ships?)\b"
)
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d+[.)]|\||>)?\s*(?:\[[ xX]\]\s*)?[\[*_`\"(]*$")
_BADGE = re.compile(
    r"(?:badge/|badge\.svg\?\S*?|label=)(?P<word>go|golang|ruby|node(?:\.js|js)?|python|rails|vue(?:\.js)?)"
    rf"(?:%20|_|-|\s)*(?:version)?(?:%20|_|-+|\s|&message=)*(?P<op>(?:%3e%3d|&gt;=|>=|%3e=|≥|%5e|~)?)(?:%20)?v?(?P<text>{TEXT})",
)
_TITLE = re.compile(
    r"^[ \t-]*[\"']?(?:displayname|name|\w*label)[\"']?[ \t]*:[ \t]*(?P<said>[^\n#]+)", re.MULTILINE
)
_SHORT = 16
_BRIEF = 70
_MARKED = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_NAMES = {"node.js": "node", "nodejs": "node", "golang": "go", "vue.js": "vue"}


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (each.name, each.words.stems[0], _pattern(each.words.prose)) for each in list_runtimes()
    )


def _pattern(prose: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(word) for word in sorted(prose, key=len, reverse=True))
    return re.compile(rf"(?<![\w/@.-])(?:{names})(?P<glue>{_GLUE})(?P<text>{TEXT})(?![\w%]|\.\d)")


def find_sentences(page: Page) -> Finding:
    """The sentences of a document that say which version is needed or used."""
    for runtime, stem, pattern in _patterns():
        if stem in page.low and (not page.wanted or page.wanted == runtime):
            for match in pattern.finditer(page.text):
                yield from _read_sentence(page, match, runtime)
    yield from _find_badges(page)


def names_a_cycle(text: str, runtime: str) -> bool:
    """Whether a text says more than a major: ``Python 3`` names no version to move."""
    version = version_of(text, runtime)
    return version is not None and len(version.numbers) >= get_runtime(runtime).cycle_parts


def _read_sentence(page: Page, match: re.Match[str], runtime: str) -> Finding:
    start, end = match.span("text")
    if not names_a_cycle(match["text"], runtime) or not _is_statement(page, match):
        return
    more = _further(page, end, runtime)
    if more:
        reason = "one of a list: adding and dropping versions is a choice of policy"
        for span in [(start, end), *more]:
            yield Found(runtime, "sentence", *span, "ask", reason)
    elif _is_floor(page, match, end):
        reason = "a lowest version: moving it is a choice of policy"
        yield Found(runtime, "sentence", start, end, "ask", reason)
    else:
        yield Found(runtime, "sentence", start, end)


def _is_statement(page: Page, match: re.Match[str]) -> bool:
    line = page.line(match.start()).lower()
    if tells_the_past(page.before(match.start())) or page.in_comment(match.start()):
        return False
    if _is_item(page, match):
        after = page.text[match.end() : match.end() + 24].lower()
        return not _PAST.match(after.strip())
    if _MARKED.match(line) and len(line) < _BRIEF:
        return True
    return _STATES.search(line) is not None


def _is_item(page: Page, match: re.Match[str]) -> bool:
    """An item of a list or table, or a line that says little else."""
    before = page.before(match.start())
    if not _ITEM.match(before):
        return False
    rest = page.text[match.end() : page.line_end(match.end())].strip()
    return bool(before.strip()) or len(rest) <= _SHORT


def tells_the_past(before: str) -> bool:
    """Whether the words before a version speak of history or of another project's needs."""
    return _PAST.search(before.lower().rsplit(". ", 1)[-1]) is not None


def _is_floor(page: Page, match: re.Match[str], end: int) -> bool:
    said = page.before(match.start("text")).lower()[-40:]
    return bool(_FLOOR_BEFORE.search(said) or _FLOOR_AFTER.match(page.text, end))


def _further(page: Page, end: int, runtime: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    while match := _MORE.match(page.text, end):
        if version_of(match["text"], runtime) is None:
            break
        spans.append(match.span("text"))
        end = match.end()
    return spans


def _find_badges(page: Page) -> Finding:
    for match in _BADGE.finditer(page.low):
        runtime = _NAMES.get(match["word"], match["word"])
        if not names_a_cycle(match["text"], runtime):
            continue
        after = page.low[match.end() : match.end() + 4]
        floor = bool(match["op"]) or after.startswith(("+", "%2b"))
        listed = re.match(r"(?:%20|\s)*(?:%7c|\||,|/|%2c)", page.low[match.end() : match.end() + 8])
        if floor or listed:
            reason = "a badge of a range or a list: moving it is a choice of policy"
            yield Found(runtime, "badge", *match.span("text"), "ask", reason)
        else:
            yield Found(runtime, "badge", *match.span("text"))


def find_titles(page: Page) -> Finding:
    """``- name: Set up Go 1.20``: the title of a step states what it does."""
    for title in _TITLE.finditer(page.low):
        for runtime, stem, pattern in _patterns():
            if stem not in title["said"] or (page.wanted and page.wanted != runtime):
                continue
            match = pattern.search(page.text, *title.span("said"))
            if match is None or not names_a_cycle(match["text"], runtime):
                continue
            if not page.in_comment(title.start("said")) and not _PAST.search(title["said"]):
                yield from _judge_title(page, match, runtime)


def _judge_title(page: Page, match: re.Match[str], runtime: str) -> Finding:
    floor = _is_floor(page, match, match.end("text"))
    reason = "a lowest version: moving it is a choice of policy" if floor else ""
    yield Found(runtime, "title", *match.span("text"), "ask" if floor else "yes", reason)
