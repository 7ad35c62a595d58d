"""``config/application.rb``: its ``load_defaults`` moves later than the gem.

Source: guides.rubyonrails.org, Configuring Rails Applications.
"""

import re

from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT, version_of

_DEFAULTS = re.compile(rf"\bload_defaults[ \t(]+[\"']?(?P<text>{TEXT})")
_REASON = "the framework's defaults move later than the gem, when each new default was tried"


def find(source: Source) -> Matches:
    """The version of the framework's defaults."""
    for match in _DEFAULTS.finditer(source.text):
        if version_of(match["text"], "rails") and not source.in_comment(match.start()):
            yield Match("rails", "load_defaults", *match.span("text"), "ask", _REASON)
