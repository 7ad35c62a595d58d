"""``environment.yml`` and recipes of conda: ``python=3.9`` and its ranges (docs.conda.io)."""

import re

from runtimes import reasons
from runtimes.lexicon.names import find_word
from runtimes.lexicon.values import read_value
from runtimes.managers.yaml import extract as yaml_file
from runtimes.source import Match, Matches, Source

_RANGE = re.compile(
    r"^[ \t]*-[ \t]*[\"']?(?P<tool>[a-z0-9-]+)[ \t]*(?=[<>=!~]=?[ \t]*\d)",
    re.MULTILINE,
)
_OTHERS = {"pypy": "python"}


def find(source: Source) -> Matches:
    """Free text covers ``python=3.9``; ranges are added."""
    yield from yaml_file.find(source)
    for match in _RANGE.finditer(source.low):
        runtime = find_word(match["tool"]) or _OTHERS.get(match["tool"], "")
        value = read_value(source, match.end(), runtime) if runtime else None
        if value is not None and value.shape == "range" and not source.in_comment(match.end()):
            yield Match(runtime, "conda", *value.spans[0], "ask", reasons.RANGE)
