"""``package.json``: engines, Volta and devEngines for Node, dependencies for Vue and Rails."""

import re
from dataclasses import replace
from functools import cache

from runtimes.braces import owner
from runtimes.lexicon.assignments import judge_value
from runtimes.lexicon.names import Named
from runtimes.lexicon.values import read_value
from runtimes.managers.text import extract as free_text
from runtimes.registry import list_runtimes
from runtimes.source import Matches, Source

_DEPENDENCIES = re.compile(r"(?:dependencies|resolutions|overrides)\"?\s*:\s*$")
_PEERS = re.compile(r"peerdependencies\"?\s*:\s*$")
_DEV_ENGINE = re.compile(r"\"name\"\s*:\s*\"node\"[^{}]*?\"version\"\s*:\s*(?=\")")
# "test:node20": the name of a script, which others call by it.
_REST_OF_KEY = re.compile(r"[\w:-]*\"\s*:")
_PEER_REASON = "what the package works with: moving it is a choice of policy"


@cache
def _packages() -> re.Pattern[str]:
    names = [part for each in list_runtimes() for part in each.words.parts] + ["vue"]
    return re.compile(rf"\"(?P<name>{'|'.join(map(re.escape, names))})\"\s*:\s*(?=\")")


def find(source: Source) -> Matches:
    """Free text, the packages released with a framework, and devEngines."""
    for found in free_text.find(source):
        if found.kind == "name" and _REST_OF_KEY.match(source.low, found.end):
            continue
        if _PEERS.search(owner(source.low, found.start)):
            yield replace(found, edit="ask", reason=_PEER_REASON)
        else:
            yield found
    for match in _packages().finditer(source.low):
        before = owner(source.low, match.start())
        if _DEPENDENCIES.search(before):
            yield from _read_package(source, match, is_peer=_PEERS.search(before) is not None)
    for match in _DEV_ENGINE.finditer(source.low) if "devengines" in source.low else ():
        yield from _read(source, match.end(), "node")


def find_catalog(source: Source) -> Matches:
    """The same packages in the catalogs of ``pnpm-workspace.yaml`` (pnpm.io/catalogs)."""
    for match in _catalog().finditer(source.low):
        yield from _read_package(source, match, is_peer=False)


@cache
def _catalog() -> re.Pattern[str]:
    names = "|".join(re.escape(part) for each in list_runtimes() for part in each.words.parts)
    return re.compile(rf"^[ \t]+[\"']?(?P<name>{names})[\"']?[ \t]*:[ \t]+", re.MULTILINE)


def _read_package(source: Source, match: re.Match[str], *, is_peer: bool) -> Matches:
    name = match["name"]
    runtime = next((each.name for each in list_runtimes() if name in each.words.parts), "vue")
    for found in _read(source, match.end(), runtime):
        yield replace(found, edit="ask", reason=_PEER_REASON) if is_peer else found


def _read(source: Source, start: int, runtime: str) -> Matches:
    value = read_value(source, start, runtime)
    if value is not None and value.shape not in {"reference", "floating"}:
        yield from judge_value(source, Named(runtime, "", bare=False), value, "package")
