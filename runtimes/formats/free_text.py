"""Scripts, Makefiles, environment files and every other file without a format of its own."""

import re
from functools import cache
from itertools import chain

from runtimes.assignments import judge_value
from runtimes.commands import find_commands
from runtimes.mentions import find_mentions
from runtimes.model import Runtime
from runtimes.names import Named, is_runtime_word, read_name
from runtimes.page import Finding, Page
from runtimes.registry import list_runtimes
from runtimes.values import read_value

_USED = re.compile(
    r"(?P<word>golang|go|ruby|nodejs|node|python)[:-](?:[01]-)?v?\$[{(]?(?P<name>[a-z_]\w*)"
)

# go${version}.linux-amd64.tar.gz, node-v$VERSION.tar.xz; install_golang "$VERSION"
_NAMED = re.compile(
    r"(?<![a-z0-9])(?P<word>golang|go|ruby|nodejs|node|python)[-_/]?v?"
    r"\$[{(]?(?P<name>\w{0,12}version)\b"
)
_CALLED = re.compile(
    r"\b(?:install|setup|get|download)[_-](?P<word>golang|go|ruby|nodejs|node|python)[ \t]+[\"']?"
    r"\$[{(]?(?P<name>\w{0,12}version\w{0,12})\b"
)


@cache
def _selected() -> re.Pattern[str]:
    """A version manager whose version stands in a variable: ``nvm install $VERSION``."""
    managers = "|".join(word for each in list_runtimes() for word in each.words.commands)
    return re.compile(
        rf"\b(?P<word>{managers})[ \t]+(?:install|use|global|local)[ \t]+[\"']?"
        r"\$[{(]?(?P<name>[a-z_]\w*)"
    )


def _means(word: str, runtime: Runtime) -> bool:
    return is_runtime_word(word, runtime.name) or word in runtime.words.commands


def find(page: Page) -> Finding:
    """Glued versions, assignments, commands, and variables that an image's tag uses."""
    yield from find_mentions(page)
    yield from find_commands(page)
    yield from _find_indirect(page)


def _find_indirect(page: Page) -> Finding:
    """``FROM golang:${VARIANT}`` makes VARIANT a name of Go's version in this file."""
    if "$" not in page.low:
        return
    seen: set[str] = set()
    uses = (_USED, _NAMED, _CALLED, _selected())
    for used in chain.from_iterable(use.finditer(page.low) for use in uses):
        name = used["name"]
        if name in seen or read_name(name) is not None:
            continue
        seen.add(name)
        runtime = next((each.name for each in list_runtimes() if _means(used["word"], each)), "")
        yield from _find_given(page, name, runtime)


def _find_given(page: Page, name: str, runtime: str) -> Finding:
    if not runtime:
        return
    gives = re.compile(rf"(?<![\w.-]){re.escape(name)}[\"']?[ \t]*(?::-|[:?]?=|:)[ \t]*")
    for match in gives.finditer(page.low):
        value = read_value(page, match.end(), runtime)
        is_version = value is not None and value.shape in {"single", "list"}
        if value is not None and is_version and not page.in_comment(match.start()):
            yield from judge_value(page, Named(runtime, "", bare=False), value, name.upper())
