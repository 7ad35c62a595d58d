"""``package.json``: engines, Volta and devEngines for Node, dependencies for Vue and Rails."""

import re
from dataclasses import replace
from functools import cache

from runtimes.lexicon.assignments import judge_value
from runtimes.lexicon.names import Named, find_word
from runtimes.lexicon.values import read_value
from runtimes.managers.text import extract as free_text
from runtimes.registry import list_runtimes
from runtimes.source import Match, Matches, Source
from runtimes.syntax.keys import Place

_DEPENDENCIES = ("dependencies", "resolutions", "overrides")
_DEV_ENGINE = re.compile(r"\"version\"\s*:\s*(?=\")")
_PEER_REASON = "what the package works with: moving it is a choice of policy"


@cache
def _packages() -> re.Pattern[str]:
    names = [part for each in list_runtimes() for part in each.words.parts] + ["vue"]
    return re.compile(rf"\"(?P<name>{'|'.join(map(re.escape, names))})\"\s*:\s*(?=\")")


def find(source: Source) -> Matches:
    """What tokens show, the packages released with a framework, and devEngines."""
    has_peers = "peerdependencies" in source.low
    for found in free_text.find(source):
        place = source.place(found.start) if has_peers or found.kind == "name" else None
        # "test:node20": the name of a script, which others call by it.
        if place is not None and place.in_key and found.kind == "name":
            continue
        yield _of_peers(found) if _is_below(place, ("peerdependencies",)) else found
    for match in _packages().finditer(source.low):
        place = source.place(match.start("name"))
        if place is not None and place.in_key and _is_below(place, _DEPENDENCIES):
            is_peer = _is_below(place, ("peerdependencies",))
            yield from _read_package(source, match, is_peer=is_peer)
    if "devengines" in source.low:
        yield from _find_dev_engines(source)


def _is_below(place: Place | None, endings: tuple[str, ...]) -> bool:
    """Whether a value hangs below a key with one of these endings: ``devDependencies``."""
    return place is not None and any(key.lower().endswith(endings) for key in place.keys[:-1])


def _of_peers(found: Match) -> Match:
    return replace(found, edit="ask", reason=_PEER_REASON)


def _find_dev_engines(source: Source) -> Matches:
    """``"devEngines": {"runtime": {"name": "node", "version": "22"}}``, one or a list."""
    for match in _DEV_ENGINE.finditer(source.low):
        place = source.place(match.start() + 1)
        if place is not None and "devEngines" in place.keys:
            runtime = find_word(place.siblings().get("name", ""))
            yield from _read(source, match.end(), runtime) if runtime else ()


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
        yield _of_peers(found) if is_peer else found


def _read(source: Source, start: int, runtime: str) -> Matches:
    value = read_value(source, start, runtime)
    if value is not None and value.shape not in {"reference", "floating"}:
        yield from judge_value(source, Named(runtime, "", bare=False), value, "package")
