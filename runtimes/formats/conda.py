"""``environment.yml`` and recipes of conda: ``python=3.9`` and its ranges (docs.conda.io)."""

import re

from runtimes import reasons
from runtimes.formats import yaml_file
from runtimes.page import Finding, Found, Page
from runtimes.values import read_value

_RANGE = re.compile(
    r"^[ \t]*-[ \t]*[\"']?(?P<tool>python|nodejs|ruby|go|pypy)[ \t]*(?=[<>=!~]=?[ \t]*\d)",
    re.MULTILINE,
)
_NAMES = {"nodejs": "node", "pypy": "python"}


def find(page: Page) -> Finding:
    """Free text covers ``python=3.9``; ranges are added."""
    yield from yaml_file.find(page)
    for match in _RANGE.finditer(page.low):
        runtime = _NAMES.get(match["tool"], match["tool"])
        value = read_value(page, match.end(), runtime)
        if value is not None and value.shape == "range" and not page.in_comment(match.end()):
            yield Found(runtime, "conda", *value.spans[0], "ask", reasons.RANGE)
