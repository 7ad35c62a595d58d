from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.lifecycle.due_dates import DueDate, DueSource, add_months, decide_due_date

TODAY = date(2023, 3, 30)
RELEASED = date(2023, 2, 1)
GIVEN = date(2023, 8, 31)


@pytest.mark.parametrize(
    ("given_date", "released_on", "due"),
    [
        (GIVEN, RELEASED, DueDate(GIVEN, DueSource.given, RELEASED)),
        (GIVEN, None, DueDate(GIVEN, DueSource.given)),
        (None, RELEASED, DueDate(date(2023, 10, 1), DueSource.policy, RELEASED)),
        (None, None, DueDate(None, DueSource.unknown_release)),
        (None, date(2022, 1, 1), DueDate(None, DueSource.past, date(2022, 1, 1))),
        (None, date(2022, 7, 30), DueDate(TODAY, DueSource.policy, date(2022, 7, 30))),
        (None, date(2022, 7, 29), DueDate(None, DueSource.past, date(2022, 7, 29))),
    ],
)
def test_a_due_date_is_given_or_derived_from_the_release_and_never_silently_past(
    given_date: date | None, released_on: date | None, due: DueDate
) -> None:
    assert decide_due_date(given_date, released_on, today=TODAY, months=8) == due


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 6, 30), 8, date(2024, 2, 29)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
        (date(2023, 5, 31), 12, date(2024, 5, 31)),
    ],
)
def test_months_are_counted_in_the_calendar(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(st.dates(max_value=date(9990, 1, 1)), st.integers(min_value=1, max_value=36))
def test_adding_months_keeps_the_day_or_uses_the_last_day_of_the_month(
    day: date, months: int
) -> None:
    later = add_months(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and later.day >= 28)
