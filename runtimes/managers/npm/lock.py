"""Lock files of npm, yarn and pnpm: the Vue they resolved; a package manager writes them."""

import re

from runtimes import reasons
from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT

_PATTERNS = (
    re.compile(rf"\"node_modules/vue\": \{{\s*\"version\": \"(?P<text>{TEXT})\""),
    re.compile(rf"^\"?vue@[^\n]*:\r?\n[ \t]+version:? \"?(?P<text>{TEXT})", re.MULTILINE),
    re.compile(rf"^  [\"']?/?vue[@/](?P<text>{TEXT})[^\n]*:", re.MULTILINE),
)


def find(source: Source) -> Matches:
    """The locked Vue."""
    if "vue" not in source.text:
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(source.text):
            yield Match("vue", "lock", *match.span("text"), "never", reasons.LOCK)
