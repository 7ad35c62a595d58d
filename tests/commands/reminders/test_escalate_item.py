"""The executive sponsor is only asked about unanswered items by the facilitator."""

from dataclasses import replace

import pytest

from campaigns.events import EventKind
from campaigns.model.reminder import Reminder
from campaigns.people.roles import Role
from campaigns.reminders.ladder import ReminderState, RungKind
from commands.errors import InvalidRequestError, NotPermittedError, OutOfDateError
from commands.reminders.escalate_item import escalate_item, show_escalation
from slackapp.cli.plain import plain_text
from slackapp.cli.terminal import jsonable
from slackapp.views.message import Message
from slackapp.views.reminders.escalate_item import build_question
from storage.catalog.read import Catalog
from tests.commands.conftest import Desk
from tests.commands.people.test_delegates import written
from tests.commands.reminders.test_plan_reminders import (
    FRIDA,
    FRIDAY_0930,
    GUS,
    LEO,
    MONDAY_0930,
    THURSDAY_EVENING,
    TUESDAY_0930,
    Week,
)

SANA = "U0SANA"
FRIDAY_EVENING = "2023-04-07 23:50"
NEXT_MONDAY = "2023-04-10 17:00"
SPONSOR = RungKind.executive_sponsor


@pytest.fixture
def silent(started: Desk) -> Week:
    """Return a week in which Gus has not answered, and the facilitator was notified."""
    week = Week(started, started.clock()).at(THURSDAY_EVENING)
    week.block()
    week.ticks(FRIDAY_0930, MONDAY_0930, TUESDAY_0930, "2023-04-05 13:30", "2023-04-07 12:30")
    return week


def of_kind(week: Week, kind: RungKind) -> list[Reminder]:
    return [r for r in week.reminders() if r.kind == kind and r.owner == GUS]


def escalate(week: Week, who: str = FRIDA, catalog: Catalog | None = None) -> str:
    desk, reminder = week.desk, of_kind(week, RungKind.facilitator)[0]
    catalog = catalog or desk.catalog
    return escalate_item(
        desk.store, catalog, desk.actor(who), reminder.id, now=week.now
    ).sponsor.name


def test_silence_alone_never_reaches_the_sponsor(silent: Week) -> None:
    silent.ticks(*(f"2023-04-{day} 14:00" for day in range(10, 30)))

    assert of_kind(silent, SPONSOR) == []
    assert len(of_kind(silent, RungKind.facilitator)) > 2


def test_the_facilitator_takes_it_to_the_sponsors_digest_once(silent: Week) -> None:
    assert escalate(silent.at(FRIDAY_EVENING)) == "Sana Okafor"
    with pytest.raises(
        OutOfDateError, match="Frida Lindqvist has already asked the sponsor about Gitaly"
    ):
        escalate(silent)
    out_of_hours = silent.tick()
    silent.ticks(NEXT_MONDAY)

    assert out_of_hours == 0
    assert [(r.person, r.state) for r in of_kind(silent, SPONSOR)] == [(SANA, ReminderState.sent)]
    told = written(silent)
    assert "Gus Almeida has not answered" in told["digest:U0SANA:2023-04-10"]
    assert "Sana Okafor was asked by Frida Lindqvist" in told["digest:U0FRIDA:2023-04-07"]
    asked = [event for event in silent.desk.events() if event.kind == EventKind.sponsor_asked]
    assert [(e.actor, e.component, e.after) for e in asked] == [(FRIDA, "gitaly", "Sana Okafor")]


def test_an_answer_settles_it_for_the_sponsor_too(silent: Week) -> None:
    escalate(silent)
    silent.acknowledge(number=0)
    silent.ticks(NEXT_MONDAY)

    assert [r.state for r in of_kind(silent, SPONSOR)] == [ReminderState.overtaken]


def test_only_the_facilitator_asks_an_existing_sponsor(silent: Week) -> None:
    with pytest.raises(NotPermittedError):
        escalate(silent, LEO)
    group = silent.desk.catalog.working_group
    people = tuple(p for p in group.people if p.role != Role.executive_sponsor)
    nobody = replace(silent.desk.catalog, working_group=group.model_copy(update={"people": people}))
    with pytest.raises(InvalidRequestError, match="no executive sponsor in Slack"):
        escalate(silent, catalog=nobody)


def test_a_terminal_shows_what_the_sponsor_would_read(silent: Week) -> None:
    desk, reminder = silent.desk, of_kind(silent, RungKind.facilitator)[0]
    frida = desk.actor(FRIDA)
    shown = show_escalation(desk.store, desk.catalog, frida, "gitaly", now=silent.now)
    question = build_question(shown)

    assert shown.reminder_id == reminder.id
    assert "Frida Lindqvist asks for your help" in plain_text(Message("", question.blocks))
    assert jsonable(shown)["sponsor"]["name"] == "Sana Okafor"
    assert of_kind(silent, SPONSOR) == []
