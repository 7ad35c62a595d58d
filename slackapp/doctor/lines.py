"""One line of the doctor's report: what was found, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a check ended; only ``fail`` makes the whole report fail."""

    ok = "ok"
    warn = "warn"
    fail = "fail"
    skipped = "skipped"


@dataclass(frozen=True)
class Line:
    """What one check found, and for anything but ``ok`` what to do."""

    level: Level
    what: str
    todo: str = ""


def ok(what: str) -> Line:
    """Say that something is as it should be."""
    return Line(Level.ok, what)


def warn(what: str, todo: str) -> Line:
    """Say what costs one feature, or will trouble somebody."""
    return Line(Level.warn, what, todo)


def fail(what: str, todo: str) -> Line:
    """Say what keeps the assistant from its work."""
    return Line(Level.fail, what, todo)


def skipped(what: str, todo: str = "") -> Line:
    """Say what could not be looked at, and why."""
    return Line(Level.skipped, what, todo)
