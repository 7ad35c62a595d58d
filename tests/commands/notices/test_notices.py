"""Notices on a real store: who gets them, once a working day, and what overtakes them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Self

import pytest
from sqlmodel import select

from campaigns.events import ASSISTANT, EventKind
from campaigns.notices import NoticeKind, NoticeState
from campaigns.states import ItemState
from commands.clocks import Clocks
from commands.items.block_item import BlockRequest, block_item
from commands.items.unblock_item import UnblockRequest, unblock_item
from commands.notices.dispatch_notices import dispatch_notices
from commands.notices.notices import DayNotice, read_day_notice
from commands.reminders.pause_reminders import pause_reminders, resume_reminders
from commands.sync.sync_campaign import sync_campaign
from sandbox.gitlab.work_items.issues import close
from sandbox.gitlab.work_items.labelling import set_labels
from sandbox.gitlab.work_items.links import add_link, remove_link
from storage.delivery.queues import find_message
from storage.delivery.tables import OutboxRow, QueueState
from storage.evidence.tables import EvidenceRow
from storage.notices.queries import NoticeRecord, list_item_notices, update_notices
from tests.commands.conftest import Desk

GUS, FRIDA, LEO = "U0GUS", "U0FRIDA", "U0LEO"
THURSDAY_EVENING = "2023-03-30 23:00"
FRIDAY_0930 = "2023-03-31 12:30"  # in Sao Paulo, where Gus lives
FRIDAY_NOON = "2023-03-31 15:00"
FRIDAY_EVENING = "2023-03-31 20:00"
MONDAY_0930 = "2023-04-03 12:30"


@dataclass
class Office:
    """A started campaign and the current time."""

    desk: Desk
    now: Clocks

    def at(self, text: str) -> Self:
        moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
        self.now = Clocks(moment, moment)
        self.desk.clock.ahead = moment - self.desk.box.clock.now()
        return self

    def block(self, by: str, component: str = "gitaly", who: str = GUS) -> None:
        desk, request = self.desk, BlockRequest(component, by)
        url = desk.box.gitlab.url
        block_item(desk.store, desk.catalog, desk.actor(who), request, gitlab_url=url, now=self.now)
        desk.work()

    def unblock(self, who: str, component: str = "gitaly", note: str | None = None) -> None:
        desk, request = self.desk, UnblockRequest(component, note)
        unblock_item(desk.store, desk.catalog, desk.actor(who), request, now=self.now)
        desk.work()

    def close(self, component: str) -> None:
        state = self.desk.box.gitlab.state
        close(state, self.desk.issue(component), self.desk.someone("pia-sandbox"))

    def label(self, component: str, *names: str) -> None:
        issue, state = self.desk.issue(component), self.desk.box.gitlab.state
        kept = [one for one in issue.labels if not one.name.startswith("workflow::")]
        wanted = [one for one in state.labels.values() if one.name in names]
        set_labels(state, issue, [*kept, *wanted], self.desk.someone())

    def sync(self) -> None:
        desk = self.desk
        sync_campaign(replace(desk.worker, clock=lambda: self.now), 1)
        desk.work()

    def tick(self) -> int:
        return dispatch_notices(self.desk.store, self.desk.catalog, clock=lambda: self.now)

    def notices(
        self, component: str = "gitaly", kind: NoticeKind = NoticeKind.unblocked
    ) -> list[NoticeRecord]:
        with self.desk.store.read() as session:
            listed = list_item_notices(session, self.desk.item(component).id)
        return [notice for notice in listed if notice.kind == kind]

    def planned(self, component: str = "gitaly") -> list[tuple[str, str, str]]:
        return [(n.person, n.kind.value, n.state.value) for n in self.notices(component)]

    def messages(self) -> list[str]:
        with self.desk.store.read() as session:
            rows = session.exec(select(OutboxRow).where(OutboxRow.kind == "day_notice"))
            return [row.dedupe_key for row in rows]

    def read(self, key: str) -> DayNotice | None:
        with self.desk.store.read() as session:
            row = find_message(session, key)
        assert row is not None
        closes = datetime.fromisoformat(row.payload["closes"])
        return read_day_notice(self.desk.store, key, closes=closes, now=self.now)

    def settle(self, key: str, state: QueueState, ts: str | None = None) -> None:
        """Record that the sender settled a message in this state."""
        with self.desk.store.write() as session:
            row = find_message(session, key)
            assert row is not None
            row.state, row.ts = state.value, ts
            session.add(row)


@pytest.fixture
def office(started: Desk) -> Office:
    """Return the campaign once all "your turn" notices are settled."""
    with started.store.write() as session:
        told = [n.id for i in started.view().items for n in list_item_notices(session, i.id)]
        update_notices(session, told, state=NoticeState.sent.value)
    return Office(started, started.clock()).at(THURSDAY_EVENING)


def test_the_blocking_issue_closes_and_the_item_is_what_it_was_before(office: Office) -> None:
    office.label("gitaly", "workflow::In dev")
    office.sync()
    office.block("container-registry")
    office.sync()
    assert office.desk.item().state == ItemState.blocked

    office.close("container-registry")
    office.sync()

    item = office.desk.item()
    assert (item.state, item.blockers, item.state_before_block) == (ItemState.in_dev, (), None)
    assert office.desk.labels() == {"workflow::In dev"}
    assert {kind for kind, _ in office.desk.links()} == {"relates_to"}
    ref = office.desk.issue("container-registry").reference
    [event] = [e for e in office.desk.events() if e.kind == EventKind.item_unblocked]
    assert (event.actor, event.after, event.reason) == (ASSISTANT, "in_dev", f"{ref} is closed")
    assert "No longer blocked" in office.desk.notes()[-1]
    assert office.planned() == [(GUS, "unblocked", "planned")]
    before = len(office.desk.events())
    office.sync()
    assert len(office.desk.events()) == before


def test_removing_our_link_in_gitlab_unblocks_the_item(office: Office) -> None:
    office.block("container-registry")
    office.sync()
    state, issue = office.desk.box.gitlab.state, office.desk.issue()
    [link] = state.links_of(issue)
    remove_link(state, link, office.desk.someone())

    office.sync()

    assert office.desk.item().state == ItemState.not_started
    assert office.desk.labels() == set()
    assert "is no longer linked" in office.notices()[0].detail["why"]


def test_the_last_of_several_blockers_unblocks(office: Office) -> None:
    office.block("container-registry")
    office.block("labkit")
    office.sync()

    office.close("labkit")
    office.sync()
    still, told = office.desk.item(), office.planned()
    office.close("container-registry")
    office.sync()

    assert (still.state, len(still.blockers), told) == (ItemState.blocked, 1, [])
    assert office.desk.item().state == ItemState.not_started
    assert office.planned() == [(GUS, "unblocked", "planned")]


def test_words_block_until_a_person_unblocks(office: Office) -> None:
    office.block("container-registry")
    office.block("the auditors")
    office.sync()
    office.close("container-registry")
    office.sync()

    assert office.desk.item().state == ItemState.blocked
    assert [b.text for b in office.desk.item().blockers] == ["the auditors"]
    assert office.planned() == []


def test_a_label_set_by_a_person_stays_and_the_owner_is_asked(office: Office) -> None:
    state, shell = office.desk.box.gitlab.state, office.desk.issue("gitlab-shell")
    office.label("gitaly", "workflow::blocked")
    add_link(state, office.desk.issue(), shell, "is_blocked_by", office.desk.someone())
    office.sync()
    office.close("gitlab-shell")
    office.sync()
    office.sync()

    assert office.desk.item().state == ItemState.blocked
    assert office.desk.labels() == {"workflow::blocked"}
    [asked] = office.notices(kind=NoticeKind.blocker_gone)
    assert (asked.person, asked.detail) == (GUS, {"why": f"{shell.reference} is closed"})


def test_an_item_unblocked_by_a_foreign_link_is_reported_too(office: Office) -> None:
    state, shell = office.desk.box.gitlab.state, office.desk.issue("gitlab-shell")
    add_link(state, office.desk.issue(), shell, "is_blocked_by", office.desk.someone())
    office.sync()
    office.close("gitlab-shell")
    office.sync()

    assert office.planned() == [(GUS, "unblocked", "planned")]


def test_a_notice_waits_for_the_next_working_moment(office: Office) -> None:
    office.block("container-registry")
    office.sync()
    office.close("container-registry")
    office.sync()
    already = office.messages()

    ticks = [office.at(at).tick() for at in (THURSDAY_EVENING, "2023-03-31 12:29", FRIDAY_0930)]

    assert ticks == [0, 0, 1]
    assert office.messages() == [*already, "notice:day:U0GUS:2023-03-31"]
    assert [n.state for n in office.notices()] == [NoticeState.handed]


def test_a_notice_is_not_sent_if_the_item_is_blocked_again_first(office: Office) -> None:
    office.block("container-registry")
    office.sync()
    office.close("container-registry")
    office.sync()
    office.block("labkit")

    assert office.at(FRIDAY_0930).tick() == 0
    assert office.planned() == [(GUS, "unblocked", "overtaken")]


def test_a_sent_notice_shows_that_the_item_is_blocked_again(office: Office) -> None:
    office.block("container-registry")
    office.unblock(FRIDA)
    office.at(FRIDAY_0930).tick()
    key = "notice:day:U0GUS:2023-03-31"
    office.settle(key, QueueState.sent, ts="1.1")
    office.block("labkit")

    with office.desk.store.read() as session:
        row = find_message(session, key)
    assert row is not None
    assert (row.state, row.wanted) == ("pending", 2)
    told = office.read(key)
    assert told is not None
    assert [(one.notice.kind, one.wanted) for one in told.news] == [(NoticeKind.unblocked, False)]


def test_a_second_notice_updates_the_days_message(office: Office) -> None:
    for component in ("gitaly", "gitlab-pages"):  # both are Gus's
        office.block("the auditors", component, who=FRIDA)
    office.unblock(FRIDA)
    office.at(FRIDAY_0930).tick()
    key = "notice:day:U0GUS:2023-03-31"
    office.settle(key, QueueState.sent, ts="1.1")
    messages = office.messages()

    office.at(FRIDAY_NOON).unblock(FRIDA, "gitlab-pages")
    ticks = [office.tick(), office.tick()]

    assert (ticks, office.messages()) == ([1, 0], messages)
    with office.desk.store.read() as session:
        row = find_message(session, key)
    assert row is not None
    assert (row.wanted, row.state) == (2, "pending")
    told = office.read(key)
    assert told is not None
    assert [one.item.component for one in told.news] == ["gitaly", "gitlab-pages"]


def test_a_notice_dropped_as_too_late_is_sent_the_next_working_day(office: Office) -> None:
    office.block("the auditors")
    office.unblock(FRIDA)
    office.at(FRIDAY_0930).tick()
    key = "notice:day:U0GUS:2023-03-31"
    assert office.at(FRIDAY_EVENING).read(key) is None
    office.settle(key, QueueState.dropped)

    assert [office.tick(), office.at(MONDAY_0930).tick()] == [0, 1]
    assert office.notices()[0].message == "notice:day:U0GUS:2023-04-03"


def test_nobody_is_notified_of_their_own_actions(office: Office) -> None:
    office.block("the auditors")
    office.unblock(GUS)

    assert office.planned() == []


def test_paused_reminders_hold_notices_back(office: Office) -> None:
    desk = office.desk
    office.block("the auditors")
    office.unblock(FRIDA)
    pause_reminders(desk.store, desk.catalog, desk.actor(FRIDA), "", now=office.now)
    held = office.at(FRIDAY_0930).tick()
    resume_reminders(desk.store, desk.catalog, desk.actor(FRIDA), "", now=office.now)

    assert (held, office.tick()) == (0, 1)


def test_an_ordered_tier_notifies_one_owner_after_another(started: Desk) -> None:
    office = Office(started, started.clock()).at(THURSDAY_EVENING)
    turn = NoticeKind.your_turn
    runner, images = "gitlab-runner", "gitlab-build-images"
    first = [len(office.notices(c, turn)) for c in (runner, images, "gitaly", "glab")]
    office.close(runner)
    office.sync()
    second = [len(office.notices(c, turn)) for c in (runner, images, "gitaly", "glab")]
    opened = [e.after for e in started.events() if e.kind == EventKind.tier_opened]

    assert (first, second) == ([1, 0, 0, 1], [1, 1, 0, 1])
    assert opened == ["prerequisites", "independent"]


def test_a_tier_opens_once_though_a_gate_falls_behind_and_recovers(started: Desk) -> None:
    office = Office(started, started.clock()).at(THURSDAY_EVENING)
    gates = [item.id for item in started.view().items if item.tier == "prerequisites"]

    def verify(ids: list[int], backslid_at: datetime | None = None) -> None:
        with started.store.write() as session:
            for number in ids:
                row = session.get_one(EvidenceRow, number)
                row.verified_at, row.backslid_at = office.now.story, backslid_at
                session.add(row)
        office.sync()

    verify(gates)
    told = office.notices(kind=NoticeKind.your_turn)
    verify(gates[:1], backslid_at=office.now.story)
    verify(gates)

    opened = [e.after for e in started.events() if e.kind == EventKind.tier_opened]
    assert opened == ["prerequisites", "independent", "release-approval"]
    assert len(told) == 1
    assert office.notices(kind=NoticeKind.your_turn) == told
