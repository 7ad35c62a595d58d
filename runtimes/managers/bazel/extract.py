"""``MODULE.bazel``, ``WORKSPACE`` and ``*.bzl``: the toolchains that rules register."""

import re

from runtimes.managers.text import extract as free_text
from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT, version_of

_GO_SDK = re.compile(
    r"\bgo[\w.]*(?:sdk|toolchains?|download)[\w.]*\((?:[^()]|\n){0,300}?"
    rf"\b(?:go_)?version[ \t]*=[ \t]*[\"'](?P<text>{TEXT})[\"']"
)

_RUBY_TOOLCHAIN = re.compile(
    r"\bruby[\w.]*(?:toolchain|download)[\w.]*\((?:[^()]|\n){0,300}?"
    rf"\bversion[ \t]*=[ \t]*[\"'](?P<text>{TEXT})[\"']"
)


def find(source: Source) -> Matches:
    """Free text, and ``go_sdk.download(version = "1.20.5")``."""
    yield from free_text.find(source)
    for match in _RUBY_TOOLCHAIN.finditer(source.low):
        if version_of(match["text"], "ruby") and not source.in_comment(match.start("text")):
            yield Match("ruby", "bazel", *match.span("text"))
    for match in _GO_SDK.finditer(source.low):
        if version_of(match["text"], "go") and not source.in_comment(match.start("text")):
            yield Match("go", "bazel", *match.span("text"), whole=True)
