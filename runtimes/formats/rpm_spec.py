"""``*.spec`` of RPM: ``BuildRequires: golang >= 1.20`` (rpm.org, spec file format)."""

import re

from runtimes import reasons
from runtimes.formats import free_text
from runtimes.page import Finding, Found, Page
from runtimes.values import read_value

_REQUIRES = re.compile(
    r"^[ \t]*(?:build)?requires:[ \t]*(?P<tool>golang|nodejs|ruby|python3?)(?:-devel)?[ \t]*"
    r"(?=[<>=]=?[ \t]*\d)",
    re.MULTILINE,
)
_NAMES = {"golang": "go", "nodejs": "node", "python3": "python"}


def find(page: Page) -> Finding:
    """Free text, and the bounds of what a package needs."""
    yield from free_text.find(page)
    for match in _REQUIRES.finditer(page.low):
        runtime = _NAMES.get(match["tool"], match["tool"])
        value = read_value(page, match.end(), runtime)
        if value is not None and value.shape in {"range", "single"}:
            yield Found(runtime, "requires", *value.spans[0], "ask", reasons.RANGE)
