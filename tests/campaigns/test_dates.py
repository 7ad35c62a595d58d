"""Dates as people read them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from campaigns.dates import date_and_time, long_date, short_date, utc_moment

IN_MINSK = datetime(2023, 10, 1, 1, 5, tzinfo=timezone(timedelta(hours=3)))


@pytest.mark.parametrize(
    ("on", "beside", "written"),
    [
        (date(2023, 9, 30), None, "30 September 2023"),
        (date(2023, 10, 1), None, "1 October 2023"),
        (date(2023, 9, 30), date(2023, 10, 4), "30 September"),
        (date(2023, 12, 28), date(2024, 1, 3), "28 December 2023"),
        (datetime(2023, 5, 9, 23, 59, tzinfo=UTC), None, "9 May 2023"),
    ],
)
def test_a_long_date_has_its_year_unless_it_is_plain(
    on: date, beside: date | None, written: str
) -> None:
    assert long_date(on, beside=beside) == written


@pytest.mark.parametrize(
    ("on", "written"), [(date(2023, 9, 30), "30 Sep"), (date(2023, 4, 3), "3 Apr")]
)
def test_a_short_date_is_day_and_month(on: date, written: str) -> None:
    assert short_date(on) == written


def test_a_moment_is_written_in_its_own_time_zone_or_in_utc() -> None:
    assert date_and_time(IN_MINSK) == "1 October 2023, 01:05"
    assert utc_moment(IN_MINSK) == "30 September 2023, 22:05 UTC"
