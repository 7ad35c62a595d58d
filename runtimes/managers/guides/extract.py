"""README, contributing and installation guides: the sentence that states the version."""

import re
from dataclasses import replace

from runtimes import reasons
from runtimes.lexicon.sentences import find_sentences, is_floor, tells_the_past
from runtimes.lexicon.titles import find_answers, find_badges
from runtimes.managers.text import extract as free_text
from runtimes.source import Match, Matches, Source

# What an example shows of a caller's own settings says nothing about this project.
_KINDS = frozenset({"braces", "image", "archive", "command", "address", "toolchain", "variable"})
_DOWNLOADS = frozenset({"archive", "address"})
_LINK = re.compile(r"[/\\\\][A-Za-z]+$|\"\w+\":\s*\"$|\]\([^)\s]*$|https?://\S*$")

# "(e.g. --image node:8.15.0)": what a reader might write.
_EXAMPLE = re.compile(r"\b(?:e\.g\.|for example|for instance|such as)[^)]*$", re.IGNORECASE)
# A package that a page loads, by the address of a delivery network.
_DELIVERY = re.compile(r"(?:unpkg\.com|jsdelivr\.net|esm\.sh|skypack\.dev)/[\w./-]*@v?$")
# AsciiDoc gives names a value in lines of their own: ":go-version: 1.20".
_ATTRIBUTE = re.compile(r":[\w-]+:[ \t]+v?")


def find(source: Source) -> Matches:
    """Commands, images and archives in the examples, and the sentences around them."""
    founds = [found for found in free_text.find(source) if found.edit != "never"]
    downloads = {_line_of(source, found) for found in founds if found.kind in _DOWNLOADS}
    for found in founds:
        # The folder of an archive's address moves together with the archive's name.
        if _is_of_project(source, found) or _line_of(source, found) in downloads:
            yield _judge(source, found)
    yield from find_sentences(source)
    yield from find_badges(source)
    yield from find_answers(source)


def _line_of(source: Source, found: Match) -> tuple[str, int]:
    return found.runtime, source.line_start(found.start)


def _judge(source: Source, found: Match) -> Match:
    """``go1.20`` or newer: a name with its version is a floor in a sentence that says so."""
    if found.edit == "yes" and found.kind == "name" and is_floor(source, *found.span):
        return replace(found, edit="ask", reason=reasons.LOWEST)
    return found


def _is_of_project(source: Source, found: Match) -> bool:
    before = source.before(found.start)
    if _EXAMPLE.search(before):
        return False
    if found.kind in _KINDS or _ATTRIBUTE.fullmatch(before):
        return True
    if found.kind == "name" and _DELIVERY.search(before):
        return True
    return found.kind == "name" and not tells_the_past(before) and not _LINK.search(before)
