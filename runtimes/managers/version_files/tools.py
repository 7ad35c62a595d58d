"""Tools in TOML: the ``[tools]`` of mise, and ``.prototools`` of proto, which has them on top."""

import re
from dataclasses import replace

from runtimes.lexicon.assignments import judge_value
from runtimes.lexicon.names import Named
from runtimes.lexicon.values import read_value
from runtimes.managers.version_files.tool_versions import find_tool
from runtimes.source import Matches, Source

_PAIR = re.compile(r"^[ \t]*[\"']?(?P<tool>[\w:./-]+)[\"']?[ \t]*=[ \t]*(?=[\"'\[])", re.MULTILINE)
_ON_TOP = ".prototools"


def find(source: Source) -> Matches:
    """The version of each tool; a list of several is a choice."""
    for match in _PAIR.finditer(source.text):
        runtime = find_tool(match["tool"])
        place = source.place(match.start("tool"))
        above = () if place is None else place.keys[:-1]
        if not runtime or above != (() if source.name == _ON_TOP else ("tools",)):
            continue
        value = read_value(source, match.end(), runtime)
        if value is not None and not source.in_comment(match.start("tool")):
            for found in judge_value(source, Named(runtime, "", bare=False), value, match["tool"]):
                yield replace(found, confidence="exact" if found.edit == "yes" else "named")
