"""``package.json``: engines, Volta and devEngines for Node, dependencies for Vue and Rails."""

import re
from dataclasses import replace
from functools import cache

from runtimes.assignments import judge_value
from runtimes.braces import owner
from runtimes.formats import free_text
from runtimes.names import Named
from runtimes.page import Finding, Page
from runtimes.registry import list_runtimes
from runtimes.values import read_value

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


def find(page: Page) -> Finding:
    """Free text, the packages released with a framework, and devEngines."""
    for found in free_text.find(page):
        if found.kind == "name" and _REST_OF_KEY.match(page.low, found.end):
            continue
        if _PEERS.search(owner(page.low, found.start)):
            yield replace(found, edit="ask", reason=_PEER_REASON)
        else:
            yield found
    for match in _packages().finditer(page.low):
        before = owner(page.low, match.start())
        if _DEPENDENCIES.search(before):
            yield from _read_package(page, match, is_peer=_PEERS.search(before) is not None)
    for match in _DEV_ENGINE.finditer(page.low) if "devengines" in page.low else ():
        yield from _read(page, match.end(), "node")


def find_catalog(page: Page) -> Finding:
    """The same packages in the catalogs of ``pnpm-workspace.yaml`` (pnpm.io/catalogs)."""
    for match in _catalog().finditer(page.low):
        yield from _read_package(page, match, is_peer=False)


@cache
def _catalog() -> re.Pattern[str]:
    names = "|".join(re.escape(part) for each in list_runtimes() for part in each.words.parts)
    return re.compile(rf"^[ \t]+[\"']?(?P<name>{names})[\"']?[ \t]*:[ \t]+", re.MULTILINE)


def _read_package(page: Page, match: re.Match[str], *, is_peer: bool) -> Finding:
    name = match["name"]
    runtime = next((each.name for each in list_runtimes() if name in each.words.parts), "vue")
    for found in _read(page, match.end(), runtime):
        yield replace(found, edit="ask", reason=_PEER_REASON) if is_peer else found


def _read(page: Page, start: int, runtime: str) -> Finding:
    value = read_value(page, start, runtime)
    if value is not None and value.shape not in {"reference", "floating"}:
        yield from judge_value(page, Named(runtime, "", bare=False), value, "package")
