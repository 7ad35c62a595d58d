"""One file's text while pins are looked for in it, and what a finder says it found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from runtimes.model import Edit, Span

Comments = Literal["#", "//", "<!--", ";", ""]
_UPPER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
# Nothing that decides about a version stands farther away; generated lines are endless.
_REACH = 400
_MARKS: dict[str, re.Pattern[str]] = {
    "#": re.compile(r"""(?:^|\s)\#(?![!{])|(?:^|(?<=\s))(?:rem|::)\s""", re.IGNORECASE),
    "//": re.compile(r"(?:^|\s)//|^\s*\*\s|/\*"),
    ";": re.compile(r"^\s*[;#]|\s\#"),
    "<!--": re.compile(r"<!--"),
}


_TEMPLATE = re.compile(r"\.(?:example|sample|dist|tpl|tmpl|template|j2)$")


def plain_name(path: str) -> str:
    """The last part of a path, in lower case and without the ending of a template."""
    return _TEMPLATE.sub("", path.rsplit("/", 1)[-1].lower())


@dataclass(frozen=True, slots=True)
class Page:
    """A file's path and text.

    Attributes:
        path: Relative to the repository, with forward slashes.
        name: The last part of the path, in lower case, without the ending of a template.
        text: The whole text.
        low: The text with ASCII letters in lower case; the same length as ``text``.
        comments: The mark that starts a comment in this kind of file, empty for none.
        wanted: The only runtime that is asked for, empty for all.
    """

    path: str
    name: str
    text: str
    low: str
    comments: Comments
    wanted: str = ""

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
        mark = _MARKS.get(self.comments)
        if mark is None:
            return False
        before = self.before(offset)
        return any(_is_outside_quotes(before, hit.start()) for hit in mark.finditer(before))


def open_page(path: str, text: str, comments: Comments, wanted: str = "") -> Page:
    """Prepare a text for the finders."""
    name = plain_name(path)
    low = text.lower()
    if len(low) != len(text):
        low = text.translate(_UPPER)
    return Page(path, name, text, low, comments, wanted)


@dataclass(frozen=True, slots=True)
class Found:
    """A version's text that a finder recognised; offsets are into the page's text.

    Attributes:
        runtime: The runtime's name.
        kind: What sort of line it is.
        start: Where the version's own text starts.
        end: Where it ends.
        edit: See :class:`runtimes.model.Pin`.
        reason: See :class:`runtimes.model.Pin`.
        whole: See :class:`runtimes.model.Pin`.
        name: See :class:`runtimes.model.Pin`.
    """

    runtime: str
    kind: str
    start: int
    end: int
    edit: Edit = "yes"
    reason: str = ""
    whole: bool = False
    name: str = ""

    @property
    def span(self) -> Span:
        """Start and end together."""
        return self.start, self.end


Finding = Iterator[Found]


def _is_outside_quotes(before: str, offset: int) -> bool:
    return before.count('"', 0, offset) % 2 == 0 and before.count("'", 0, offset) % 2 == 0
