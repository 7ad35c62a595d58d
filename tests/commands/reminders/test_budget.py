"""The limit holds: one digest and one notice per person and working day, in their hours.

Whoever is away gets nothing at all.

What happens, and how long the sender takes, is drawn at random; the store is real.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from campaigns.lifecycle.plans import PlannedItem
from campaigns.notices import NoticeKind
from campaigns.people.absence import find_absence
from campaigns.people.roles import Actor
from campaigns.people.working_time import is_working, local_day
from commands.clocks import Clocks
from commands.errors import ExpectedError
from commands.items.block_item import BlockRequest, block_item
from commands.items.report_cycles import report_cycles
from commands.items.unblock_item import UnblockRequest, unblock_item
from commands.lifecycle.opened_tiers import record_startable
from commands.notices.dispatch_notices import dispatch_notices
from commands.notices.notices import plan_notice, read_day_notice
from commands.people.actors import as_actor
from commands.people.recipients import availability_of
from commands.reminders.acknowledge_reminder import acknowledge_all
from commands.reminders.digests import read_digest
from commands.reminders.plan_reminders import plan_reminders
from commands.unit import Unit
from storage.catalog.read import Catalog, read_catalog
from storage.delivery.tables import OutboxRow, QueueState
from storage.lifecycle.campaigns import (
    add_campaign,
    get_item_record,
    list_items,
    update_campaign,
    update_item,
)
from storage.migrate import migrate
from storage.people.queries import find_person, record_presence, save_person
from storage.store import Store, open_store
from tests.commands.conftest import EXAMPLE, fill_people
from tests.storage.conftest import NOW, plan_of

COMPONENTS = ("gitaly", "shell", "pages", "labkit")
DRIS = ("gus-sandbox", "gus-sandbox", "tess-sandbox", "raj-sandbox")
BACKUPS = (None, "mira-sandbox", "gus-sandbox", "tess-sandbox")
PEOPLE = ("U0GUS", "U0RAJ", "U0TESS", "U0FRIDA", "U0LEO")
# Whatever else comes to a person answers what they did, or is theirs to decide.
TOLD = {"digest", "day_notice"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with an active campaign of four items, for copying."""
    path = tmp_path_factory.mktemp("budget") / "filled.db"
    store = open_store(f"sqlite:///{path}")
    migrate(store.engine)
    fill_people(store)
    items = tuple(
        PlannedItem(name, name.title(), f"g/{name}", "first", dri=dri, backup=backup)
        for name, dri, backup in zip(COMPONENTS, DRIS, BACKUPS, strict=True)
    )
    plan = replace(plan_of(), items=items)
    with store.write() as session:
        number = add_campaign(session, plan, slug="go-1.20", by="U0FRIDA", now=NOW)
        update_campaign(session, number, state="active")
        for item in list_items(session, number):
            update_item(session, item.id, issue_iid=item.id)
    store.dispose()
    return path


@dataclass
class Days:
    """A running campaign: things happen, jobs run, and the sender is more or less prompt."""

    store: Store
    catalog: Catalog
    now: Clocks
    posted: list[tuple[str, str, date]] = field(default_factory=list)

    def actor(self, slack_id: str) -> Actor:
        with self.store.read() as session:
            person = find_person(session, slack_id)
        assert person is not None
        return as_actor(self.catalog, person)

    def happen(self, what: str, component: str) -> None:
        frida = self.actor("U0FRIDA")
        try:
            if what == "block":
                self._block(frida, component, "the auditors")
            elif what == "circle":
                self._block(frida, component, "labkit")
                self._block(frida, "labkit", component)
            elif what == "unblock":
                unblock_item(
                    self.store, self.catalog, frida, UnblockRequest(component), now=self.now
                )
            else:
                self._news(component, NoticeKind(what))
        except ExpectedError:
            return

    def _block(self, by: Actor, component: str, what: str) -> None:
        request, url = BlockRequest(component, what), "http://gitlab.test"
        block_item(self.store, self.catalog, by, request, gitlab_url=url, now=self.now)
        with self.store.write() as session:
            unit = Unit(session, self.catalog, self.now)
            report_cycles(unit, 1)

    def _news(self, component: str, kind: NoticeKind) -> None:
        with self.store.write() as session:
            unit = Unit(session, self.catalog, self.now)
            number = next(i.id for i in list_items(session, 1) if i.component == component)
            record_startable(unit, 1)
            detail = {"why": "", "state": "in_dev", "blocked_since": None}
            item = get_item_record(session, number)
            plan_notice(unit, item, kind, detail=detail)

    def say(self, slack_id: str, what: str) -> None:
        """Someone goes away in Slack or GitLab, comes back, or answers everything open."""
        with self.store.write() as session:
            person = find_person(session, slack_id)
            assert person is not None
            text = "OOO" if what.startswith("away") else ""
            until = self.now.story + timedelta(days=1) if what == "away a day" else None
            save_person(session, replace(person, status_text=text, status_until=until))
            record_presence(session, slack_id, busy=what == "busy", status="", left_at=None)
        if what == "answer":
            with suppress(ExpectedError):
                actor = self.actor(slack_id)
                acknowledge_all(self.store, self.catalog, actor, None, now=self.now)

    def tick(self) -> None:
        plan_reminders(self.store, self.catalog, clock=lambda: self.now)
        dispatch_notices(self.store, self.catalog, clock=lambda: self.now)

    def send(self) -> None:
        """Post the queued messages as the sender would, except unwanted ones."""
        with self.store.read() as session:
            pending = session.exec(
                select(OutboxRow).where(
                    col(OutboxRow.channel).startswith("U"),
                    OutboxRow.state == QueueState.pending.value,
                )
            ).all()
        assert {row.kind for row in pending} <= TOLD
        for row in pending:
            self._post(row)

    def _post(self, row: OutboxRow) -> None:
        read = read_digest if row.kind == "digest" else read_day_notice
        closes = datetime.fromisoformat(row.payload["closes"])
        told = read(self.store, row.payload["key"], closes=closes, now=self.now)
        if told is not None and row.ts is None:
            self.posted.append((row.kind, row.channel, self._day_of(row.channel)))
        state = QueueState.dropped if told is None else QueueState.sent
        with self.store.write() as session:
            known = session.get_one(OutboxRow, row.id)
            known.state, known.ts = state.value, known.ts or ("1.0" if told else None)
            session.add(known)

    def _day_of(self, slack_id: str) -> date:
        """Return someone's day; check that nothing is posted outside their hours."""
        with self.store.read() as session:
            person = find_person(session, slack_id)
        assert person is not None
        assert find_absence(person, self.now.story) is None
        availability = availability_of(self.catalog, person)
        assert is_working(availability, self.now.story)
        return local_day(availability, self.now.story)

    def let_pass(self, hours: float) -> None:
        later = self.now.story + timedelta(hours=hours)
        self.now = Clocks(later, later)


@contextmanager
def days_of(filled: Path) -> Iterator[Days]:
    with TemporaryDirectory() as folder:
        database = Path(folder) / "days.db"
        shutil.copy(filled, database)
        store = open_store(f"sqlite:///{database}")
        yield Days(store, read_catalog(EXAMPLE), Clocks(NOW, NOW))
        store.dispose()


HAPPENINGS = st.sampled_from(("block", "circle", "unblock", "your_turn", "unblocked"))
SAYINGS = ("away", "away a day", "busy", "back", "answer")
STEPS = st.lists(
    st.tuples(
        HAPPENINGS,
        st.sampled_from(COMPONENTS),
        st.sampled_from((0.5, 1, 1, 3, 15)),
        st.booleans(),
        st.none() | st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SAYINGS)),
    ),
    min_size=6,
    max_size=16,
)


@given(STEPS)
@settings(max_examples=15)
def test_the_limit_always_holds(
    filled: Path, steps: list[tuple[str, str, float, bool, tuple[str, str] | None]]
) -> None:
    with days_of(filled) as days:
        for what, component, hours, prompt, said in steps:
            days.happen(what, component)
            days.tick()
            if said is not None:
                days.say(*said)
            if prompt:
                days.send()
            days.let_pass(hours)
            days.tick()
            days.send()

        assert all(number == 1 for number in Counter(days.posted).values())


def test_messages_are_sent_when_there_is_something_to_say(filled: Path) -> None:
    """The test above would pass for an assistant that says nothing."""
    with days_of(filled) as days:
        for component in COMPONENTS[:2]:
            days.happen("block", component)
        for hours in (3.5, 1, 1, 24, 1):  # from 09:30 UTC: Gus's day begins at 12:30
            days.let_pass(hours)
            days.tick()
            days.send()
            days.happen("unblock", "gitaly")
            days.happen("block", "gitaly")
            days.happen("unblock", "gitaly")

        gus = [(kind, day.day) for kind, who, day in days.posted if who == "U0GUS"]
    assert sorted(gus) == [("day_notice", 30), ("day_notice", 31), ("digest", 30), ("digest", 31)]


def test_someone_who_goes_away_first_gets_it_when_back(filled: Path) -> None:
    with days_of(filled) as days:
        days.happen("block", "shell")
        days.let_pass(3.5)
        days.tick()
        days.say("U0GUS", "away a day")
        days.send()
        days.tick()
        away = [who for _, who, _ in days.posted]
        days.let_pass(24.5)
        days.tick()
        days.send()

    assert "U0GUS" not in away
    assert ("digest", "U0GUS", date(2023, 3, 31)) in days.posted
