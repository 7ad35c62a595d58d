"""Dates as people read them; `--json`, CSV, the catalog and the handbook's tables have ISO."""

from datetime import UTC, date, datetime


def long_date(on: date, *, beside: date | None = None) -> str:
    """Return `30 September 2023`; the year is left out beside another date of the same year."""
    year = "" if beside is not None and beside.year == on.year else f" {on.year}"
    return f"{on.day} {on:%B}{year}"


def short_date(on: date) -> str:
    """Return `30 Sep`, where the year is plain."""
    return f"{on.day} {on:%b}"


def date_and_time(at: datetime) -> str:
    """Return `30 September 2023, 09:30`, in the time zone of ``at``."""
    return f"{long_date(at)}, {at:%H:%M}"


def utc_moment(at: datetime) -> str:
    """Return `30 September 2023, 09:30 UTC`, for readers whose time zone is not known."""
    return f"{date_and_time(at.astimezone(UTC))} UTC"
