"""The effects of answers: snooze reports, ended snoozes, and what counts as activity."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.events import EventKind
from campaigns.notices import NoticeKind
from campaigns.reminders.ladder import ReminderState
from commands.errors import InvalidRequestError, NotPermittedError, OutOfDateError
from commands.items.block_item import BlockRequest, block_item
from commands.items.note_item import NoteRequest, publish_note
from commands.reminders.acknowledge_reminder import acknowledge_all, acknowledge_reminder
from commands.reminders.decline_item import decline_item, keep_declined
from commands.reminders.dispatch_declines import dispatch_declines
from commands.reminders.snooze_reminder import SnoozeRequest, snooze_all
from sandbox.gitlab.work_items.links import add_link
from sandbox.gitlab.work_items.notes import add_note
from storage.notices.queries import list_item_notices
from tests.commands.conftest import Desk
from tests.commands.reminders.test_plan_reminders import (
    FRIDA,
    FRIDAY_0930,
    GUS,
    LEO,
    MONDAY_0930,
    OTTO,
    Week,
)


@pytest.fixture
def week(started: Desk) -> Week:
    """Return a week in which Gus was asked about Gitaly on Friday morning."""
    asked = Week(started, started.clock()).at("2023-03-30 23:00")
    asked.block()
    asked.at(FRIDAY_0930).tick()
    return asked


def snoozed_thrice(week: Week) -> list[datetime]:
    until = []
    for reason in ("the image", "still the image", "the image is late"):
        until.append(week.snooze(1, reason))
        week.at(until[-1].strftime("%Y-%m-%d %H:%M")).tick()
    return until


def test_the_functional_lead_is_notified_of_the_third_snooze_once(week: Week) -> None:
    snoozed_thrice(week)

    with week.desk.store.read() as session:
        notices = list_item_notices(session, week.desk.item().id)
    assert [(n.person, n.kind, n.detail) for n in notices] == [
        (
            LEO,
            NoticeKind.snoozed,
            {"who": "Gus Almeida", "times": 3, "why": "the image is late"},
        )
    ]


def test_a_snooze_until_a_date_ends_on_it(week: Week) -> None:
    assert week.snooze(date(2023, 4, 20)) == datetime(2023, 4, 20, 12, 30, tzinfo=UTC)


def test_one_command_answers_all_open_reminders(week: Week) -> None:
    desk, gus = week.desk, week.desk.actor(GUS)
    done = snooze_all(desk.store, desk.catalog, gus, None, SnoozeRequest(3), now=week.now)

    assert [item.component for item in done.items] == ["gitaly"]
    with pytest.raises(OutOfDateError, match="Nothing is waiting for your answer"):
        acknowledge_all(desk.store, desk.catalog, gus, None, now=week.now)


def look(week: Week, moment: str) -> None:
    """Run the workers and a sync at a moment."""
    week.at(moment)
    week.desk.clock.ahead = week.now.story - week.desk.box.clock.now()
    week.desk.work()
    week.desk.sync()


def test_a_blocker_that_comes_or_goes_ends_a_snooze(week: Week) -> None:
    week.snooze(7)
    look(week, "2023-03-31 13:00")
    assert EventKind.item_woken not in week.kinds()
    desk = week.desk
    issue, other = desk.issue(), desk.issue("labkit")
    add_link(desk.box.gitlab.state, issue, other, "is_blocked_by", desk.someone())
    look(week, "2023-03-31 14:00")

    assert week.kinds()[-1] == EventKind.item_woken
    # Monday's two: the DRI, and the owner of the issue that blocks now.
    assert week.ticks("2023-03-31 14:01", MONDAY_0930) == [0, 2]


def test_peoples_notes_extend_an_acknowledgement_and_our_own_do_not(week: Week) -> None:
    desk, gus = week.desk, week.desk.actor(GUS)
    look(week, "2023-03-31 13:00")
    active = desk.item().active_at
    publish_note(desk.store, desk.catalog, gus, NoteRequest("gitaly", "tonight"), now=week.now)
    look(week, "2023-03-31 14:00")
    assert desk.item().active_at == active
    wednesday = datetime(2023, 4, 5, 12, 30, tzinfo=UTC)
    assert [r.quiet_until for r in week.sent()] == [wednesday]

    look(week, "2023-04-03 14:00")
    add_note(desk.box.gitlab.state, desk.issue(), "On it", desk.someone("mira-sandbox"))
    look(week, "2023-04-03 14:05")
    noted = desk.item().active_at
    assert noted is not None
    assert noted - datetime(2023, 4, 3, 14, 0, tzinfo=UTC) < timedelta(minutes=1)
    assert [r.quiet_until for r in week.sent()] == [wednesday + timedelta(days=1)]
    assert week.ticks("2023-04-05 12:30", "2023-04-06 12:30") == [0, 1]


def test_activity_does_not_extend_an_ended_acknowledgement(week: Week) -> None:
    week.acknowledge()
    desk, state = week.desk, week.desk.box.gitlab.state
    look(week, "2023-03-31 13:00")
    add_link(state, desk.issue(), desk.issue("labkit"), "is_blocked_by", desk.someone())
    look(week, "2023-03-31 14:00")
    add_note(state, desk.issue(), "On it", desk.someone("mira-sandbox"))
    look(week, "2023-03-31 14:05")

    woken = [e.at for e in week.desk.events() if e.kind == EventKind.item_woken]
    assert [r.quiet_until for r in week.sent()] == woken
    week.at(MONDAY_0930).tick()
    assert [r.state for r in week.sent() if r.person == GUS][-1] == ReminderState.sent


def test_activity_does_not_extend_a_snooze(week: Week) -> None:
    until, desk = week.snooze(7), week.desk
    look(week, "2023-04-06 14:00")
    add_note(desk.box.gitlab.state, desk.issue(), "On it", desk.someone("mira-sandbox"))
    look(week, "2023-04-06 14:05")

    assert [r.quiet_until for r in week.sent()] == [until]


def test_a_declined_item_is_muted_until_decided_or_for_five_days(week: Week) -> None:
    desk, gus, frida = week.desk, week.desk.actor(GUS), week.desk.actor(FRIDA)
    done = decline_item(desk.store, desk.catalog, gus, week.sent()[-1].id, now=week.now)

    assert done.quiet_until == datetime(2023, 4, 7, 12, 30, tzinfo=UTC)
    assert week.states() == [ReminderState.acknowledged]
    assert week.ticks(MONDAY_0930, "2023-04-07 12:29") == [0, 0]
    with pytest.raises(NotPermittedError, match="may assign"):
        keep_declined(desk.store, desk.catalog, gus, 1, now=week.now)
    week.at("2023-04-03 13:00")
    keep_declined(desk.store, desk.catalog, frida, 1, now=week.now)
    assert week.ticks("2023-04-03 13:01", "2023-04-04 12:30") == [0, 1]
    with pytest.raises(OutOfDateError, match="already decided"):
        keep_declined(desk.store, desk.catalog, frida, 1, now=week.now)


def test_the_facilitator_is_asked_in_their_working_hours(week: Week) -> None:
    week.at("2023-03-31 19:00")  # an evening in Berlin, where Frida lives
    desk = week.desk
    decline_item(desk.store, desk.catalog, desk.actor(GUS), week.sent()[-1].id, now=week.now)

    asked = [
        dispatch_declines(desk.store, desk.catalog, now=week.at(moment).now)
        for moment in ("2023-03-31 19:01", "2023-04-03 07:29", "2023-04-03 07:30", MONDAY_0930)
    ]
    assert asked == [0, 0, 1, 0]


def test_a_lead_cannot_decline_an_escalated_reminder(week: Week) -> None:
    week.ticks(MONDAY_0930, "2023-04-04 12:30", "2023-04-05 13:30")
    desk = week.desk
    last = week.sent()[-1]

    assert last.person == "U0LEO"
    with pytest.raises(InvalidRequestError, match="is not assigned to you"):
        decline_item(desk.store, desk.catalog, desk.actor("U0LEO"), last.id, now=week.now)


def test_a_note_needs_words_an_issue_and_somebody_who_may(week: Week) -> None:
    desk = week.desk
    for request, words in (
        (NoteRequest("gitaly", " "), "The note is empty"),
        (NoteRequest("gitaly", "x" * 501), "at most 500 characters; this one has 501"),
        (NoteRequest("gitali", "x"), "No component gitali found"),
    ):
        with pytest.raises(InvalidRequestError, match=words):
            publish_note(desk.store, desk.catalog, desk.actor(GUS), request, now=week.now)
    request = NoteRequest("gitaly", "x")
    with pytest.raises(NotPermittedError, match="may add a note"):
        publish_note(desk.store, desk.catalog, desk.actor("U0NOLAB"), request, now=week.now)


def test_blocking_again_by_a_person_does_not_end_a_snooze(week: Week) -> None:
    week.snooze(7)
    desk, request = week.desk, BlockRequest("gitaly", "another image")
    url = desk.box.gitlab.url
    block_item(desk.store, desk.catalog, desk.actor(OTTO), request, gitlab_url=url, now=week.now)

    assert EventKind.item_woken not in week.kinds()


def test_two_presses_at_once_give_one_answer(week: Week) -> None:
    desk, gus, reminder = week.desk, week.desk.actor(GUS), week.sent()[-1].id

    def press() -> str:
        try:
            acknowledge_reminder(desk.store, desk.catalog, gus, reminder, now=week.now)
        except OutOfDateError as error:
            return str(error)
        return "taken"

    with ThreadPoolExecutor(2) as both:
        answers = [both.submit(press), both.submit(press)]

    assert sorted(answer.result() for answer in answers) == [
        "Gitaly was already acknowledged by Gus Almeida.",
        "taken",
    ]
    assert week.kinds().count(EventKind.item_acknowledged) == 1
