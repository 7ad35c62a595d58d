"""``MODULE.bazel``, ``WORKSPACE`` and ``*.bzl``: the toolchains that rules register."""

import re

from runtimes.formats import free_text
from runtimes.page import Finding, Found, Page
from runtimes.spelling import TEXT, version_of

_GO_SDK = re.compile(
    r"\bgo[\w.]*(?:sdk|toolchains?|download)[\w.]*\((?:[^()]|\n){0,300}?"
    rf"\b(?:go_)?version[ \t]*=[ \t]*[\"'](?P<text>{TEXT})[\"']"
)

_RUBY_TOOLCHAIN = re.compile(
    r"\bruby[\w.]*(?:toolchain|download)[\w.]*\((?:[^()]|\n){0,300}?"
    rf"\bversion[ \t]*=[ \t]*[\"'](?P<text>{TEXT})[\"']"
)


def find(page: Page) -> Finding:
    """Free text, and ``go_sdk.download(version = "1.20.5")``."""
    yield from free_text.find(page)
    for match in _RUBY_TOOLCHAIN.finditer(page.low):
        if version_of(match["text"], "ruby") and not page.in_comment(match.start("text")):
            yield Found("ruby", "bazel", *match.span("text"))
    for match in _GO_SDK.finditer(page.low):
        if version_of(match["text"], "go") and not page.in_comment(match.start("text")):
            yield Found("go", "bazel", *match.span("text"), whole=True)
