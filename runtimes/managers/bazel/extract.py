"""``MODULE.bazel``, ``WORKSPACE`` and ``*.bzl``: the toolchains that rules register."""

import re
from functools import cache

from runtimes.managers.text import extract as text
from runtimes.registry import get_runtime, list_runtimes
from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT, version_of


@cache
def _toolchain(name: str) -> re.Pattern[str]:
    """``go_sdk.download(version = "1.20.5")``, ``ruby.toolchain(version = "3.2.2")``."""
    words = "|".join(map(re.escape, get_runtime(name).words.variables))
    return re.compile(
        rf"\b(?:{words})[\w.]*(?:sdk|toolchains?|download)[\w.]*\((?:[^()]|\n){{0,300}}?"
        rf"\b(?:(?:{words})_)?versions?[ \t]*=[ \t]*\[?[\"'](?P<text>{TEXT})[\"']"
    )


def find(source: Source) -> Matches:
    """What tokens show, and the versions of toolchains."""
    yield from text.find(source)
    for runtime in list_runtimes():
        if not any(word in source.low for word in runtime.words.variables):
            continue
        for match in _toolchain(runtime.name).finditer(source.low):
            known = version_of(match["text"], runtime.name)
            if known and not source.in_comment(match.start("text")):
                whole = runtime.rules.whole_from is not None
                yield Match(runtime.name, "bazel", *match.span("text"), whole=whole)
