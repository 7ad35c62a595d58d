"""Snoozes: their end, what is refused, and when a lead is notified."""

from datetime import UTC, date, datetime, time

import pytest

from campaigns.people.working_time import Availability
from campaigns.reminders.snoozes import (
    is_past,
    is_too_far,
    notifies_lead,
    snooze_day,
    snoozed_until,
)

GUS = Availability("America/Sao_Paulo", frozenset(range(5)), time(9, 30), time(16, 30))
FRIDAY = datetime(2023, 3, 31, 13, 0, tzinfo=UTC)
FRIDAY_NIGHT = datetime(2023, 4, 1, 1, 0, tzinfo=UTC)  # still Friday in Sao Paulo


@pytest.mark.parametrize(
    ("days", "until"),
    [(1, "2023-04-03 12:30"), (3, "2023-04-03 12:30"), (7, "2023-04-07 12:30")],
)
def test_a_snooze_counts_calendar_days_and_ends_on_a_working_day(days: int, until: str) -> None:
    day = snooze_day(GUS, FRIDAY, days)

    assert snoozed_until(GUS, day) == datetime.fromisoformat(until).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "past", "too_far"),
    [
        ("2023-03-30", True, False),
        ("2023-03-31", True, False),
        ("2023-04-01", False, False),
        ("2023-06-29", False, False),
        ("2023-06-30", False, True),
        ("2033-01-01", False, True),
    ],
)
@pytest.mark.parametrize("now", [FRIDAY, FRIDAY_NIGHT])
def test_a_snooze_into_the_past_or_for_years_is_refused(
    now: datetime, day: str, *, past: bool, too_far: bool
) -> None:
    wanted = date.fromisoformat(day)

    assert (is_past(GUS, now, wanted), is_too_far(GUS, now, wanted)) == (past, too_far)


def test_the_lead_is_notified_of_the_third_and_each_later_snooze() -> None:
    assert [notifies_lead(number) for number in range(6)] == [False, False, False, True, True, True]
