"""JSON, HCL, Gradle and others with braces: a loose key is explained by what opens its block.

``variable "GO_VERSION" { default = "1.20" }``, ``node { version = "18.16.0" }``.
"""

import re
from dataclasses import replace

from runtimes.braces import owner
from runtimes.lexicon.assignments import judge_value
from runtimes.lexicon.context import context
from runtimes.lexicon.names import Named, read_name
from runtimes.lexicon.values import read_value
from runtimes.managers.text import extract as free_text
from runtimes.source import Matches, Source
from runtimes.syntax.keys import ITEM

_LOOSE = re.compile(
    r"[\"']?\b(?P<key>default|version|value|variant)[\"']?[ \t]*[:=][ \t]*(?=[\"'\[\d])"
)
_OPENER = re.compile(r"[\"']?(?P<name>[\w.-]+)[\"']?\s*[:=]?\s*$")


def find(source: Source) -> Matches:
    """What tokens show, and loose keys."""
    yield from free_text.find(source)
    for match in _LOOSE.finditer(source.low):
        if source.in_comment(match.start()):
            continue
        named = _explained(source, match)
        value = read_value(source, match.end(), named.runtime) if named else None
        if named is not None and value is not None and value.shape != "floating":
            yield from judge_value(source, named, value, match["key"])


def _explained(source: Source, match: re.Match[str]) -> Named | None:
    """Whose version a loose key holds: what its siblings say, else what opens its block."""
    place = source.place(match.start("key"))
    if place is None:
        return _opened_by(owner(source.text, match.start()))
    if match["key"] == "value":
        return context(place)
    above = [key for key in place.keys[:-1] if key != ITEM]
    return _opened_by(above[-1]) if above else None


def _opened_by(before: str) -> Named | None:
    opener = _OPENER.search(before)
    named = read_name(opener["name"]) if opener else None
    return replace(named, bare=False) if named else None
