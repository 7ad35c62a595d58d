"""Which versions a component is on: what its pins say together, without a target."""

from collections.abc import Iterable

from runtimes.evidence import FLOOR
from runtimes.model import Cycle, Pin, Runtime
from runtimes.spelling import version_of
from runtimes.versions import Version


def versions_in_use(pins: Iterable[Pin]) -> tuple[Version, ...]:
    """List the versions that pins decide on, lowest first.

    Plain pins count; where there are none, lists and ranges do, and the ``go`` line of
    ``go.mod`` only where nothing else names a version.
    """
    named = [pin for pin in pins if pin.version is not None and pin.edit != "never"]
    plain = [pin for pin in named if pin.edit == "yes" and pin.kind != FLOOR]
    others = [pin for pin in named if pin.kind != FLOOR]
    return tuple(sorted({v for pin in plain or others or named for v in versions_of(pin)}))


def versions_of(pin: Pin) -> tuple[Version, ...]:
    """List the versions that one pin names: several for a list, the bound for a range."""
    listed = [version_of(raw, pin.runtime) for raw in pin.raw.split("|")]
    found = tuple(version for version in listed if version is not None)
    return found or (() if pin.version is None else (pin.version,))


def find_cycle(runtime: Runtime, version: Version) -> Cycle | None:
    """Find the cycle of a version; None where it is not in the table."""
    name = version.cycle_of(runtime)
    return next((cycle for cycle in runtime.cycles if cycle.name == name), None)
