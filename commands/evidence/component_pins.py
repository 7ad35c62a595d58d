"""Which pins of a repository are a component's, where several components share one."""

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
    """Return the pins that count for a component.

    One whose catalog entry names ``paths`` has the pins under them. One that is alone in its
    project has all. The others have none: nobody said which are theirs, see `why_untold`.
    """
    mine = _component(catalog, runtime, component)
    if mine is None:
        return tuple(pins)
    if mine.paths:
        return tuple(pin for pin in pins if _under(pin.path, mine.paths))
    return () if _sharing(catalog, runtime, mine) else tuple(pins)


def stands_of_component(
    catalog: Catalog,
    runtime: str,
    component: str,
    stored: Iterable[Mapping[str, Any]],
    target: Version | str,
) -> tuple[Standing, ...]:
    """Say where the pins of a component stand, of all that its repository's reading holds.

    A reference is followed through the whole repository, also out of the component's paths.
    """
    pins = [as_pin(pin) for pin in stored]
    mine = set(pins_of_component(catalog, runtime, component, pins))
    return tuple(each for each in where_pins_stand(pins, target) if each.pin in mine)


def why_untold(catalog: Catalog, runtime: str, component: str) -> str | None:
    """Return why a repository tells nothing of a component although it can be read, or None."""
    mine = _component(catalog, runtime, component)
    others = 0 if mine is None or mine.paths else _sharing(catalog, runtime, mine)
    if mine is None or not others:
        return None
    return (
        f"it shares {mine.project} with {others} other{'s' if others > 1 else ''}, "
        "and the catalog names no paths of its own"
    )


def paths_to_read(catalog: Catalog, runtime: str, project: str) -> tuple[str, ...]:
    """Return the folders and files of a project that tell of its components; none means all.

    All are read where somebody's pins may be anywhere: one component without ``paths``, or a
    pattern. A large shared repository is thereby read only where its components are.
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
    """Count the other components that live in the same project."""
    return sum(
        other.project == mine.project and other.key != mine.key
        for other in catalog.runtimes[runtime].components
    )


def _under(path: str, patterns: Iterable[str]) -> bool:
    """Return whether a path is one of these, below one of these folders, or matches a pattern."""
    return any(
        path == pattern or path.startswith(f"{pattern.rstrip('/')}/") or fnmatch(path, pattern)
        for pattern in patterns
    )


def as_pin(stored: Mapping[str, Any]) -> Pin:
    """Return a stored pin back; its place inside the file is not kept."""
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
    """Return what is kept of a pin; its name is what references are followed by."""
    return {**pin_object(pin), "name": pin.name}
