"""A campaign's due date: given, or derived from the release date by policy."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DueSource(StrEnum):
    """The source of a due date, or the reason why it is missing."""

    given = "given"
    policy = "policy"
    past = "past"
    unknown_release = "unknown_release"


@dataclass(frozen=True)
class DueDate:
    """A due date and its source; ``on`` is None if a person has to choose the date."""

    on: date | None
    source: DueSource
    released_on: date | None = None


def decide_due_date(
    given: date | None, released_on: date | None, *, today: date, months: int
) -> DueDate:
    """Choose the due date: the given one, or else ``months`` after the release.

    The date is None if the release is missing from the table, or if the date by policy has passed,
    so that a date in the past is never used silently.
    """
    if given is not None:
        return DueDate(given, DueSource.given, released_on)
    if released_on is None:
        return DueDate(None, DueSource.unknown_release)
    by_policy = add_months(released_on, months)
    if by_policy < today:
        return DueDate(None, DueSource.past, released_on)
    return DueDate(by_policy, DueSource.policy, released_on)


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last day of a shorter month."""
    years, month_index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month_index + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
