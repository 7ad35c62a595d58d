"""A line of the doctor's report: the finding and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The result of a check; only ``fail`` makes the whole report fail."""

    ok = "ok"
    warn = "warn"
    fail = "fail"
    skipped = "skipped"


@dataclass(frozen=True)
class ReportLine:
    """The finding of a check and, unless it is ``ok``, what to do about it."""

    level: Level
    what: str
    todo: str = ""


def ok(what: str) -> ReportLine:
    """Report that a check passed."""
    return ReportLine(Level.ok, what)


def warn(what: str, todo: str) -> ReportLine:
    """Report a problem that disables a feature or will cause trouble later."""
    return ReportLine(Level.warn, what, todo)


def fail(what: str, todo: str) -> ReportLine:
    """Report a problem that keeps the assistant from working."""
    return ReportLine(Level.fail, what, todo)


def skipped(what: str, todo: str = "") -> ReportLine:
    """Report what could not be checked, and why."""
    return ReportLine(Level.skipped, what, todo)
