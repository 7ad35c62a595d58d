"""Where a pin stands against a target: what a line says, never a guess."""

from typing import Literal

from runtimes.model import Pin
from runtimes.registry import get_runtime
from runtimes.spelling import version_of
from runtimes.versions import Version, parse_version, standing

FLOOR = "go.mod go"
# One number of a version, set by an argument of its own; the pin's version is the whole.
PART = "version part"
Where = Literal["at", "behind", "ahead", "unknown"]


def where_pin_stands(pin: Pin, target: Version | str) -> Where:
    """Whether a pin is at a target, behind it, ahead of it, or cannot tell.

    A list is at the target when one of its items is. A range is at the target when its first
    bound is, and ahead when that bound is; a lower bound does not tell what gets built, and
    the ``go`` line of ``go.mod`` is one (go.dev/ref/mod, "go directive"). A
    reference, a floating tag and an opaque image cannot tell.
    """
    wanted = parse_version(target) if isinstance(target, str) else target
    versions = [found for raw in pin.raw.split("|") if (found := version_of(raw, pin.runtime))]
    if wanted is None or pin.version is None or (pin.edit == "never" and pin.kind != "lock"):
        return "unknown"
    parts = get_runtime(pin.runtime).cycle_parts
    if pin.kind == PART:
        return standing(pin.version, wanted, parts)
    if not versions:
        bound = standing(pin.version, wanted, parts)
        return "unknown" if bound == "behind" else bound
    if any(standing(version, wanted, parts) == "at" for version in versions):
        return "at"
    where = standing(max(versions), wanted, parts)
    return "unknown" if where == "behind" and pin.kind == FLOOR else where
