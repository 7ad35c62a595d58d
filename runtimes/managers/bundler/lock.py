"""``Gemfile.lock``: what bundler resolved; it is written by bundler and never by hand."""

import re

from runtimes import reasons
from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT

_RUBY = re.compile(rf"^RUBY VERSION\r?\n[ \t]+ruby (?P<text>{TEXT})", re.MULTILINE)
_RAILS = re.compile(r"^ {2,4}rails \((?P<text>[^)\n]+)\)", re.MULTILINE)


def find(source: Source) -> Matches:
    """The locked Ruby and Rails."""
    for runtime, pattern in (("ruby", _RUBY), ("rails", _RAILS)):
        for match in pattern.finditer(source.text):
            yield Match(runtime, "lock", *match.span("text"), "never", reasons.LOCK)
