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
class ReportLine:
    """What one check found, and for anything but ``ok`` what to do."""

    level: Level
    what: str
    todo: str = ""


def ok(what: str) -> ReportLine:
    """Say that something is as it should be."""
    return ReportLine(Level.ok, what)


def warn(what: str, todo: str) -> ReportLine:
    """Say what costs one feature, or will trouble somebody."""
    return ReportLine(Level.warn, what, todo)


def fail(what: str, todo: str) -> ReportLine:
    """Say what keeps the assistant from its work."""
    return ReportLine(Level.fail, what, todo)


def skipped(what: str, todo: str = "") -> ReportLine:
    """Say what could not be looked at, and why."""
    return ReportLine(Level.skipped, what, todo)
