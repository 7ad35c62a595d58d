"""Short texts that state a version: the titles of steps, and badges."""

import re
from functools import cache

from runtimes import reasons
from runtimes.lexicon.names import all_words, find_word, read_name
from runtimes.lexicon.sentences import is_floor, names_a_cycle, patterns, tells_the_past
from runtimes.model import Edit
from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT


@cache
def _badge() -> re.Pattern[str]:
    return re.compile(
        rf"(?:badge/|badge\.svg\?\S*?|label=)(?P<word>{all_words()})(?:\.?js)?"
        r"(?:%20|_|-|\s)*(?:version)?(?:%20|_|-+|\s|&message=)*"
        rf"(?P<op>(?:%3e%3d|&gt;=|>=|%3e=|≥|%5e|~)?)(?:%20)?v?(?P<text>{TEXT})",
    )


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(
        r"^[ \t]*(?:[-*+]|\#{1,6}|\d+\.)?[ \t]*"
        r"[*_`]*(?P<name>[a-z][\w.]{1,8} version)[*_`:]*[ \t]*\r?\n"
        rf"(?:[ \t]*\r?\n)?[ \t]*(?:[-*+>][ \t]+)?[*_`]*(?:{all_words()})?[- ]?v?"
        rf"(?P<text>{TEXT})[*_`]*\.?[ \t]*\r?$",
        re.MULTILINE,
    )


_TITLE = re.compile(
    r"^[ \t-]*[\"']?(?:displayname|name|stack|\w*label)[\"']?[ \t]*:[ \t]*(?P<said>[^\n#]+)",
    re.MULTILINE,
)
_CELL = re.compile(
    r"\|[ \t]*`?(?P<name>[a-z]\w*version)`?[ \t]*\|[ \t]*[`\"']*v?"
    rf"(?P<text>{TEXT})[`\"']*[ \t]*\|"
)
_LISTED = re.compile(r"(?:%20|\s)*(?:%7c|\||,|/|%2c)")


def find_badges(source: Source) -> Matches:
    """The badges of a README: ``badge/go-1.20-blue``."""
    for match in _badge().finditer(source.low):
        runtime = find_word(match["word"])
        if not names_a_cycle(match["text"], runtime):
            continue
        after = source.low[match.end() : match.end() + 4]
        floor = bool(match["op"]) or after.startswith(("+", "%2b"))
        listed = re.match(
            r"(?:%20|\s)*(?:%7c|\||,|/|%2c)", source.low[match.end() : match.end() + 8]
        )
        if floor or listed:
            reason = "a badge of a range or a list: moving it is a choice of policy"
            yield Match(runtime, "badge", *match.span("text"), "ask", reason)
        else:
            yield Match(runtime, "badge", *match.span("text"))


def find_answers(source: Source) -> Matches:
    """``* Ruby version`` and below it the version alone: the README of a new Rails application.

    In a table of variables the name of one gives the next cell.
    """
    for pattern in (_answer(), _CELL):
        for match in pattern.finditer(source.low):
            named = read_name(match["name"].replace(" ", "_"))
            if named is None or named.bare or not names_a_cycle(match["text"], named.runtime):
                continue
            if not source.in_comment(match.start()) and not tells_the_past(match["name"]):
                edit: Edit = "ask" if named.reason else "yes"
                yield Match(named.runtime, "answer", *match.span("text"), edit, named.reason)


def find_titles(source: Source) -> Matches:
    """``- name: Set up Go 1.20``: the title of a step states what it does."""
    has_titles = "name" in source.low or "label" in source.low or "stack" in source.low
    for title in _TITLE.finditer(source.low) if has_titles else ():
        for runtime, stem, pattern in patterns():
            if stem not in title["said"] or (source.wanted and source.wanted != runtime):
                continue
            match = pattern.search(source.text, *title.span("said"))
            if match is None or not names_a_cycle(match["text"], runtime):
                continue
            if not source.in_comment(title.start("said")) and not tells_the_past(title["said"]):
                yield from _judge_title(source, match, runtime)


def _judge_title(source: Source, match: re.Match[str], runtime: str) -> Matches:
    floor = is_floor(source, *match.span("text"))
    reason = reasons.LOWEST if floor else ""
    yield Match(runtime, "title", *match.span("text"), "ask" if floor else "yes", reason)
