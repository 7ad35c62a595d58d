"""Reminders on a real store: who gets them when, and how answers and events change them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

import pytest
from sqlmodel import col, select

from campaigns.events import EventKind
from campaigns.model.person import Person
from campaigns.model.reminder import Reminder
from campaigns.reminders.ladder import ReminderState
from campaigns.states import ItemState
from commands.clocks import Clocks
from commands.errors import InvalidRequestError, NotPermittedError, OutOfDateError
from commands.items.assign_item import AssignRequest, assign_item
from commands.items.block_item import BlockRequest, block_item
from commands.items.unblock_item import UnblockRequest, unblock_item
from commands.lifecycle.cancel_campaign import CancelRequest, cancel_campaign
from commands.reminders.acknowledge_reminder import acknowledge_all, acknowledge_reminder
from commands.reminders.answer_reminder import show_asked
from commands.reminders.digests import read_digest
from commands.reminders.pause_reminders import pause_reminders, resume_reminders
from commands.reminders.plan_reminders import plan_reminders
from commands.reminders.show_reminders import show_reminders
from commands.reminders.snooze_reminder import SnoozeRequest, snooze_reminder
from storage.delivery.queues import find_message
from storage.delivery.tables import OutboxRow, QueueState
from storage.lifecycle.campaigns import update_item
from storage.people.queries import find_person, save_person
from storage.reminders.queries import list_item_reminders
from storage.store import StoreBusyError
from tests.commands.conftest import Desk

GUS, FRIDA, LEO, OTTO = "U0GUS", "U0FRIDA", "U0LEO", "U0OTTO"
THURSDAY_EVENING = "2023-03-30 23:00"
FRIDAY_0930 = "2023-03-31 12:30"  # in Sao Paulo, where Gus lives
MONDAY_0930 = "2023-04-03 12:30"
TUESDAY_0930 = "2023-04-04 12:30"
WEDNESDAY_0930 = "2023-04-05 12:30"


@dataclass
class Week:
    """A started campaign and the current time."""

    desk: Desk
    now: Clocks

    def at(self, text: str) -> Self:
        moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
        self.now = Clocks(moment, moment)
        return self

    def block(self, component: str = "gitaly", who: str = GUS) -> None:
        desk, request = self.desk, BlockRequest(component, "the new image")
        actor, url = desk.actor(who), desk.box.gitlab.url
        block_item(desk.store, desk.catalog, actor, request, gitlab_url=url, now=self.now)

    def unblock(self, component: str = "gitaly") -> None:
        desk, request = self.desk, UnblockRequest(component)
        unblock_item(desk.store, desk.catalog, desk.actor(GUS), request, now=self.now)

    def tick(self) -> int:
        """Run the reminder job, and send what it dispatches."""
        handed = self.plan()
        self.leave()
        return handed

    def plan(self) -> int:
        return plan_reminders(self.desk.store, self.desk.catalog, clock=lambda: self.now)

    def leave(self) -> None:
        self._settle(QueueState.sent, ts="1.0")

    def drop(self) -> None:
        self._settle(QueueState.dropped, ts=None)

    def refuse(self) -> None:
        self._settle(QueueState.dead, ts=None)

    def _settle(self, state: QueueState, ts: str | None) -> None:
        """Settle all waiting messages as the sender would."""
        with self.desk.store.write() as session:
            waiting = select(OutboxRow).where(OutboxRow.state == QueueState.pending.value)
            for row in session.exec(waiting.where(col(OutboxRow.kind).in_(("digest", "nudge")))):
                row.state, row.ts = state.value, row.ts or ts
                session.add(row)

    def ticks(self, *moments: str) -> list[int]:
        return [self.at(moment).tick() for moment in moments]

    def reminders(self, component: str = "gitaly") -> tuple[Reminder, ...]:
        with self.desk.store.read() as session:
            return list_item_reminders(session, self.desk.item(component).id)

    def told(self) -> list[tuple[str, str]]:
        """List recipients and keys of the dispatched messages."""
        with self.desk.store.read() as session:
            rows = session.exec(
                select(OutboxRow)
                .where(col(OutboxRow.kind).in_(("digest", "nudge")))
                .order_by(col(OutboxRow.id))
            )
            return [(row.channel, row.dedupe_key) for row in rows]

    def acknowledge(self, who: str = GUS, number: int = -1) -> datetime:
        desk, reminder = self.desk, self.sent()[number]
        done = acknowledge_reminder(
            desk.store, desk.catalog, desk.actor(who), reminder.id, now=self.now
        )
        return done.quiet_until

    def snooze(self, until: int | date, reason: str | None = None) -> datetime:
        desk, reminder = self.desk, self.sent()[-1]
        request = SnoozeRequest(until, reason)
        done = snooze_reminder(
            desk.store, desk.catalog, desk.actor(GUS), reminder.id, request, now=self.now
        )
        return done.quiet_until

    def sent(self) -> list[Reminder]:
        return [r for r in self.reminders() if r.message is not None]

    def states(self) -> list[ReminderState]:
        return [r.state for r in self.reminders()]

    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.desk.events()]


@pytest.fixture
def week(started: Desk) -> Week:
    return Week(started, started.clock()).at(THURSDAY_EVENING)


def test_the_time_is_read_once_nobody_else_can_write(week: Week) -> None:
    store, held = week.desk.store, []

    def clock() -> Clocks:
        with pytest.raises(StoreBusyError), store.write(wait_seconds=0):
            pass
        held.append(week.now)
        return week.now

    week.at(THURSDAY_EVENING).block()
    assert plan_reminders(store, week.desk.catalog, clock=clock) == 0
    assert held == [week.now]


def test_nothing_is_planned_while_nothing_is_blocked(week: Week) -> None:
    assert week.tick() == 0
    assert week.reminders() == ()


def test_silence_escalates_only_in_working_hours(week: Week) -> None:
    week.block()

    sent = week.ticks(
        THURSDAY_EVENING,
        "2023-03-31 12:29",
        FRIDAY_0930,
        "2023-03-31 13:00",
        "2023-04-01 12:30",
        MONDAY_0930,
        TUESDAY_0930,
        WEDNESDAY_0930,
        "2023-04-05 13:29",
        "2023-04-05 13:30",  # half past nine in New York, where Leo lives
        "2023-04-07 12:29",
        "2023-04-07 12:30",
        "2023-04-10 13:00",
        "2023-04-14 12:30",  # a week later: what nobody answers is not forgotten
        "2023-04-20 13:00",
        "2023-04-21 12:30",
    )

    assert sent == [0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1]
    assert week.told() == [
        (GUS, f"digest:{GUS}:2023-03-31"),
        (GUS, f"digest:{GUS}:2023-04-03"),
        ("C0WGRUNTIME", f"nudge:{GUS}:1:2023-04-04"),
        (LEO, f"digest:{LEO}:2023-04-05"),
        (FRIDA, f"digest:{FRIDA}:2023-04-07"),
        (FRIDA, f"digest:{FRIDA}:2023-04-14"),
        (FRIDA, f"digest:{FRIDA}:2023-04-21"),
    ]


def test_a_person_gets_one_digest_a_day_however_many_items_are_blocked(week: Week) -> None:
    for component in ("gitaly", "gitlab-runner"):
        item = week.desk.item(component)
        if item.dri != "gus-sandbox":
            request = AssignRequest(component, GUS)
            actor = week.desk.actor(FRIDA)
            assign_item(week.desk.store, week.desk.catalog, actor, request, now=week.now)
        week.block(component)

    assert week.ticks(FRIDAY_0930, "2023-03-31 15:00") == [2, 0]
    assert week.told() == [(GUS, f"digest:{GUS}:2023-03-31")]


def test_an_acknowledgement_mutes_an_item_for_three_working_days(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).tick()

    until = week.at("2023-03-31 13:00").acknowledge()

    assert until == datetime(2023, 4, 5, 12, 30, tzinfo=UTC)
    assert week.ticks(MONDAY_0930, TUESDAY_0930, "2023-04-05 12:29", WEDNESDAY_0930) == [0, 0, 0, 1]
    assert week.states() == [ReminderState.acknowledged, ReminderState.sent]
    assert week.kinds()[-1] == EventKind.item_acknowledged


def test_a_snooze_mutes_until_its_day_and_is_counted(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).tick()

    until = week.snooze(7)

    assert until == datetime(2023, 4, 7, 12, 30, tzinfo=UTC)
    assert week.ticks(MONDAY_0930, "2023-04-06 13:00", "2023-04-07 12:30") == [0, 0, 1]
    digest = read_digest(week.desk.store, f"digest:{GUS}:2023-04-07", closes=None, now=week.now)
    assert digest is not None
    assert [(e.item.component, e.snoozes, e.wanted) for e in digest.entries] == [
        ("gitaly", 1, True)
    ]


def test_no_reminder_of_an_unblocked_item(week: Week) -> None:
    week.block()
    week.tick()
    week.unblock()

    assert week.ticks(FRIDAY_0930, MONDAY_0930) == [0, 0]
    assert week.states() == [ReminderState.overtaken]
    assert week.told() == []
    assert EventKind.reminder_overtaken in week.kinds()


def test_an_item_unblocked_before_sending_is_not_rendered(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).plan()
    week.unblock()

    key = f"digest:{GUS}:2023-03-31"
    assert read_digest(week.desk.store, key, closes=None, now=week.now) is None


def test_a_digest_not_sent_in_time_is_sent_another_day(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).plan()
    store, key = week.desk.store, f"digest:{GUS}:2023-03-31"
    closes = week.now.story + timedelta(hours=7)
    assert read_digest(store, key, closes=closes, now=week.now) is not None
    late = week.at("2023-03-31 19:30").now
    assert read_digest(store, key, closes=closes, now=late) is None
    week.drop()

    assert week.ticks("2023-03-31 19:31", MONDAY_0930, TUESDAY_0930) == [0, 1, 1]
    assert [key for _, key in week.told()] == [
        f"digest:{GUS}:2023-03-31",
        f"digest:{GUS}:2023-04-03",
        f"digest:{GUS}:2023-04-04",
    ]


def test_the_next_rung_waits_until_the_previous_one_is_settled(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).plan()
    assert week.at(MONDAY_0930).plan() == 0

    week.drop()  # its day is over

    assert week.ticks("2023-04-03 12:31", TUESDAY_0930, WEDNESDAY_0930) == [1, 1, 1]
    assert week.told() == [
        (GUS, f"digest:{GUS}:2023-03-31"),
        (GUS, f"digest:{GUS}:2023-04-03"),
        (GUS, f"digest:{GUS}:2023-04-04"),
        ("C0WGRUNTIME", f"nudge:{GUS}:1:2023-04-05"),
    ]


def test_a_digest_that_slack_refuses_does_not_count_and_comes_again_the_next_working_day(
    week: Week,
) -> None:
    week.block()
    week.at(FRIDAY_0930).plan()
    week.refuse()

    assert week.ticks("2023-03-31 12:31", MONDAY_0930, TUESDAY_0930, WEDNESDAY_0930) == [0, 1, 1, 1]
    assert week.told() == [
        (GUS, f"digest:{GUS}:2023-03-31"),
        (GUS, f"digest:{GUS}:2023-04-03"),
        (GUS, f"digest:{GUS}:2023-04-04"),
        ("C0WGRUNTIME", f"nudge:{GUS}:1:2023-04-05"),
    ]
    assert [r.step for r in week.reminders() if r.message] == [0, 1, 2]


def test_an_outage_skips_no_rung(week: Week) -> None:
    week.block()

    assert week.ticks("2023-04-12 14:00", "2023-04-12 15:00", "2023-04-13 12:30") == [1, 0, 1]
    assert [key for _, key in week.told()] == [
        f"digest:{GUS}:2023-04-12",
        f"digest:{GUS}:2023-04-13",
    ]


def test_a_new_block_restarts_the_ladder(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).tick()
    week.snooze(7)
    week.at("2023-03-31 14:00").unblock()
    week.at("2023-03-31 15:00").block()

    assert week.ticks("2023-03-31 15:01", MONDAY_0930) == [0, 1]


def test_a_new_owner_is_reminded_instead_of_the_old_one(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).tick()
    desk, request = week.desk, AssignRequest("gitaly", OTTO)
    assign_item(desk.store, desk.catalog, desk.actor(FRIDA), request, now=week.now)

    assert week.ticks("2023-03-31 12:31", MONDAY_0930) == [1, 1]
    assert week.told()[1:] == [
        (OTTO, f"digest:{OTTO}:2023-03-31"),
        (OTTO, f"digest:{OTTO}:2023-04-03"),
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, "its DRI gus-elsewhere is not linked to a Slack account: use `assign` or `link`"),
        (
            {"deleted": True},
            "its DRI Gus Almeida is deactivated in Slack; `assign` it to someone else",
        ),
        ({"is_guest": True}, "its DRI Gus Almeida is a guest; `assign` it to someone else"),
        (
            {"is_stranger": True},
            "its DRI Gus Almeida is in another workspace; `assign` it to someone else",
        ),
    ],
)
def test_the_facilitator_is_reminded_if_the_owner_cannot_be_and_why(
    week: Week, change: dict[str, Any], why: str
) -> None:
    week.block()
    with week.desk.store.write() as session:
        gus = find_person(session, GUS)
        assert gus is not None
        save_person(session, Person(**{**vars(gus), **change}))
        if not change:
            update_item(session, week.desk.item().id, dri="gus-elsewhere")

    assert week.ticks("2023-03-31 07:29", "2023-03-31 07:30") == [0, 1]
    assert week.told() == [(FRIDA, f"digest:{FRIDA}:2023-03-31")]
    digest = read_digest(week.desk.store, week.told()[0][1], closes=None, now=week.now)
    assert digest is not None
    assert [entry.instead for entry in digest.entries] == [why]


def test_a_snooze_ends_when_the_item_is_unblocked_and_its_message_is_changed(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).tick()
    week.snooze(7)
    week.at("2023-03-31 15:00").unblock()

    assert week.reminders()[0].quiet_until == week.now.story
    [woken] = [e for e in week.desk.events() if e.kind == EventKind.item_woken]
    assert (woken.actor, woken.reason) == (GUS, "it is no longer blocked")
    with week.desk.store.read() as session:
        row = find_message(session, f"digest:{GUS}:2023-03-31")
    assert row is not None
    assert row.wanted == 3
    week.block()
    assert week.at(MONDAY_0930).tick() == 1


def test_only_who_was_asked_answers_and_only_once(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).tick()

    with pytest.raises(NotPermittedError, match="for somebody else"):
        week.acknowledge(OTTO)
    week.acknowledge()
    with pytest.raises(OutOfDateError, match="Gitaly was already acknowledged by Gus Almeida"):
        week.acknowledge()
    with pytest.raises(OutOfDateError, match="Gitaly was already acknowledged by Gus Almeida"):
        week.snooze(1)


def test_an_old_message_a_closed_campaign_and_odd_days_are_refused(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).tick()
    desk, gus = week.desk, week.desk.actor(GUS)

    for until in (400, date(2033, 1, 1)):
        with pytest.raises(InvalidRequestError, match="more than 90 days away"):
            week.snooze(until)
    for until in (0, date(2023, 3, 30)):
        with pytest.raises(InvalidRequestError, match="is not in the future: choose a later day"):
            week.snooze(until)
    with pytest.raises(OutOfDateError, match="This message no longer exists"):
        show_asked(desk.store, gus, 99)
    assert show_asked(desk.store, gus, week.sent()[0].id).name == "go/gitaly"
    week.unblock()
    with pytest.raises(OutOfDateError, match="Gitaly is no longer blocked"):
        week.acknowledge()
    week.block()
    week.tick()
    with pytest.raises(OutOfDateError, match="answer the newest message instead"):
        week.acknowledge()
    request = CancelRequest(1, "1.21")
    cancel_campaign(
        desk.store, desk.catalog, desk.actor(FRIDA), request, close_issues=False, now=week.now
    )
    with pytest.raises(OutOfDateError, match=r"Go 1\.20 is cancelled"):
        week.acknowledge()
    with pytest.raises(OutOfDateError, match="Nothing in this message"):
        acknowledge_all(desk.store, desk.catalog, gus, week.sent()[0].message or "", now=week.now)


def test_all_of_a_digest_is_acknowledged_at_once(week: Week) -> None:
    week.block()
    week.at(FRIDAY_0930).tick()
    desk = week.desk
    key = week.sent()[0].message or ""

    done = acknowledge_all(desk.store, desk.catalog, desk.actor(GUS), key, now=week.now)

    assert [item.component for item in done.items] == ["gitaly"]
    assert week.states() == [ReminderState.acknowledged]


@pytest.mark.parametrize("campaign", ["", "go-1.20", "go"])
def test_paused_reminders_resume_where_they_were(week: Week, campaign: str) -> None:
    desk, frida = week.desk, week.desk.actor(FRIDA)
    week.block()
    pause = pause_reminders(desk.store, desk.catalog, frida, campaign, now=week.now)
    again = pause_reminders(desk.store, desk.catalog, frida, campaign, now=week.now)

    assert (pause.already, again.already) == (False, True)
    assert week.ticks(FRIDAY_0930, MONDAY_0930) == [0, 0]
    resumed = resume_reminders(desk.store, desk.catalog, frida, campaign, now=week.now)
    assert not resumed.already
    assert week.ticks(MONDAY_0930, TUESDAY_0930) == [1, 1]
    assert resume_reminders(desk.store, desk.catalog, frida, campaign, now=week.now).already


def test_only_leads_pause_existing_campaigns(week: Week) -> None:
    desk = week.desk

    with pytest.raises(NotPermittedError, match="may pause"):
        pause_reminders(desk.store, desk.catalog, desk.actor(GUS), "", now=week.now)
    with pytest.raises(
        InvalidRequestError, match=r"No open campaign ruby found. Open campaigns: `go-1\.20`"
    ):
        pause_reminders(desk.store, desk.catalog, desk.actor(FRIDA), "ruby", now=week.now)


def test_upcoming_reminders_show_who_what_and_since_when(
    week: Week,
) -> None:
    week.block()
    outlook = show_reminders(week.desk.store, week.desk.catalog, 14, now=week.now)
    predicted = [(c.person, c.at) for c in outlook.coming]

    assert predicted[:3] == [
        (GUS, datetime(2023, 3, 31, 12, 30, tzinfo=UTC)),
        (GUS, datetime(2023, 4, 3, 12, 30, tzinfo=UTC)),
        (GUS, datetime(2023, 4, 4, 12, 30, tzinfo=UTC)),
    ]
    assert predicted[3:] == [
        (LEO, datetime(2023, 4, 5, 13, 30, tzinfo=UTC)),
        (FRIDA, datetime(2023, 4, 7, 12, 30, tzinfo=UTC)),
    ]
    assert week.reminders() == ()
    with pytest.raises(InvalidRequestError, match="from 1 to 60"):
        show_reminders(week.desk.store, week.desk.catalog, 0, now=week.now)


def test_a_closed_item_is_not_reminded_of(week: Week) -> None:
    week.block()
    week.tick()
    assert week.desk.item().state == ItemState.blocked
    cancel_campaign(
        week.desk.store,
        week.desk.catalog,
        week.desk.actor(FRIDA),
        CancelRequest(1, "1.21 is out"),
        close_issues=False,
        now=week.now,
    )

    assert week.ticks(FRIDAY_0930) == [0]
    assert week.states() == [ReminderState.overtaken]
