"""``language_version`` of hooks, and ``default_language_version`` (pre-commit.com)."""

import re
from collections.abc import Iterator

from runtimes.lexicon.assignments import judge_value
from runtimes.lexicon.names import Named, find_word
from runtimes.lexicon.values import read_value
from runtimes.registry import list_runtimes
from runtimes.source import Matches, Source
from runtimes.spelling import version_of
from runtimes.syntax.keys import Place

_LANGUAGE_VERSION = re.compile(r"\blanguage_version[\"']?[ \t]*:[ \t]*(?=[^\s#])")
_WORDS = re.compile(r"[a-z]+")


def find(source: Source) -> Matches:
    """The version of each hook's language."""
    for match in _LANGUAGE_VERSION.finditer(source.low):
        place = source.place(match.start())
        if place is None or not place.in_key or source.in_comment(match.start()):
            continue
        runtime = next(_runtimes_of(source, place, match.end()), "")
        value = read_value(source, match.end(), runtime) if runtime else None
        if value is not None:
            named = Named(runtime, "", bare=False)
            yield from judge_value(source, named, value, "language_version")


def _runtimes_of(source: Source, place: Place, at: int) -> Iterator[str]:
    """Whose version it is: the hook's language, else the one runtime that has such a version."""
    beside = place.siblings()
    language = find_word(beside.get("language", ""))
    if language:
        yield language
        return
    if beside.get("language"):
        return
    value = re.match(r"[\"']?v?(?P<text>[\w.]+)", source.text[at : at + 40])
    text = value["text"] if value else ""
    fitting = [
        each.name for each in list_runtimes() if each.words.tools and version_of(text, each.name)
    ]
    told = {find_word(word) for word in _WORDS.findall(beside.get("id", "").lower())}
    yield from (name for name in fitting if name in told)
    if len(fitting) == 1:
        yield fitting[0]
