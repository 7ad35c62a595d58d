"""Lock files of npm, yarn and pnpm: the Vue they resolved; a package manager writes them."""

import re

from runtimes import reasons
from runtimes.page import Finding, Found, Page
from runtimes.spelling import TEXT

_PATTERNS = (
    re.compile(rf"\"node_modules/vue\": \{{\s*\"version\": \"(?P<text>{TEXT})\""),
    re.compile(rf"^\"?vue@[^\n]*:\r?\n[ \t]+version:? \"?(?P<text>{TEXT})", re.MULTILINE),
    re.compile(rf"^  [\"']?/?vue[@/](?P<text>{TEXT})[^\n]*:", re.MULTILINE),
)


def find(page: Page) -> Finding:
    """The locked Vue."""
    if "vue" not in page.text:
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(page.text):
            yield Found("vue", "lock", *match.span("text"), "never", reasons.LOCK)
