"""Versions that a command installs or selects: ``nvm install 18``, ``asdf local ruby 3.2.2``."""

import re
from functools import cache

from runtimes.page import Finding, Found, Page
from runtimes.registry import list_runtimes
from runtimes.spelling import TEXT, version_of

_REST = r"[^\n]{0,200}"
_OPTIONS = r"(?:[ \t]+-[-\w=]+)*"
_VERBS = (
    r"(?:install|use|global|local|shell|exec|run|switch|uninstall|alias[ \t]+default|pin|set"
    r"|virtualenv)"
)
_PACKAGERS = ("asdf", "conda", "mamba", "gem ", "choco", "winget", "snap", "scoop", "uv ", "uvx ")
_END = r"(?=[\s\"'`;&|)/,\]]|$)"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (each.name, re.compile(pattern, re.MULTILINE))
        for each in list_runtimes()
        for pattern in _runtime_patterns(each.words.commands, each.words.tools, each.name)
    )


def _runtime_patterns(
    commands: tuple[str, ...], tools: tuple[str, ...], name: str
) -> tuple[str, ...]:
    told = "|".join(map(re.escape, commands))
    kept = "|".join(map(re.escape, tools))
    patterns = []
    number = rf"[\"']?v?(?P<text>{TEXT}){_END}"
    if commands:
        patterns.append(rf"\b(?:{told})[ \t]+{_VERBS}{_OPTIONS}[ \t]+{number}")
    if tools:
        packaged = rf"\b(?:choco|winget|snap|scoop)[ \t]{_REST}\b(?:{kept})(?:-lts|\d)?[ \t]{_REST}"
        patterns.append(rf"\basdf[ \t]+{_VERBS}{_OPTIONS}[ \t]+(?:{kept})[ \t]+{number}")
        patterns.append(rf"{packaged}--(?:version|channel)[= \t]{number}")
    if name == "rails":
        patterns.append(
            rf"\bgem[ \t]+install{_REST}\brails[ \t]{_REST}(?:-v|--version)[= \t]*{number}"
        )
    if name == "python":
        patterns.append(rf"\buv[ \t]+python[ \t]+(?:install|pin|find){_OPTIONS}[ \t]+{number}")
        conda = rf"\b(?:conda|mamba|micromamba)[ \t]{_REST}\bpython==?"
        patterns.append(rf"{conda}{number}")
        patterns.append(rf"\buvx?[ \t]{_REST}--python[= \t]{number}")
    return tuple(patterns)


@cache
def _triggers() -> tuple[str, ...]:
    words = {word for each in list_runtimes() for word in each.words.commands}
    return (*sorted(words), *_PACKAGERS)


def find_commands(page: Page) -> Finding:
    """Pins in commands of version managers and package managers, and in download addresses."""
    if any(word in page.low for word in _triggers()):
        for runtime, pattern in _patterns():
            for match in pattern.finditer(page.low):
                if version_of(match["text"], runtime) and not page.in_comment(match.start()):
                    yield Found(runtime, "command", *match.span("text"))
    yield from _find_addresses(page)


def _find_addresses(page: Page) -> Finding:
    for each in list_runtimes():
        for address in each.words.addresses:
            at = page.low.find(address)
            while at >= 0:
                match = _NUMBER.match(page.low, at + len(address))
                if match and version_of(match[0], each.name) and not page.in_comment(at):
                    yield Found(each.name, "address", *match.span())
                at = page.low.find(address, at + 1)


_NUMBER = re.compile(TEXT)
