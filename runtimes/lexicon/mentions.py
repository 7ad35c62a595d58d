"""Pins in any text: versions glued to a runtime's name, and names that a version is given to.

These two shapes cover most lines of most files; formats add what only they know.
"""

import re
from functools import cache

from runtimes import reasons
from runtimes.lexicon.assignments import find_assignment
from runtimes.lexicon.glued import Spelling, find_reference, is_printed, read_glued, spellings
from runtimes.registry import list_runtimes
from runtimes.source import Match, Matches, Source
from runtimes.spelling import version_of

_BRACES = re.compile(r"[a-z]+-?\{(?P<numbers>[\d.]+(?:,[\d.]+)+)\}")
_NUMBER = re.compile(r"[\d.]+")


def names_a_runtime(source: Source) -> bool:
    """Whether a text has the beginning of any runtime's word, without which nothing is a pin."""
    return any(stem in source.low for stem in _stems())


@cache
def _stems() -> tuple[str, ...]:
    return tuple(stem for each in list_runtimes() for stem in each.words.stems)


def find_mentions(source: Source) -> Matches:
    """Every pin that the two shapes find; comments are no pins."""
    for spelling in spellings():
        if source.wanted and spelling.runtime.name != source.wanted:
            continue
        for stem in spelling.stem.finditer(source.low):
            # "go test" gives no version: most mentions end here.
            behind = source.low[stem.end() : stem.end() + 2]
            if behind[:1] == " " and behind[1:].isalpha():
                continue
            if _is_word_start(source.text, stem.start()):
                yield from _read_mention(source, stem.start(), spelling)


def read_braces(match: re.Match[str], runtime: str) -> Matches:
    """``python{3.10,3.11}``: one name for several versions."""
    numbers = [(one[0], one.start()) for one in _NUMBER.finditer(match["numbers"])]
    spans = [
        (match.start("numbers") + at, match.start("numbers") + at + len(number))
        for number, at in numbers
        if version_of(number, runtime)
    ]
    for start, end in spans if len(spans) == len(numbers) else ():
        yield Match(runtime, "braces", start, end, "ask", reasons.LISTED)


def _is_word_start(text: str, at: int) -> bool:
    left = text[at - 1 : at]
    if not left.isalnum() or (left.islower() and text[at].isupper()):
        return True
    return text[at - 3 : at] == "lib" and not text[at - 4 : at - 3].isalnum()


def _read_mention(source: Source, at: int, spelling: Spelling) -> Matches:
    braces = _BRACES.match(source.low, at)
    if braces is not None and not source.in_comment(at):
        yield from read_braces(braces, spelling.runtime.name)
        return
    if is_printed(source, at):
        return
    glued = read_glued(source, at, spelling)
    if glued is not None:
        yield glued
        return
    given = list(find_assignment(source, at))
    yield from given or find_reference(source, at, spelling)
