"""Pins in any text: versions glued to a runtime's name, and names that a version is given to.

These two shapes cover most lines of most files; formats add what only they know.
"""

from runtimes.lexicon.assignments import find_assignment
from runtimes.lexicon.glued import Spelling, find_reference, is_printed, read_glued, spellings
from runtimes.source import Matches, Source


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


def _is_word_start(text: str, at: int) -> bool:
    left = text[at - 1 : at]
    if not left.isalnum() or (left.islower() and text[at].isupper()):
        return True
    return text[at - 3 : at] == "lib" and not text[at - 4 : at - 3].isalnum()


def _read_mention(source: Source, at: int, spelling: Spelling) -> Matches:
    if is_printed(source, at):
        return
    glued = read_glued(source, at, spelling)
    if glued is not None:
        yield glued
        return
    given = list(find_assignment(source, at))
    yield from given or find_reference(source, at, spelling)
