"""The progress of exit criteria, and impossible dates."""

from datetime import date

import pytest

from campaigns.reports.criteria import Criterion, date_mistake, is_late, percent_completed

TODAY = date(2023, 7, 1)
DONE = date(2023, 6, 30)


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, 0, 0), (0, 4, 0), (1, 4, 25), (2, 3, 66), (4, 4, 100)]
)
def test_the_percentage_is_rounded_down(done: int, total: int, percent: int) -> None:
    criteria = [Criterion(n, "x", completed_on=DONE if n < done else None) for n in range(total)]

    assert percent_completed(criteria) == percent


@pytest.mark.parametrize(
    ("target", "completed", "late"),
    [(None, None, False), (TODAY, None, False), (DONE, None, True), (DONE, TODAY, False)],
)
def test_an_open_criterion_is_late_after_its_target(
    target: date | None, completed: date | None, *, late: bool
) -> None:
    assert is_late(Criterion(1, "x", None, target, completed), TODAY) is late


@pytest.mark.parametrize(
    ("criterion", "mistake"),
    [
        (Criterion(1, "x"), None),
        (Criterion(1, "x", DONE, TODAY, TODAY), None),
        (
            Criterion(1, "x", TODAY, DONE),
            "The target date 30 June 2023 is before the start date 1 July 2023.",
        ),
        (
            Criterion(1, "x", completed_on=date(2023, 7, 2)),
            "The completion date 2 July 2023 is in the future.",
        ),
        (
            Criterion(1, "x", TODAY, None, DONE),
            "The completion date 30 June 2023 is before the start date 1 July 2023.",
        ),
    ],
)
def test_impossible_dates_are_named(criterion: Criterion, mistake: str | None) -> None:
    assert date_mistake(criterion, TODAY) == mistake
