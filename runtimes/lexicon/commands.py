"""Versions that a command installs or selects: ``nvm install 18``, ``asdf local ruby 3.2.2``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from runtimes import reasons
from runtimes.model import Runtime, Words
from runtimes.registry import list_runtimes
from runtimes.source import Match, Matches, Source
from runtimes.spelling import TEXT, version_of

_REST = r"[^\n]{0,200}"
_OPTIONS = r"(?:[ \t]+-[-\w=]+)*"
_VERBS = (
    r"(?:install|use|global|local|shell|exec|run|switch|uninstall|"
    r"alias[ \t]+default|alias[ \t]+create[ \t]+[\w-]+|pin|set"
    r"|virtualenv)"
)
_PARTS = ("env", "vm", "-build", "gem", "go", "uv", "install")
_PACKAGERS = ("choco", "winget", "snap", "scoop")
_END = r"(?=[\s\"'`;&|)/,\]@]|$)"


@dataclass(frozen=True, slots=True)
class _Command:
    """A command that names a version, and words without which it need not be looked for."""

    runtime: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def _commands() -> tuple[_Command, ...]:
    return tuple(
        _Command(each.name, words, re.compile(pattern, re.MULTILINE))
        for each in list_runtimes()
        for words, pattern in (*_managers(each.words), *_own_commands(each))
    )


@cache
def _words_by_probe() -> dict[str, tuple[str, ...]]:
    """The words of commands by a part that several share: looking for parts is quicker."""
    words: dict[str, tuple[str, ...]] = {}
    for word in sorted({word for command in _commands() for word in command.words}):
        probe = next((part for part in _PARTS if part in word), word)
        words[probe] = (*words.get(probe, ()), word)
    return words


_TEXT = re.compile(TEXT)
_NUMBER = rf"[\"']?(?:lts/)?v?(?P<text>{TEXT}|(?<=lts/)[a-z]+){_END}"


_SHARED = {"REST": _REST, "OPTIONS": _OPTIONS, "NUMBER": _NUMBER, "TEXT": TEXT, "END": _END}


def _managers(words: Words) -> Iterator[tuple[tuple[str, ...], str]]:
    """Version managers of one runtime, and those and package managers of many."""
    told = "|".join(map(re.escape, words.commands))
    kept = "|".join(map(re.escape, words.tools))
    if words.commands:
        yield words.commands, rf"\b(?:{told}){_OPTIONS}[ \t]+{_VERBS}{_OPTIONS}[ \t]+{_NUMBER}"
    if words.builders:
        builders = tuple(map(re.escape, words.builders))
        yield words.builders, rf"(?<![\w.-])(?:{'|'.join(builders)}){_OPTIONS}[ \t]+{_NUMBER}"
    if words.tools:
        package = rf"\b(?:{kept})(?:-lts|\d)?[ \t]{_REST}--(?:version|channel)[= \t]{_NUMBER}"
        yield _PACKAGERS, rf"\b(?:{'|'.join(_PACKAGERS)})[ \t]{_REST}{package}"
        yield (
            ("asdf", "mise"),
            rf"\b(?:asdf|mise)[ \t]+{_VERBS}{_OPTIONS}[ \t]+(?:{kept})[ \t]+{_NUMBER}",
        )
        yield ("sem-version",), rf"\bsem-version[ \t]+(?:{kept})[ \t]+{_NUMBER}"
        yield ("install-tool",), rf"\binstall-tool[ \t]+(?:{kept})[ \t]+{_NUMBER}"


def _own_commands(runtime: Runtime) -> Iterator[tuple[tuple[str, ...], str]]:
    """The commands of one runtime only, with what they share written out."""
    for own in runtime.rules.patterns:
        pattern = own.pattern
        for name, shared in _SHARED.items():
            pattern = pattern.replace(f"<{name}>", shared)
        yield own.words, pattern


def find_commands(source: Source) -> Matches:
    """Pins in commands of version managers and package managers, and in download addresses."""
    known = _words_by_probe()
    probes = [probe for probe in known if probe in source.low]
    said = {word for probe in probes for word in known[probe] if word in source.low}
    for command in _commands() if said else ():
        if not said.isdisjoint(command.words):
            for match in command.pattern.finditer(source.low):
                if not source.in_comment(match.start()):
                    yield from _read_command(match, command.runtime)
    yield from _find_addresses(source)


def _read_command(match: re.Match[str], runtime: str) -> Matches:
    groups = match.groupdict()
    if groups.get("ask"):
        said = _TEXT.search(groups["ask"])
        if said and version_of(said[0], runtime):
            yield Match(runtime, "command", *match.span("ask"), "ask", reasons.FLAG)
    elif version_of(groups.get("text") or "", runtime):
        yield Match(runtime, "command", *match.span("text"))


def _find_addresses(source: Source) -> Matches:
    for each in list_runtimes():
        for address in each.words.addresses:
            at = source.low.find(address)
            while at >= 0:
                match = _TEXT.match(source.low, at + len(address))
                if match and version_of(match[0], each.name) and not source.in_comment(at):
                    yield Match(each.name, "address", *match.span())
                at = source.low.find(address, at + 1)
