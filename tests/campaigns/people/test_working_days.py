from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.people.working_days import WorkingDays

FRIDAY = datetime(2023, 9, 29, 12, tzinfo=UTC)
UNITY = date(2023, 10, 3)


def between(days: WorkingDays, start: datetime, end: datetime) -> float:
    return days.position(end) - days.position(start)


@pytest.mark.parametrize(
    ("passed", "working"),
    [
        (timedelta(hours=6), 0.25),
        (timedelta(days=1), 0.5),
        (timedelta(days=2), 0.5),
        (timedelta(days=3), 1.0),
        (timedelta(days=7), 5.0),
        (timedelta(days=-1), -1.0),
    ],
)
def test_a_duration_excludes_the_weekend(passed: timedelta, working: float) -> None:
    assert between(WorkingDays(), FRIDAY, FRIDAY + passed) == pytest.approx(working)


def test_a_holiday_does_not_count_and_one_at_the_weekend_changes_nothing() -> None:
    days = WorkingDays(holidays=[UNITY, date(2023, 9, 30)])

    assert between(days, FRIDAY, FRIDAY + timedelta(days=7)) == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("ahead", "day"),
    [
        (0.0, date(2023, 9, 29)),
        (0.5, date(2023, 9, 29)),
        (0.6, date(2023, 10, 2)),
        (1.6, date(2023, 10, 4)),
        (1e9, date(2033, 9, 29)),
    ],
)
def test_some_days_ahead_is_a_calendar_day(ahead: float, day: date) -> None:
    days = WorkingDays(holidays=[UNITY])

    assert days.day_at(days.position(FRIDAY) + ahead, start=FRIDAY.date()) == day


def test_a_week_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="a week needs at least one working day"):
        WorkingDays(days=frozenset())


@given(
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.dates(date(2023, 1, 1), date(2024, 1, 1))),
    st.dates(date(2023, 1, 1), date(2024, 1, 1)),
    st.integers(0, 200),
)
def test_positions_agree_with_a_calendar_counted_day_by_day(
    week: frozenset[int], holidays: frozenset[date], first: date, length: int
) -> None:
    days = WorkingDays(week, holidays)
    gone_through = [first + timedelta(days=n) for n in range(length)]
    start = datetime.combine(first, datetime.min.time(), UTC)

    counted = between(days, start, start + timedelta(days=length))

    assert counted == sum(days.works_on(day) for day in gone_through)
