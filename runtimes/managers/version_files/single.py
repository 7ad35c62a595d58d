"""Files that hold a version and nothing else: ``.go-version``, ``.nvmrc``, ``runtime.txt``."""

import re
from functools import cache

from runtimes import reasons
from runtimes.lexicon.values import read_value
from runtimes.registry import list_runtimes
from runtimes.source import Match, Matches, Source


@cache
def version_files() -> dict[str, str]:
    """The names of files that hold the version of one runtime and nothing else."""
    return {name: each.name for each in list_runtimes() for name in each.rules.files}


@cache
def variable_files() -> dict[str, str]:
    """Files named like a variable, which may also set one: ``GO_VERSION=1.20``."""
    return {
        f"{dot}{word}_version": each.name
        for dot in ("", ".")
        for each in list_runtimes()
        for word in each.words.variables
    }


_LINE = re.compile(r"^[ \t]*(?P<text>[^\s#][^\n\r]*)", re.MULTILINE)


def find(source: Source) -> Matches:
    """The one version of the file; several are a list, anything else has its reason."""
    runtime = version_files().get(source.name) or variable_files()[source.name]
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
