"""Which pins of a repository are a component's, where several components share one."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from typing import Any

from runtimes.model import Edit, Pin
from runtimes.versions import parse_version
from storage.catalog import Catalog, Component


def pins_of_component(
    catalog: Catalog, runtime: str, component: str, pins: Iterable[Pin]
) -> tuple[Pin, ...]:
    """Give the pins that count for a component.

    One whose catalog entry names ``paths`` has the pins under them. The others of the same
    project have all that no named path claims.
    """
    known = catalog.runtimes[runtime].components if runtime in catalog.runtimes else ()
    mine = next((c for c in known if c.key == component), None)
    if mine is None:
        return tuple(pins)
    if mine.paths:
        return tuple(pin for pin in pins if _under(pin.path, mine.paths))
    claimed = [path for c in known if _shares(c, mine) for path in c.paths]
    return tuple(pin for pin in pins if not _under(pin.path, claimed))


def _shares(other: Component, mine: Component) -> bool:
    return other.project == mine.project and other.key != mine.key


def _under(path: str, patterns: Iterable[str]) -> bool:
    """Tell whether a path is one of these, below one of these folders, or matches a pattern."""
    return any(
        path == pattern or path.startswith(f"{pattern.rstrip('/')}/") or fnmatch(path, pattern)
        for pattern in patterns
    )


def as_pin(stored: Mapping[str, Any]) -> Pin:
    """Give a stored pin back; its place inside the file is not kept."""
    edit: Edit = stored["edit"]
    version = parse_version(stored["version"]) if stored["version"] else None
    return Pin(
        path=stored["path"],
        line=stored["line"],
        runtime=stored["runtime"],
        kind=stored["kind"],
        raw=stored["raw"],
        version=version,
        edit=edit,
        reason=stored["reason"],
        span=(0, 0),
    )
