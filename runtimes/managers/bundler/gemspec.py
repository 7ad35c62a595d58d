"""``*.gemspec``: the Ruby a gem asks for, and the Rails parts it depends on."""

import re
from dataclasses import replace

from runtimes.managers.bundler.extract import find_gems, read_requirements
from runtimes.source import Matches, Source

_RUBY = re.compile(r"required_ruby_version[ \t]*=[ \t]*(?P<rest>[^\n]+)")
_REASON = "the lowest Ruby that the gem supports: moving it is a choice of policy"


def find(source: Source) -> Matches:
    """The required Ruby, always a question, and the dependencies on Rails."""
    for match in _RUBY.finditer(source.text):
        if source.in_comment(match.start()):
            continue
        for found in read_requirements(source, match.span("rest"), "ruby", "gemspec"):
            yield replace(found, edit="ask", reason=_REASON)
    yield from find_gems(source, is_matrix=False)
