"""Assigning the pins of a repository to the components that share it."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from typing import Any

from runtimes.model import Edit, Pin
from runtimes.references import Standing, where_pins_stand
from runtimes.reports import pin_object
from runtimes.versions import Version, parse_version
from storage.catalog.read import Catalog, Component


def pins_of_component(
    catalog: Catalog, runtime: str, component: str, pins: Iterable[Pin]
) -> tuple[Pin, ...]:
    """Return the pins that belong to a component.

    These are the pins under the ``paths`` of its catalog entry, or all pins if no other component
    is in its project. Otherwise there are none; see `why_inconclusive`.
    """
    mine = _component(catalog, runtime, component)
    if mine is None:
        return tuple(pins)
    if mine.paths:
        return tuple(pin for pin in pins if _under(pin.path, mine.paths))
    return () if _sharing(catalog, runtime, mine) else tuple(pins)


def pin_states_of_component(
    catalog: Catalog,
    runtime: str,
    component: str,
    stored: Iterable[Mapping[str, Any]],
    target: Version | str,
) -> tuple[Standing, ...]:
    """Return the pins of a component with their states, from the stored pins of its repository.

    References are resolved in the whole repository, including outside the component's paths.
    """
    pins = [as_pin(pin) for pin in stored]
    mine = set(pins_of_component(catalog, runtime, component, pins))
    return tuple(each for each in where_pins_stand(pins, target) if each.pin in mine)


def why_inconclusive(catalog: Catalog, runtime: str, component: str) -> str | None:
    """Return why the pins of a repository cannot be assigned to a component, or None."""
    mine = _component(catalog, runtime, component)
    others = 0 if mine is None or mine.paths else _sharing(catalog, runtime, mine)
    if mine is None or not others:
        return None
    return (
        f"it shares {mine.project} with {others} other{'s' if others > 1 else ''}, "
        "and the catalog does not list its paths"
    )


def paths_to_read(catalog: Catalog, runtime: str, project: str) -> tuple[str, ...]:
    """Return the folders and files to read in a project; empty means all.

    Everything is read if a component has no ``paths`` or uses a pattern. Otherwise only the
    components' folders are read, which saves time in a large shared repository.
    """
    known = catalog.runtimes.get(runtime)
    here = [c for c in known.components if c.project == project] if known else []
    paths = sorted({path.rstrip("/") for c in here for path in c.paths})
    if not paths or any("*" in path for path in paths):
        return ()
    shipped = (
        {place.path for place in known.shipped if place.project == project} if known else set()
    )
    return tuple(sorted({*paths, *shipped}))


def _component(catalog: Catalog, runtime: str, component: str) -> Component | None:
    known = catalog.runtimes[runtime].components if runtime in catalog.runtimes else ()
    return next((c for c in known if c.key == component), None)


def _sharing(catalog: Catalog, runtime: str, mine: Component) -> int:
    """Count the other components in the same project."""
    return sum(
        other.project == mine.project and other.key != mine.key
        for other in catalog.runtimes[runtime].components
    )


def _under(path: str, patterns: Iterable[str]) -> bool:
    """Return whether a path equals, lies below or matches one of the patterns."""
    return any(
        path == pattern or path.startswith(f"{pattern.rstrip('/')}/") or fnmatch(path, pattern)
        for pattern in patterns
    )


def as_pin(stored: Mapping[str, Any]) -> Pin:
    """Convert a stored pin to a `Pin`; the position in the file is not stored."""
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
        name=stored.get("name", ""),
    )


def as_stored(pin: Pin) -> dict[str, Any]:
    """Convert a pin to its stored form, with the name that references are resolved by."""
    return {**pin_object(pin), "name": pin.name}
