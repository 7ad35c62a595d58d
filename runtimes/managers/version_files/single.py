"""Files that hold a version and nothing else: ``.go-version``, ``.nvmrc``, ``runtime.txt``."""

import re

from runtimes import reasons
from runtimes.lexicon.values import read_value
from runtimes.source import Match, Matches, Source

RUNTIMES = {
    ".go-version": "go",
    ".golang-version": "go",
    ".ruby-version": "ruby",
    ".nvmrc": "node",
    ".node-version": "node",
    ".python-version": "python",
    "runtime.txt": "python",
    ".python-versions": "python",
    ".rails-version": "rails",
}
# Named like a variable, such a file may also set one: GO_VERSION=1.20.
VARIABLES = {
    f"{dot}{word}_version": runtime
    for dot in ("", ".")
    for word, runtime in {
        "go": "go",
        "golang": "go",
        "node": "node",
        "nodejs": "node",
        "ruby": "ruby",
        "python": "python",
        "rails": "rails",
    }.items()
}
_LINE = re.compile(r"^[ \t]*(?P<text>[^\s#][^\n\r]*)", re.MULTILINE)


def find(source: Source) -> Matches:
    """The one version of the file; several are a list, anything else has its reason."""
    runtime = RUNTIMES.get(source.name) or VARIABLES[source.name]
    lines = list(_LINE.finditer(source.text))
    for line in lines[:50]:
        value = read_value(source, line.start("text"), runtime)
        if value is None and "=" in line["text"]:
            return  # GO_VERSION=1.20: a file of variables, which free text reads
        if value is None or value.shape == "other":
            reason = "not understood as a version"
            yield Match(runtime, "version file", *line.span("text"), "never", reason)
        elif value.shape in {"floating", "reference"}:
            yield Match(runtime, "version file", *value.spans[0], "never", reasons.FLOATS)
        elif len(lines) > 1 or value.shape != "single":
            for span in value.spans:
                yield Match(runtime, "version file", *span, "ask", reasons.LISTED)
        else:
            yield Match(runtime, "version file", *value.spans[0])
