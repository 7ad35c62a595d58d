"""Attributes of Nix: ``pkgs.go_1_22``, and ``languages.ruby.version`` (devenv.sh)."""

import re
from dataclasses import replace

from runtimes.lexicon.assignments import judge_value
from runtimes.lexicon.context import context
from runtimes.lexicon.values import read_value
from runtimes.managers.text import extract as text
from runtimes.source import Matches, Source

_VERSION = re.compile(r"\bversion[ \t]*=[ \t]*(?=\")")


def find(source: Source) -> Matches:
    """Names of packages, and the version of a language."""
    yield from text.find(source)
    for match in _VERSION.finditer(source.low):
        place = source.place(match.start())
        named = context(place) if place is not None and place.in_key else None
        value = read_value(source, match.end(), named.runtime) if named else None
        if named is not None and value is not None and not source.in_comment(match.start()):
            for found in judge_value(source, named, value, "version"):
                yield replace(found, confidence="exact")
