"""Migrations: one head, up and down, no drift, and an event log that stays append-only."""

from pathlib import Path
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import SQLModel

from campaigns.events import Event, EventKind
from storage.events import record_event
from storage.lifecycle.campaigns import add_campaign, get_view
from storage.migrate import TRIGGERS, _in_one_transaction, alembic_config, downgrade, migrate
from storage.store import Store, open_store
from tests.storage.conftest import NOW, plan_of

INSERT_OF_ANOTHER_KIND = (
    "INSERT INTO event (kind, actor, at, before, after) VALUES ('x', 'U1', '2023', 'null', 'null')"
)


def tables(store: Store) -> set[str]:
    with store.read() as session:
        found = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        return {name for (name,) in found} - {"alembic_version", "sqlite_sequence"}


def fill(store: Store) -> None:
    with store.write() as session:
        number = add_campaign(session, plan_of(), slug="go-1.20", by="U0FRIDA", now=NOW)
        record_event(session, number, Event(EventKind.campaign_started, "go-1.20", NOW, "U1"))


def assert_append_only(store: Store) -> None:
    with store.read() as session:
        found = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        assert {name for (name,) in found} == set(TRIGGERS)
    for statement in ("UPDATE event SET actor = 'x'", "DELETE FROM event"):
        with pytest.raises((IntegrityError, OperationalError), match="append-only"):  # noqa: SIM117
            with store.write() as session:
                session.execute(text(statement))


def test_there_is_one_head(store: Store) -> None:
    with store.engine.connect() as connection:
        assert len(ScriptDirectory.from_config(alembic_config(connection)).get_heads()) == 1


def test_models_and_migrations_agree(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_up_down_and_up_again(store: Store) -> None:
    there = tables(store)
    downgrade(store.engine, "base")
    assert tables(store) == set()
    migrate(store.engine)
    assert tables(store) == there
    fill(store)
    assert_append_only(store)


def test_migrating_again_keeps_a_filled_database_and_its_keys(store: Store) -> None:
    fill(store)
    migrate(store.engine)

    with store.read() as session:
        view = get_view(session, 1)
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1
    assert [item.component for item in view.items] == ["gitaly", "cli"]
    assert_append_only(store)


def test_a_batch_migration_that_rebuilds_tables_keeps_children_and_the_log(store: Store) -> None:
    """Batch mode silently drops triggers, and child rows if foreign keys are on."""
    fill(store)

    def rebuild(connection: Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        for table in ("campaign", "event"):
            with operations.batch_alter_table(table, recreate="always"):
                pass

    _in_one_transaction(store.engine, rebuild)

    with store.read() as session:
        assert len(get_view(session, 1).items) == 2
        assert session.execute(text("SELECT count(*) FROM event")).scalar() == 1
    assert_append_only(store)


def test_a_migration_that_would_orphan_rows_changes_nothing(store: Store) -> None:
    fill(store)

    def orphan(connection: Connection) -> None:
        connection.exec_driver_sql("UPDATE item SET campaign_id = 99")

    with pytest.raises(RuntimeError, match="would orphan rows"):
        _in_one_transaction(store.engine, orphan)

    with store.read() as session:
        assert len(get_view(session, 1).items) == 2
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_the_log_takes_every_kind_of_event_and_no_other(store: Store) -> None:
    with store.write() as session:
        for kind in EventKind:
            record_event(session, None, Event(kind, "go-1.20", NOW, "U1"))

    with pytest.raises(IntegrityError, match="ck_event_kind"), store.write() as session:
        session.execute(text(INSERT_OF_ANOTHER_KIND))
    assert_append_only(store)


OLD_CAMPAIGN = """
INSERT INTO campaign (slug, runtime, runtime_title, version, state, group_path, label, epic_title,
                      tiers, notices, started_by, started_at)
VALUES ('go-1.20', 'go', 'Go', '1.20', 'active', 'g', 'l', 't', '[]', '[]', 'U1', '2023-01-01')
"""
OLD_ITEM = """
INSERT INTO item (campaign_id, component, title, tier, position, project, state, closed, in_epic,
                  gone)
VALUES (1, 'gitaly', 'Gitaly', 'one', 0, 'g/gitaly', 'blocked', 0, 0, 0)
"""
OLD_EVENT = INSERT_OF_ANOTHER_KIND.replace("'x'", "'campaign_started'")
OLD_REMINDER = """
INSERT INTO reminder (campaign_id, item_id, person, owner, since, step, kind, due_at, state)
VALUES (1, 1, 'U1', 'U1', '2023-01-01', 0, 'digest', '2023-01-02', 'planned')
"""


@pytest.mark.parametrize(
    ("revision", "filled"),
    [
        ("0001", (OLD_CAMPAIGN, OLD_ITEM, OLD_EVENT)),
        ("0002", (OLD_CAMPAIGN, OLD_ITEM, OLD_EVENT, OLD_REMINDER)),
    ],
)
def test_a_filled_database_of_an_older_schema_is_migrated(
    tmp_path: Path, revision: str, filled: tuple[str, ...]
) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'old.db'}")
    migrate(store.engine, revision)
    with store.write() as session:
        for statement in filled:
            session.execute(text(statement))
    migrate(store.engine)

    with store.read() as session:
        assert [item.component for item in get_view(session, 1).items] == ["gitaly"]
        assert session.execute(text("SELECT count(*) FROM event")).scalar() == 1
    assert_append_only(store)
    store.dispose()


def test_a_start_on_the_newest_schema_waits_for_no_writer(store: Store) -> None:
    with store.write():
        migrate(store.engine)


def test_two_stores_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    stores = [open_store(f"sqlite:///{tmp_path / 'new.db'}") for _ in range(4)]
    failed: list[BaseException] = []

    def run(store: Store) -> None:
        try:
            migrate(store.engine)
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            failed.append(error)

    threads = [Thread(target=run, args=[store]) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    fill(stores[0])
    assert_append_only(stores[1])
    for store in stores:
        store.dispose()
