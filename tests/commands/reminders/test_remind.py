"""`remind`: at once if the limit allows it, else the answer says when."""

from datetime import UTC, datetime

import pytest

from campaigns.events import EventKind
from commands.errors import InvalidRequestError, NotPermittedError
from commands.reminders.pause_reminders import pause_reminders
from commands.reminders.remind import Reminded, RemindKind, Target, remind
from tests.commands.conftest import Desk
from tests.commands.reminders.test_plan_reminders import (
    FRIDA,
    FRIDAY_0930,
    GUS,
    LEO,
    MONDAY_0930,
    THURSDAY_EVENING,
    TUESDAY_0930,
    WEDNESDAY_0930,
    Week,
)

GITALY = Target(component="gitaly")


@pytest.fixture
def week(started: Desk) -> Week:
    return Week(started, started.clock()).at(THURSDAY_EVENING)


def by_frida(week: Week, target: Target = GITALY) -> list[tuple[RemindKind, datetime | None]]:
    desk = week.desk
    done = remind(desk.store, desk.catalog, desk.actor(FRIDA), target, now=week.now)
    return [(one.kind, one.at) for one in done]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_outside_working_hours_it_says_when_it_will_be_sent(week: Week) -> None:
    week.block()

    assert by_frida(week) == [(RemindKind.later, utc(FRIDAY_0930))]
    assert week.ticks("2023-03-31 12:29", FRIDAY_0930) == [0, 1]


def test_an_item_blocked_during_the_day_is_reminded_of_at_once(week: Week) -> None:
    week.at("2023-03-31 15:00").block()
    assert week.tick() == 0

    assert by_frida(week) == [(RemindKind.sent, utc("2023-03-31 15:00"))]
    assert week.told() == [(GUS, f"digest:{GUS}:2023-03-31")]
    week.leave()
    assert by_frida(week) == [(RemindKind.had_digest, utc(MONDAY_0930))]
    assert week.ticks("2023-03-31 15:01", MONDAY_0930) == [0, 1]
    asked = [event for event in week.desk.events() if event.kind == EventKind.reminder_sent]
    assert [(e.actor, e.component, e.reason) for e in asked] == [
        (FRIDA, "gitaly", "to Gus Almeida"),
        (FRIDA, "gitaly", "to Gus Almeida"),
    ]


def test_nobody_gets_a_second_digest_on_a_day(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).tick()

    for _ in range(3):
        assert by_frida(week, Target(person=GUS)) == [(RemindKind.had_digest, utc(MONDAY_0930))]
    assert week.ticks("2023-03-31 12:31", "2023-03-31 19:00", MONDAY_0930) == [0, 0, 1]


def test_an_owner_past_their_rungs_is_reminded_and_the_ladder_continues(week: Week) -> None:
    week.block()
    week.ticks(FRIDAY_0930, MONDAY_0930, TUESDAY_0930)
    assert by_frida(week.at(WEDNESDAY_0930)) == [(RemindKind.sent, utc(WEDNESDAY_0930))]
    assert by_frida(week) == [(RemindKind.told_today, utc(WEDNESDAY_0930))]
    week.at("2023-04-05 13:30").tick()

    assert week.told()[-2:] == [
        (GUS, f"digest:{GUS}:2023-04-05"),
        (LEO, f"digest:{LEO}:2023-04-05"),
    ]


def test_an_answer_is_respected_and_a_pause_too(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).tick()
    until = week.acknowledge()
    assert by_frida(week.at(MONDAY_0930)) == [(RemindKind.quiet, until)]
    assert week.tick() == 0

    desk = week.desk
    pause_reminders(desk.store, desk.catalog, desk.actor(FRIDA), "", now=week.now)
    assert by_frida(week.at("2023-04-05 12:31")) == [(RemindKind.paused, None)]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target(component="gitali"), "No component gitali"),
        (Target(component="labkit"), "No open reminders for"),
        (Target(person="U0MIRA"), "No open reminders for Mira Kovacs"),
        (Target(person="nobody"), "No user nobody found"),
    ],
)
def test_without_open_reminders_a_sentence_says_so(week: Week, target: Target, words: str) -> None:
    week.block()
    with pytest.raises(InvalidRequestError, match=words):
        by_frida(week, target)


def test_only_leads_remind(week: Week) -> None:
    desk = week.desk
    with pytest.raises(NotPermittedError, match="may remind"):
        remind(desk.store, desk.catalog, desk.actor(GUS), GITALY, now=week.now)


def test_the_outcome_names_the_owner(week: Week) -> None:
    week.block()
    desk = week.desk
    done = remind(desk.store, desk.catalog, desk.actor(FRIDA), GITALY, now=week.now)

    assert [(type(one), one.owner.slack_id, one.item.component) for one in done] == [
        (Reminded, GUS, "gitaly")
    ]
