"""Checking for work does not scan any table."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import event

from campaigns.delivery import NoticeMessage, Pace
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.reminders.reminder_changes import AT_LEAST_EVERY, ReminderCheckpoint, find_changes
from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.delivery.outbox import Sender
from slackapp.delivery.sender import send_due
from storage.catalog.read import read_catalog
from storage.delivery.claims import claim_messages
from storage.delivery.idle import has_due
from storage.delivery.queues import add_intent, claim
from storage.delivery.tables import IntentRow, OutboxRow
from storage.lifecycle.campaigns import add_campaign, list_items, update_item
from storage.notices.tables import NoticeRow
from storage.reminders.queries import list_due_reminders, list_open_reminders
from storage.store import Store
from storage.tables import EventRow
from tests.chaos.story import tell_story
from tests.snapshots import migrated_store
from tests.storage.conftest import plan_of

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
STORY = Clocks(NOW, NOW)
LEASE = timedelta(seconds=120)
LATE = NOW.replace(hour=20)
# Of reminders and notices; each is a millisecond in which nobody else can write.
STATEMENTS_OF_A_TICK = 22
SCANNED = re.compile("SCAN (outbox|intent|reminder|notice|event)")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = migrated_store(tmp_path / "idle.db")
    with opened.write() as session:
        for number in range(20):
            later = Clocks(NOW, NOW + timedelta(minutes=number))
            enqueue(
                session, NoticeMessage.about(f"m{number}", "Hello."), to=f"U0P{number}", now=later
            )
            add_intent(session, "note", f"i{number}", {}, now=later.wall)
    yield opened
    opened.dispose()


def plans(store: Store, act: Callable[[], object]) -> list[str]:
    """Return SQLite's query plan for each statement of an action."""
    asked = [one for one in statements(store, act) if re.match("SELECT|UPDATE", one[0])]
    with store.engine.connect() as connection:
        explained = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in asked
        ]
        return [row[3] for rows in explained for row in rows]


def statements(store: Store, act: Callable[[], object]) -> list[tuple[str, Any]]:
    """Return the statements of an action, with their values."""
    ran: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, sql: str, values: Any, *_: Any) -> None:  # noqa: ANN401
        ran.append((sql, values))

    event.listen(store.engine, "before_cursor_execute", note)
    act()
    event.remove(store.engine, "before_cursor_execute", note)
    return ran


def claimed(store: Store, pace: Pace) -> None:
    with store.write() as session:
        assert claim_messages(session, pace, now=NOW, by="a", lease=LEASE, limit=10)
        assert claim(session, IntentRow, now=NOW, by="a", lease=LEASE)


def idle_questions(store: Store) -> None:
    long_ago = NOW - timedelta(days=1)
    with store.read() as session:
        assert not has_due(session, OutboxRow, long_ago)
        assert not has_due(session, IntentRow, long_ago)
        assert list_due_reminders(session, NOW) == ()
    assert find_changes(store, ReminderCheckpoint(0, NOW), now=STORY) is None


@pytest.mark.parametrize(
    "act",
    [
        idle_questions,
        lambda store: claimed(store, Pace(0)),
        lambda store: claimed(store, Pace(100)),
    ],
    ids=["idle", "claiming at once", "claiming at a pace"],
)
def test_no_table_is_scanned(store: Store, act: Callable[[Store], None]) -> None:
    steps = plans(store, lambda: act(store))

    assert len(steps) > 2
    assert [step for step in steps if SCANNED.match(step)] == []


def test_the_test_itself_sees_a_scan(store: Store) -> None:
    def scan() -> None:
        with store.read() as session:
            session.connection().exec_driver_sql("SELECT id FROM outbox WHERE last_error = 'x'")

    assert plans(store, scan) == ["SCAN outbox"]


def seen_after(store: Store, moment: datetime) -> ReminderCheckpoint | None:
    return find_changes(store, ReminderCheckpoint(0, NOW), now=Clocks(moment, moment))


def test_reminders_are_checked_when_something_happened_fell_due_or_time_passed(
    store: Store,
) -> None:
    soon = NOW + timedelta(seconds=5)
    assert find_changes(store, None, now=STORY) == ReminderCheckpoint(0, NOW)
    assert seen_after(store, soon) is None
    assert seen_after(store, NOW + AT_LEAST_EVERY) is not None
    assert seen_after(store, NOW - timedelta(days=1)) is not None

    with store.write() as session:
        campaign_id = add_campaign(session, plan_of(), slug="go-1.20", by="U0FRIDA", now=NOW)
        due = {"due_at": soon, "since": NOW, "kind": "your_turn", "person": "U0GUS"}
        item_id = list_items(session, campaign_id)[0].id
        session.add(NoticeRow(campaign_id=campaign_id, item_id=item_id, **due))
    assert seen_after(store, NOW + timedelta(seconds=4)) is None
    assert seen_after(store, soon) == ReminderCheckpoint(0, soon)

    with store.write() as session:
        session.add(EventRow(kind="person_linked", actor="U0GUS", at=NOW))
    assert seen_after(store, soon) == ReminderCheckpoint(1, soon)


def test_a_sender_with_nothing_to_do_takes_no_lock(store: Store) -> None:
    long_ago = Clocks(NOW, NOW - timedelta(days=1))
    catalog = read_catalog(EXAMPLE_CATALOG)
    sender = Sender(store, WebClient(), catalog, lambda: long_ago, "a", frozenset)

    with store.write():
        assert send_due(sender) == 0


@pytest.mark.parametrize("people", [1, 10])
def test_a_tick_of_reminders_asks_no_more_the_more_is_blocked(tmp_path: Path, people: int) -> None:
    zones = {f"U0P{number}": "UTC" for number in range(people)}
    with tell_story(tmp_path, zones, LATE) as story:
        with story.store.write() as session:
            for item in list_items(session, 1):
                update_item(session, item.id, state="blocked", state_since=LATE)
        story.plan()
        with story.store.read() as session:
            assert len(list_open_reminders(session)) == people
        assert len(statements(story.store, story.plan)) <= STATEMENTS_OF_A_TICK
