"""The working group's exit criteria: their progress, and which ones are late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.dates import long_date


@dataclass(frozen=True)
class Criterion:
    """One exit criterion; ``campaign`` is the slug of the campaign whose completion meets it.

    ``dri`` is a GitLab username.
    """

    number: int
    title: str
    start_on: date | None = None
    target_on: date | None = None
    completed_on: date | None = None
    dri: str | None = None
    campaign: str | None = None


def percent_completed(criteria: Sequence[Criterion]) -> int:
    """Return the percentage completed, rounded down; 0 without criteria."""
    completed = sum(criterion.completed_on is not None for criterion in criteria)
    return 100 * completed // len(criteria) if criteria else 0


def is_late(criterion: Criterion, today: date) -> bool:
    """Return whether a criterion is not completed and its target date has passed."""
    open_still = criterion.completed_on is None
    return open_still and criterion.target_on is not None and criterion.target_on < today


def date_mistake(criterion: Criterion, today: date) -> str | None:
    """Return what is wrong with a criterion's dates, or None."""
    start, target, completed = criterion.start_on, criterion.target_on, criterion.completed_on
    if start and target and target < start:
        return f"The target date {long_date(target)} is before the start date {long_date(start)}."
    if completed and completed > today:
        return f"The completion date {long_date(completed)} is in the future."
    if start and completed and completed < start:
        ended, began = long_date(completed), long_date(start)
        return f"The completion date {ended} is before the start date {began}."
    return None
