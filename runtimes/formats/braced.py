"""JSON, HCL, Gradle and others with braces: a loose key is explained by what opens its block.

``variable "GO_VERSION" { default = "1.20" }``, ``".../features/go:1": { "version": "1.20" }``,
``node { version = "18.16.0" }``.
"""

import re

from runtimes.assignments import judge_value
from runtimes.braces import owner
from runtimes.formats import free_text
from runtimes.names import Named, read_name
from runtimes.page import Finding, Page
from runtimes.registry import list_runtimes
from runtimes.values import read_value

_LOOSE = re.compile(
    r"[\"']?\b(?P<key>default|version|value|variant)[\"']?[ \t]*[:=][ \t]*(?=[\"'\[\d])"
)
_FEATURE = re.compile(r"/features/(?P<word>[\w-]+)(?::[\w.]+)?[\"']?\s*[:=]\s*$")
_SECTION = re.compile(r"^\[+(?P<name>[^\]\n]+)\]+", re.MULTILINE)
_OPENER = re.compile(r"[\"']?(?P<name>[\w.-]+)[\"']?\s*[:=]?\s*$")


def find(page: Page) -> Finding:
    """Free text, and loose keys."""
    yield from free_text.find(page)
    for match in _LOOSE.finditer(page.low):
        if page.in_comment(match.start()):
            continue
        named = _opened_by(owner(page.text, match.start()) or _section(page, match.start()))
        value = read_value(page, match.end(), named.runtime) if named else None
        if named is not None and value is not None and value.shape != "floating":
            yield from judge_value(page, named, value, match["key"])


def _section(page: Page, at: int) -> str:
    """The last part of the TOML section that an offset lies in: ``[tools.go]``."""
    if not page.name.endswith(".toml"):
        return ""
    headers = list(_SECTION.finditer(page.text, 0, at))
    return headers[-1]["name"].rpartition(".")[2] if headers else ""


def _opened_by(before: str) -> Named | None:
    feature = _FEATURE.search(before)
    if feature is not None:
        for runtime in list_runtimes():
            if feature["word"].lower() in {runtime.name, *runtime.aliases, *runtime.words.images}:
                return Named(runtime.name, "", bare=False)
        return None
    opener = _OPENER.search(before)
    named = read_name(opener["name"]) if opener else None
    return Named(named.runtime, named.reason, bare=False) if named else None
