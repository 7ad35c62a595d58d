"""JSON, HCL, Gradle and others with braces: a loose key is explained by what opens its block.

``variable "GO_VERSION" { default = "1.20" }``, ``".../features/go:1": { "version": "1.20" }``,
``node { version = "18.16.0" }``.
"""

import re
from dataclasses import replace

from runtimes.braces import owner
from runtimes.lexicon.assignments import judge_value
from runtimes.lexicon.context import context
from runtimes.lexicon.names import Named, read_name
from runtimes.lexicon.values import read_value
from runtimes.managers.text import extract as free_text
from runtimes.registry import find_runtime, list_runtimes
from runtimes.source import Matches, Source
from runtimes.syntax.keys import ITEM

_LOOSE = re.compile(
    r"[\"']?\b(?P<key>default|version|value|variant)[\"']?[ \t]*[:=][ \t]*(?=[\"'\[\d])"
)
_SHORT_FEATURE = re.compile(r"/features/(?P<word>[\w-]+)(?::[\w.]+)?\"\s*:\s*(?=\"v?\d)")
_TITLE = re.compile(r"\"name\"\s*:\s*\"(?P<said>[^\"\n]+)")
_FEATURE = re.compile(r"/features/(?P<word>[\w-]+)(?::[\w.]+)?[\"']?\s*[:=]?\s*$")
_OPENER = re.compile(r"[\"']?(?P<name>[\w.-]+)[\"']?\s*[:=]?\s*$")


def find(source: Source) -> Matches:
    """Free text, and loose keys."""
    yield from free_text.find(source)
    for match in _LOOSE.finditer(source.low):
        if source.in_comment(match.start()):
            continue
        named = _explained(source, match)
        if named is None and match["key"] == "variant":
            named = _titled(source)
        value = read_value(source, match.end(), named.runtime) if named else None
        if named is not None and value is not None and value.shape != "floating":
            yield from judge_value(source, named, value, match["key"])
    yield from _find_short_features(source)


def _explained(source: Source, match: re.Match[str]) -> Named | None:
    """Whose version a loose key holds: what its siblings say, else what opens its block."""
    place = source.place(match.start("key"))
    if place is None:
        return _opened_by(owner(source.text, match.start()))
    if match["key"] == "value":
        return context(place)
    above = [key for key in place.keys[:-1] if key != ITEM]
    return _opened_by(above[-1]) if above else None


def _find_short_features(source: Source) -> Matches:
    """``".../features/ruby:1": "3.2"``: a feature whose only option is its version."""
    for match in _SHORT_FEATURE.finditer(source.low):
        named = _of_feature(match["word"])
        value = read_value(source, match.end(), named.runtime) if named else None
        if named is not None and value is not None and not source.in_comment(match.start()):
            yield from judge_value(source, named, value, "version")


def _titled(source: Source) -> Named | None:
    """The VARIANT of a devcontainer is that of the runtime in its name: ``"name": "Python 3"``."""
    title = _TITLE.search(source.text) if "devcontainer" in source.path.lower() else None
    for word in re.findall(r"[\w.]+", title["said"]) if title else ():
        runtime = find_runtime(word)
        if runtime is not None:
            return Named(runtime.name, "", bare=False)
    return None


def _opened_by(before: str) -> Named | None:
    feature = _FEATURE.search(before)
    if feature is not None:
        return _of_feature(feature["word"])
    opener = _OPENER.search(before)
    named = read_name(opener["name"]) if opener else None
    return replace(named, bare=False) if named else None


def _of_feature(word: str) -> Named | None:
    for runtime in list_runtimes():
        if word.lower() in {runtime.name, *runtime.aliases, *runtime.words.images}:
            return Named(runtime.name, "", bare=False)
    return None
