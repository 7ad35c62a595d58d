import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import Session, select

from campaigns.events import Event, EventKind
from storage.events import list_events, record_event
from storage.lifecycle.campaigns import (
    add_campaign,
    get_campaign,
    get_view,
    list_campaigns,
    update_campaign,
)
from storage.people.queries import save_person
from storage.people.tables import PersonRow
from storage.store import Store, StoreBusyError, unit_is_open
from storage.tables import BlockerRow, CampaignRow
from tests.entities import person
from tests.storage.conftest import NOW, plan_of


def add(session: Session, runtime: str = "go", slug: str = "go-1.20") -> int:
    return add_campaign(session, plan_of(runtime), slug=slug, by="U0FRIDA", now=NOW)


def test_a_successful_unit_is_committed(store: Store) -> None:
    with store.write() as session:
        number = add(session)

    with store.read() as session:
        assert get_view(session, number).campaign.slug == "go-1.20"
        assert [item.component for item in get_view(session, number).items] == ["gitaly", "cli"]


def test_a_unit_that_fails_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(KeyError), store.write() as session:
        get_campaign(session, add(session) + 1)

    with store.read() as session:
        assert list_campaigns(session) == ()
    with store.write() as session:
        assert add(session) == 1


def test_a_reading_unit_keeps_nothing(store: Store) -> None:
    with store.read() as session:
        add(session)

    with store.read() as session:
        assert list_campaigns(session) == ()


def test_a_reading_unit_sees_one_moment_whatever_is_written_meanwhile(store: Store) -> None:
    with store.read() as reading:
        assert list_campaigns(reading) == ()
        with store.write() as writing:
            add(writing)
        assert reading.execute(text("SELECT count(*) FROM campaign")).scalar() == 0

    with store.read() as session:
        assert len(list_campaigns(session)) == 1


def test_a_writing_unit_holds_the_lock_before_its_first_statement(
    store: Store, database: Path
) -> None:
    other = sqlite3.connect(database, timeout=0, isolation_level=None)
    with store.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_another_process_that_writes_is_busy_after_the_wait_and_waited_for_within_it(
    store: Store, database: Path
) -> None:
    other = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusyError), store.write(wait_seconds=0.05):
        pass

    release = Thread(target=other.execute, args=["COMMIT"])
    release.start()
    with store.write(wait_seconds=5) as session:
        add(session)
    release.join()
    other.close()


def test_another_thread_that_writes_is_busy_after_the_wait(store: Store) -> None:
    raised: list[type[Exception]] = []

    def write() -> None:
        try:
            with store.write(wait_seconds=0.05):
                pass
        except StoreBusyError as error:
            raised.append(type(error))

    with store.write():
        thread = Thread(target=write)
        thread.start()
        thread.join()

    assert raised == [StoreBusyError]


def test_an_open_unit_is_known_in_its_own_thread_only(store: Store) -> None:
    elsewhere: list[bool] = []
    with store.read():
        thread = Thread(target=lambda: elsewhere.append(unit_is_open()))
        thread.start()
        thread.join()
        assert unit_is_open()
    assert elsewhere == [False]
    assert not unit_is_open()


def test_every_connection_is_configured(store: Store) -> None:
    with store.read() as session:
        pragmas = [
            session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    assert pragmas == ["wal", 2, 1, 5000]


def test_moments_come_back_aware_and_in_utc(store: Store) -> None:
    berlin = timezone(timedelta(hours=2))
    with store.write() as session:
        add(session)
        update_campaign(session, 1, synced_at=datetime(2023, 6, 1, 12, 0, tzinfo=berlin))

    with store.read() as session:
        synced = get_campaign(session, 1).synced_at
    assert synced == datetime(2023, 6, 1, 10, 0, tzinfo=UTC)
    assert synced.tzinfo == UTC


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with store.write() as session:
        add(session)
    with pytest.raises((StatementError, ValueError)), store.write() as session:
        update_campaign(session, 1, synced_at=datetime(2023, 6, 1, 12, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE campaign SET state = 'odd'",
        "UPDATE item SET state = 'odd'",
        "UPDATE item SET component = 'cli'",
        "UPDATE item SET campaign_id = 99",
        "DELETE FROM campaign",
        """INSERT INTO intent (kind, dedupe_key, state, due_at, attempts, payload)
           VALUES ('x', 'k', 'odd', '2023-03-30', 0, '{}')""",
        """INSERT INTO event (kind, actor, before, after, at)
           VALUES ('odd', 'x', 'null', 'null', '2023-03-30')""",
    ],
)
def test_the_schema_refuses_what_no_rule_allows(store: Store, statement: str) -> None:
    with store.write() as session:
        add(session)

    with pytest.raises(IntegrityError), store.write() as session:
        session.execute(text(statement))


def test_one_open_campaign_for_each_runtime(store: Store) -> None:
    with store.write() as session:
        add(session)
        add(session, "ruby", "ruby-3.2")
    with pytest.raises(IntegrityError), store.write() as session:
        add(session, slug="go-1.21")
    with store.write() as session:
        update_campaign(session, 1, state="cancelled")
        add(session, slug="go-1.21")

    with store.read() as session:
        open_now = list_campaigns(session, only_open=True)
    assert [campaign.slug for campaign in open_now] == ["go-1.21", "ruby-3.2"]


def test_a_slug_is_used_once(store: Store) -> None:
    with store.write() as session:
        add(session)
        update_campaign(session, 1, state="completed")
    with pytest.raises(IntegrityError), store.write() as session:
        add(session)


def test_a_blocker_needs_its_item(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as session:
        session.add(BlockerRow(item_id=99, kind="words", text="x", since=NOW, added_by="U1"))


def test_events_are_read_back_whole_and_in_order(store: Store) -> None:
    events = [
        Event(EventKind.campaign_started, "go-1.20", NOW, "U1", after="1.20"),
        Event(
            EventKind.blockers_changed,
            "go-1.20",
            NOW + timedelta(minutes=1),
            "gitlab",
            component="gitaly",
            before=[],
            after=["g/p#1"],
            reason="because",
        ),
    ]
    with store.write() as session:
        number = add(session)
        ids = [record_event(session, number, event) for event in events]

    with store.read() as session:
        assert list_events(session, number) == tuple(events)
        assert list_events(session, number, ids=ids[1:]) == tuple(events[1:])


@pytest.mark.parametrize("statement", ["UPDATE event SET actor = 'x'", "DELETE FROM event"])
def test_the_event_log_refuses_change(store: Store, statement: str) -> None:
    with store.write() as session:
        number = add(session)
        record_event(session, number, Event(EventKind.campaign_started, "go-1.20", NOW, "U1"))

    with pytest.raises((IntegrityError, OperationalError), match="append-only"):  # noqa: SIM117
        with store.write() as session:
            session.execute(text(statement))


def test_a_persons_gitlab_name_survives_profile_updates(store: Store) -> None:
    with store.write() as session:
        save_person(session, person("gus"))
        save_person(session, replace(person("gus"), name="Gustavo", gitlab_username=None))

    with store.read() as session:
        row = session.exec(select(PersonRow)).one()
        assert (row.name, row.gitlab_username) == ("Gustavo", "gus")
        assert session.exec(select(CampaignRow)).all() == []
