"""``*.spec`` of RPM: ``BuildRequires: golang >= 1.20`` (rpm.org, spec file format)."""

import re
from dataclasses import replace

from runtimes import reasons
from runtimes.lexicon.names import find_word
from runtimes.lexicon.values import read_value
from runtimes.managers.text import extract as free_text
from runtimes.source import Match, Matches, Source

_REQUIRES = re.compile(
    r"^[ \t]*(?:build)?requires:[ \t]*(?P<tool>[a-z0-9]+)(?:-devel)?[ \t]*"
    r"(?=[<>=]=?[ \t]*\d)",
    re.MULTILINE,
)


_NEED = re.compile(r"[ \t]*(?:build)?requires(?:\([\w,]+\))?:", re.IGNORECASE)


def find(source: Source) -> Matches:
    """Free text, and the bounds of what a package needs."""
    for found in free_text.find(source):
        is_need = _NEED.match(source.before(found.start)) is not None
        yield replace(found, edit="ask", reason=reasons.RANGE) if is_need else found
    for match in _REQUIRES.finditer(source.low):
        runtime = find_word(match["tool"])
        value = read_value(source, match.end(), runtime) if runtime else None
        if value is not None and value.shape in {"range", "single"}:
            yield Match(runtime, "requires", *value.spans[0], "ask", reasons.RANGE)
