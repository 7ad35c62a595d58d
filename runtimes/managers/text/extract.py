"""Scripts, Makefiles, environment files and every other file without a format of its own."""

import re
from functools import cache
from itertools import chain

from runtimes.lexicon.assignments import judge_value
from runtimes.lexicon.commands import find_commands
from runtimes.lexicon.glued import is_other_thing
from runtimes.lexicon.mentions import find_mentions
from runtimes.lexicon.names import Named, is_runtime_word, read_name
from runtimes.lexicon.values import read_value
from runtimes.model import Runtime
from runtimes.registry import list_runtimes
from runtimes.source import Matches, Source


@cache
def _uses() -> tuple[re.Pattern[str], ...]:
    """How a variable is used as a version: in a tag, an archive's name, a call, a command."""
    images = {word for each in list_runtimes() for word in each.words.images}
    word = rf"(?P<word>{'|'.join(map(re.escape, sorted(images, key=len, reverse=True)))})"
    return (
        re.compile(rf"(?<![a-z0-9]){word}[:-](?:[01]-)?v?\$[{{(]?(?P<name>[a-z_]\w*)"),
        # go${version}.linux-amd64.tar.gz, node-v$VERSION.tar.xz; install_golang "$VERSION"
        re.compile(rf"(?<![a-z0-9]){word}[-_/]?v?\$[{{(]?(?P<name>\w{{0,12}}version)\b"),
        re.compile(
            rf"\b(?:install|setup|get|download)[_-]{word}[ \t]+[\"']?"
            r"\$[{(]?(?P<name>\w{0,12}version\w{0,12})\b"
        ),
        _selected(),
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
    return is_runtime_word(word, runtime.name) or word in {
        *runtime.words.commands,
        *runtime.words.images,
    }


def find(source: Source) -> Matches:
    """Glued versions, assignments, commands, and variables that an image's tag uses."""
    yield from find_mentions(source)
    yield from find_commands(source)
    yield from _find_indirect(source)


def _find_indirect(source: Source) -> Matches:
    """``FROM golang:${VARIANT}`` makes VARIANT a name of Go's version in this file."""
    if "$" not in source.low:
        return
    seen: set[str] = set()
    for used in chain.from_iterable(use.finditer(source.low) for use in _uses()):
        name = used["name"]
        if name in seen or read_name(name) is not None or is_other_thing(source.low, used.start()):
            continue
        seen.add(name)
        runtime = next((each.name for each in list_runtimes() if _means(used["word"], each)), "")
        yield from _find_given(source, name, runtime)


def _find_given(source: Source, name: str, runtime: str) -> Matches:
    if not runtime:
        return
    gives = re.compile(rf"(?<![\w.-]){re.escape(name)}[\"']?[ \t]*(?::-|[:?]?=|:)[ \t]*")
    for match in gives.finditer(source.low):
        value = read_value(source, match.end(), runtime)
        is_version = value is not None and value.shape in {"single", "list"}
        if value is not None and is_version and not source.in_comment(match.start()):
            yield from judge_value(source, Named(runtime, "", bare=False), value, name.upper())
