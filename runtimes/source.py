"""One file while pins are looked for in it, and a match: what a manager recognised there."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from runtimes.model import Edit, Span
from runtimes.syntax.comments import find_html_comments, has_blocks, in_comment, may_be_comment
from runtimes.syntax.keys import KEYED, Place, place_at
from runtimes.syntax.kinds import comment_mark, grammar_of
from runtimes.syntax.tree import SyntaxTree, read_tree
from runtimes.versions import Version

Confidence = Literal["exact", "named", "guessed"]

_UPPER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
# Nothing that decides about a version stands farther away; generated lines are endless.
_REACH = 400
_TEMPLATE = re.compile(r"\.(?:example|sample|dist|tpl|tmpl|template|j2)$")


def plain_name(path: str) -> str:
    """The last part of a path, in lower case and without the ending of a template."""
    return _TEMPLATE.sub("", path.rsplit("/", 1)[-1].lower())


@dataclass(frozen=True)
class Source:
    """A file's path and text; its tree is read when somebody first asks.

    Attributes:
        path: Relative to the repository, with forward slashes.
        name: The last part of the path, in lower case, without the ending of a template.
        text: The whole text.
        low: The text with ASCII letters in lower case; the same length as ``text``.
        grammar: The grammar that it is written in, empty where there is none.
        wanted: The only runtime that is asked for, empty for all.
    """

    path: str
    name: str
    text: str
    low: str
    grammar: str
    wanted: str = ""

    @cached_property
    def tree(self) -> SyntaxTree | None:
        """The tree, None where no grammar reads such a text."""
        return read_tree(self.grammar, self.text) if self.grammar else None

    def place(self, offset: int) -> Place | None:
        """Where an offset lies among the keys of a document; None in any other file."""
        if self.grammar not in KEYED or self.tree is None:
            return None
        known = self._places.get(offset)
        if known is None:
            known = self._places[offset] = place_at(self.tree, offset)
        return known

    @cached_property
    def _places(self) -> dict[int, Place]:
        return {}

    @cached_property
    def _has_blocks(self) -> bool:
        return has_blocks(self.grammar, self.text, comment_mark(self.name, self.grammar))

    @cached_property
    def _html_comments(self) -> list[Span]:
        return find_html_comments(self.text)

    def line_start(self, offset: int) -> int:
        """Where the line of an offset starts."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Where the line of an offset ends, before its newline."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def line(self, offset: int) -> str:
        """The line of an offset, without its newline; of a very long line what is near."""
        end = min(self.line_end(offset), offset + _REACH)
        return (self.before(offset) + self.text[offset:end]).rstrip("\r")

    def before(self, offset: int) -> str:
        """What stands before an offset on its line; of a very long line the last part."""
        nearest = max(0, offset - _REACH)
        return self.text[max(nearest, self.text.rfind("\n", nearest, offset) + 1) : offset]

    def in_comment(self, offset: int) -> bool:
        """Whether an offset lies in a comment."""
        mark = comment_mark(self.name, self.grammar)
        if mark == "<!--":
            index = bisect_right(self._html_comments, (offset, len(self.text))) - 1
            return index >= 0 and offset < self._html_comments[index][1]
        before = self.before(offset)
        if not may_be_comment(self.grammar, before, mark, has_block=self._has_blocks):
            return False
        return in_comment(self.tree, offset, before, mark)


def open_source(path: str, text: str, wanted: str = "") -> Source:
    """Prepare a text for the managers."""
    name = plain_name(path)
    low = text.lower()
    if len(low) != len(text):
        low = text.translate(_UPPER)
    return Source(path, name, text, low, grammar_of(name), wanted)


@dataclass(frozen=True, slots=True)
class Match:
    """A version's text that a manager recognised; offsets are into the source's text.

    Attributes:
        runtime: The runtime's name.
        kind: What sort of line it is.
        start: Where the version's own text starts.
        end: Where it ends.
        edit: See :class:`runtimes.model.Pin`.
        reason: See :class:`runtimes.model.Pin`.
        whole: See :class:`runtimes.model.Pin`.
        name: See :class:`runtimes.model.Pin`.
        confidence: How it was read: at its exact place in the file's structure, by the name that
            holds it, or by how its text looks.
        group: What it is part of; matches of one group on a line are one pin.
        part: Which number of a version the text is, counted from zero; -1 for a whole version.
        says: The whole version, where the text is one number of it.
    """

    runtime: str
    kind: str
    start: int
    end: int
    edit: Edit = "yes"
    reason: str = ""
    whole: bool = False
    name: str = ""
    confidence: Confidence = "guessed"
    group: int = -1
    part: int = -1
    says: Version | None = None

    @property
    def span(self) -> Span:
        """Start and end together."""
        return self.start, self.end


Matches = Iterator[Match]
NO_PIN = "no pin"


def refuse(runtime: str, span: Span, why: str) -> Match:
    """Build a match that owns a span in which nothing is a pin, whatever others see there."""
    return Match(runtime, NO_PIN, *span, "never", why, confidence="exact")
