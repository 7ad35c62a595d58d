"""``.tool-versions`` of asdf and mise: a tool and its versions on a line (asdf-vm.com)."""

import re
from functools import cache

from runtimes import reasons
from runtimes.lexicon.values import read_value
from runtimes.registry import get_runtime, list_runtimes
from runtimes.source import Match, Matches, Source

_LINE = re.compile(r"^[ \t]*(?P<tool>[\w:/.-]+)[ \t]+(?P<rest>[^\s#][^\n#]*)", re.MULTILINE)


@cache
def _tools() -> dict[str, str]:
    return {tool: each.name for each in list_runtimes() for tool in each.words.tools}


def find_tool(name: str) -> str:
    """Return the runtime that a version manager calls so; empty for any other tool."""
    return _tools().get(name.lower().removeprefix("core:"), "")


def find(source: Source) -> Matches:
    """One pin a line; further versions on the line are fallbacks, a choice of policy."""
    for line in _LINE.finditer(source.text):
        runtime = find_tool(line["tool"])
        if runtime:
            yield from _read_line(source, line, runtime)


def _read_line(source: Source, line: re.Match[str], runtime: str) -> Matches:
    value = read_value(source, line.start("rest"), runtime)
    if value is None or value.shape in {"floating", "reference", "range", "other"}:
        start, end = line.span("rest")
        end = start + len(line["rest"].rstrip())
        yield Match(runtime, "tool versions", start, end, "never", "names no version")
        return
    # An asdf plugin takes exact versions only: there is no Go called 1.21.
    whole = get_runtime(runtime).rules.whole_from is not None
    for span in value.spans:
        if len(value.spans) > 1:
            yield Match(runtime, "tool versions", *span, "ask", reasons.LISTED)
        else:
            yield Match(runtime, "tool versions", *span, whole=whole)
