"""The working group's exit criteria: their progress, and which are late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.dates import long_date


@dataclass(frozen=True)
class Criterion:
    """One exit criterion; ``dri`` is a GitLab username, ``campaign`` the slug that completes it."""

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
    """Return whether its target has passed and it is not completed."""
    open_still = criterion.completed_on is None
    return open_still and criterion.target_on is not None and criterion.target_on < today


def date_mistake(criterion: Criterion, today: date) -> str | None:
    """Return what is wrong with a criterion's dates, or None."""
    start, target, completed = criterion.start_on, criterion.target_on, criterion.completed_on
    if start and target and target < start:
        return f"The target {long_date(target)} would be before the start {long_date(start)}."
    if completed and completed > today:
        day = long_date(completed)
        return f"{day} is still to come: a criterion is completed on a day that has been."
    if start and completed and completed < start:
        ended, began = long_date(completed), long_date(start)
        return f"It would be completed on {ended}, before its start {began}."
    return None
