"""Dates formatted for people; `--json`, CSV, the catalog and the handbook's tables use ISO."""

from datetime import UTC, date, datetime


def long_date(on: date, *, beside: date | None = None) -> str:
    """Format a date as `30 September 2023`, without the year if ``beside`` has the same year."""
    year = "" if beside is not None and beside.year == on.year else f" {on.year}"
    return f"{on.day} {on:%B}{year}"


def short_date(on: date) -> str:
    """Format a date as `30 Sep`, for places where the year is obvious."""
    return f"{on.day} {on:%b}"


def date_and_time(at: datetime) -> str:
    """Format a time as `30 September 2023, 09:30`, in the time zone of ``at``."""
    return f"{long_date(at)}, {at:%H:%M}"


def utc_moment(at: datetime) -> str:
    """Format a time as `30 September 2023, 09:30 UTC`, for readers whose time zone is unknown."""
    return f"{date_and_time(at.astimezone(UTC))} UTC"
