from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.people.working_time import (
    Availability,
    add_working_days,
    closing,
    find_zone,
    is_working,
    next_opening,
    next_working_moment,
    opening_after,
    resolve,
    zone_of,
)

WEEK = frozenset(range(5))
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
)


def someone(
    tz: str = "Europe/Berlin",
    start: time = time(9, 30),
    end: time = time(16, 30),
    days: frozenset[int] = WEEK,
    holidays: frozenset[date] = frozenset(),
) -> Availability:
    return Availability(tz, days, start, end, holidays)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "working"),
    [
        ("2023-03-30 07:29", "2023-03-30 07:30"),
        ("2023-03-30 07:30", "2023-03-30 07:30"),
        ("2023-03-30 12:00", "2023-03-30 12:00"),
        ("2023-03-30 14:29", "2023-03-30 14:29"),
        ("2023-03-30 14:30", "2023-03-31 07:30"),
        ("2023-03-31 15:00", "2023-04-03 07:30"),
        ("2023-04-06 15:00", "2023-04-11 07:30"),
    ],
)
def test_working_hours_exclude_the_end_and_holidays(moment: str, working: str) -> None:
    easter = frozenset({date(2023, 4, 7), date(2023, 4, 10)})

    assert next_working_moment(someone(holidays=easter), utc(moment)) == utc(working)


@pytest.mark.parametrize(
    ("tz", "day", "opens"),
    [
        ("Europe/Berlin", date(2023, 3, 26), "2023-03-26 07:30"),
        ("Europe/Berlin", date(2023, 10, 29), "2023-10-29 08:30"),
        ("America/New_York", date(2023, 3, 12), "2023-03-12 13:30"),
        ("America/New_York", date(2023, 11, 5), "2023-11-05 14:30"),
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04 11:30"),
        ("America/Sao_Paulo", date(2018, 2, 18), "2018-02-18 12:30"),
        ("Pacific/Auckland", date(2023, 9, 24), "2023-09-23 20:30"),
        ("Pacific/Auckland", date(2023, 4, 2), "2023-04-01 21:30"),
        ("Australia/Lord_Howe", date(2023, 10, 1), "2023-09-30 22:30"),
        ("Australia/Lord_Howe", date(2023, 4, 2), "2023-04-01 23:00"),
    ],
)
def test_local_time_is_kept_on_both_daylight_saving_changes(tz: str, day: date, opens: str) -> None:
    always = someone(tz, days=frozenset(range(7)))
    midnight = resolve(zone_of(always), day, time(0))

    assert next_opening(always, midnight) == utc(opens)


@pytest.mark.parametrize(
    ("tz", "day", "clock", "moment"),
    [
        ("Europe/Berlin", date(2023, 3, 26), time(2, 30), "2023-03-26 01:00"),
        ("Europe/Berlin", date(2023, 10, 29), time(2, 30), "2023-10-29 00:30"),
        ("America/New_York", date(2023, 3, 12), time(2, 1), "2023-03-12 07:00"),
        ("America/New_York", date(2023, 11, 5), time(1, 30), "2023-11-05 05:30"),
        ("America/Sao_Paulo", date(2018, 11, 4), time(0, 15), "2018-11-04 03:00"),
        ("Australia/Lord_Howe", date(2023, 10, 1), time(2, 10), "2023-09-30 15:30"),
        ("Pacific/Auckland", date(2023, 9, 24), time(2, 59), "2023-09-23 14:00"),
    ],
)
def test_a_nonexistent_time_is_the_end_of_its_gap_and_an_ambiguous_one_the_first(
    tz: str, day: date, clock: time, moment: str
) -> None:
    zone = find_zone(tz)
    assert zone is not None

    assert resolve(zone, day, clock) == utc(moment)


def test_a_day_skipped_by_a_time_zone_is_not_a_working_day() -> None:
    samoan = someone("Pacific/Apia")

    assert next_working_moment(samoan, utc("2011-12-30 03:00")) == utc("2012-01-01 19:30")


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc", "America", "Europe/Berlin\0"])
def test_an_unknown_time_zone_is_utc(name: str) -> None:
    assert find_zone(name) is None
    assert next_opening(someone(name), utc("2023-03-30 05:00")) == utc("2023-03-30 09:30")


@pytest.mark.parametrize(
    ("day", "number", "later"),
    [
        (date(2023, 3, 30), 0, date(2023, 3, 30)),
        (date(2023, 4, 1), 0, date(2023, 4, 3)),
        (date(2023, 3, 30), 1, date(2023, 3, 31)),
        (date(2023, 3, 31), 1, date(2023, 4, 3)),
        (date(2023, 4, 1), 1, date(2023, 4, 4)),
        (date(2023, 3, 30), 5, date(2023, 4, 6)),
        (date(2023, 4, 6), 1, date(2023, 4, 11)),
    ],
)
def test_working_days_exclude_weekends_and_holidays(day: date, number: int, later: date) -> None:
    easter = frozenset({date(2023, 4, 7), date(2023, 4, 10)})

    assert add_working_days(someone(holidays=easter), day, number) == later


def test_the_day_after_tomorrow_opens_in_the_morning_and_closes_in_the_afternoon() -> None:
    moment = utc("2023-03-30 18:00")

    assert opening_after(someone(), moment, 2) == utc("2023-04-03 07:30")
    assert closing(someone(), moment) == utc("2023-03-30 14:30")


@pytest.mark.parametrize(
    ("days", "start", "end"),
    [
        (frozenset[int](), time(9), time(17)),
        (WEEK, time(17), time(9)),
        (frozenset({7}), time(9), time(17)),
    ],
)
def test_somebody_who_never_works_is_refused(days: frozenset[int], start: time, end: time) -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        someone(days=days, start=start, end=end)


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sets(st.integers(0, 6), min_size=1).map(frozenset),
    st.tuples(st.times(), st.times()).filter(lambda two: two[0] < two[1]),
)
def test_the_next_working_moment_is_not_earlier_is_working_and_is_its_own_next(
    tz: str, moment: datetime, days: frozenset[int], hours: tuple[time, time]
) -> None:
    person = someone(tz, hours[0], hours[1], days)
    found = next_working_moment(person, moment)

    assert found >= moment
    assert is_working(person, found)
    assert found.astimezone(zone_of(person)).weekday() in days
    assert found - moment < timedelta(days=8)
    assert found in (moment, next_opening(person, moment))
