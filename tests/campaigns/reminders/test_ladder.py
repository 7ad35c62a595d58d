from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.people.working_time import Availability, is_working, local_day
from campaigns.reminders.ladder import (
    Answer,
    LastReminder,
    NextReminder,
    Rung,
    RungKind,
    acknowledged_until,
    forecast,
    next_due,
    silence_since,
)

GUS = Availability("America/Sao_Paulo", frozenset(range(5)), time(9, 30), time(16, 30))
LADDER = (
    Rung(RungKind.digest, 0),
    Rung(RungKind.digest, 1),
    Rung(RungKind.thread, 2),
    Rung(RungKind.functional_lead, 3),
    Rung(RungKind.facilitator, 5),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


THURSDAY_EVENING = utc("2023-03-30 23:00")


def test_silence_climbs_the_ladder_in_working_days() -> None:
    to_come = list(forecast(LADDER, None, THURSDAY_EVENING, GUS, until=utc("2023-04-22 00:00")))

    assert to_come == [
        NextReminder(0, RungKind.digest, utc("2023-03-31 12:30")),
        NextReminder(1, RungKind.digest, utc("2023-04-03 12:30")),
        NextReminder(2, RungKind.thread, utc("2023-04-04 12:30")),
        NextReminder(3, RungKind.functional_lead, utc("2023-04-05 12:30")),
        NextReminder(4, RungKind.facilitator, utc("2023-04-07 12:30")),
        NextReminder(5, RungKind.facilitator, utc("2023-04-14 12:30")),
        NextReminder(6, RungKind.facilitator, utc("2023-04-21 12:30")),
    ]


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (
            LastReminder(0, utc("2023-04-12 14:00")),
            NextReminder(1, RungKind.digest, utc("2023-04-13 12:30")),
        ),
        (
            LastReminder(3, utc("2023-04-14 14:00")),
            NextReminder(4, RungKind.facilitator, utc("2023-04-18 12:30")),
        ),
        (
            LastReminder(4, utc("2023-04-14 14:00")),
            NextReminder(5, RungKind.facilitator, utc("2023-04-21 12:30")),
        ),
        (
            LastReminder(9, utc("2023-04-14 14:00")),
            NextReminder(10, RungKind.facilitator, utc("2023-04-21 12:30")),
        ),
    ],
)
def test_a_rung_is_counted_from_when_the_previous_one_was_sent(
    last: LastReminder, due: NextReminder
) -> None:
    assert next_due(LADDER, last, THURSDAY_EVENING, GUS) == due


def test_upcoming_reminders_end_at_the_given_moment() -> None:
    until = utc("2023-03-31 12:30")

    assert [d.step for d in forecast(LADDER, None, THURSDAY_EVENING, GUS, until=until)] == [0]


@pytest.mark.parametrize(
    ("answers", "since"),
    [
        ([], "2023-03-30 12:00"),
        ([("2023-03-29 12:00", "2023-04-09 12:30")], "2023-03-30 12:00"),
        ([("2023-03-31 12:00", "2023-04-05 12:30")], "2023-04-05 12:30"),
        (
            [("2023-03-31 12:00", "2023-04-05 12:30"), ("2023-03-31 13:00", "2023-04-03 12:30")],
            "2023-04-05 12:30",
        ),
    ],
)
def test_silence_begins_at_the_block_or_after_the_latest_answer(
    answers: list[tuple[str, str]], since: str
) -> None:
    given_answers = [Answer(utc(at), utc(until)) for at, until in answers]

    assert silence_since(utc("2023-03-30 12:00"), given_answers) == utc(since)


def test_an_acknowledgement_mutes_an_item_for_three_working_days() -> None:
    assert acknowledged_until(GUS, utc("2023-03-31 13:00")) == utc("2023-04-05 12:30")


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["Asia/Tokyo", "America/New_York", "Europe/Berlin", "Pacific/Apia"]),
)
def test_rungs_are_in_working_hours_and_on_different_days(since: datetime, tz: str) -> None:
    owner = Availability(tz, frozenset(range(5)), time(9, 30), time(16, 30))
    to_come = list(forecast(LADDER, None, since, owner, until=since + timedelta(days=40)))
    days = [local_day(owner, due.at) for due in to_come]

    assert len(to_come) >= len(LADDER) + 2
    assert all(is_working(owner, due.at) for due in to_come)
    assert days == sorted(set(days))
