"""``go.mod`` and ``go.work``: the ``go`` line and the ``toolchain`` line (go.dev/ref/mod)."""

import re

from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT, version_of

_GO = re.compile(rf"^go[ \t]+(?P<text>{TEXT})", re.MULTILINE)
_TOOLCHAIN = re.compile(rf"^toolchain[ \t]+go(?P<text>{TEXT})", re.MULTILINE)
_HEROKU = re.compile(rf"^//[ \t]*\+heroku goVersion[ \t]+(?:go)?(?P<text>{TEXT})", re.MULTILINE)
_GO_REASON = (
    "the lowest Go that may build it: moving it is a decision about compatibility, and it must "
    "not be newer than what is shipped"
)
_TOOLCHAIN_REASON = "moves builds to another Go in silence: consider removing the line"


def find(source: Source) -> Matches:
    """The go line, which needs a patch from Go 1.21 on, and the toolchain line.

    A comment can be a directive to a buildpack (devcenter.heroku.com, "Go version").
    """
    for match in _HEROKU.finditer(source.text):
        if version_of(match["text"], "go") is not None:
            yield Match("go", "go.mod heroku", *match.span("text"))
    for kind, pattern, reason in (
        ("go.mod go", _GO, _GO_REASON),
        ("go.mod toolchain", _TOOLCHAIN, _TOOLCHAIN_REASON),
    ):
        for match in pattern.finditer(source.text):
            if version_of(match["text"], "go") is not None:
                yield Match("go", kind, *match.span("text"), "yes", reason, whole=True)
