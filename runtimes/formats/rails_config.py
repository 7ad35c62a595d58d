"""``config/application.rb``: its ``load_defaults`` moves later than the gem.

Source: guides.rubyonrails.org, Configuring Rails Applications.
"""

import re

from runtimes.page import Finding, Found, Page
from runtimes.spelling import TEXT, version_of

_DEFAULTS = re.compile(rf"\bload_defaults[ \t(]+[\"']?(?P<text>{TEXT})")
_REASON = "the framework's defaults move later than the gem, when each new default was tried"


def find(page: Page) -> Finding:
    """The version of the framework's defaults."""
    for match in _DEFAULTS.finditer(page.text):
        if version_of(match["text"], "rails") and not page.in_comment(match.start()):
            yield Found("rails", "load_defaults", *match.span("text"), "ask", _REASON)
