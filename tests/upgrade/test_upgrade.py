"""An installation of an earlier release is upgraded in place, and loses no word.

`v0.1.0.sql` is the database of that release's demo, played to the end of its chapter "Monday":
a posted summary, a merged pin, a snooze, an item that is blocked and nobody answers for.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from commands.clocks import Clocks
from commands.delivery.intent_work import WORDS
from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.cli.rehearse import play
from slackapp.messages.registry import KINDS, payload_of
from storage.catalog.read import read_catalog
from storage.delivery.tables import IntentRow, OutboxRow, QueueState
from storage.migrate import migrate
from storage.store import Store, open_store
from tests.snapshots import write
from tests.terminal import run

PLAYED = Path(__file__).parent / "v0.1.0.sql"
LEFT_AT = datetime(2023, 4, 3, 7, 0, 30, tzinfo=UTC)
NOW = Clocks(LEFT_AT, LEFT_AT)
# What a migration writes by design.
OF_THE_SCHEMA = {"alembic_version"}

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "assistant.db"
    write(path, PLAYED.read_text(encoding="utf-8"))
    return path


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{database}")
    migrate(store.engine)
    yield store
    store.dispose()


def rows_of(database: Path) -> Rows:
    """List every row of every table."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        names = [name for (name,) in tables.fetchall() if name not in OF_THE_SCHEMA]
        return {
            name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')]
            for name in names
        }


def test_every_row_stays_as_it_was(database: Path) -> None:
    before = rows_of(database)
    store = open_store(f"sqlite:///{database}")

    migrate(store.engine)
    store.dispose()

    after = rows_of(database)
    kept = {
        table: [
            {column: new[column] for column in old}
            for old, new in zip(rows, after[table], strict=True)
        ]
        for table, rows in before.items()
    }
    assert kept == before
    assert {table: len(rows) for table, rows in before.items() if rows} == {
        "announcement": 1,
        "blocker": 2,
        "campaign": 1,
        "event": 79,
        "evidence": 29,
        "installation": 1,
        "intent": 11,
        "item": 29,
        "merge_request": 1,
        "notice": 5,
        "outbox": 22,
        "person": 18,
        "plan": 1,
        "reading": 21,
        "reminder": 7,
        "summary": 1,
    }


def test_every_message_can_be_built_again(store: Store) -> None:
    with store.read() as session:
        rows = list(session.exec(select(OutboxRow).order_by(OutboxRow.dedupe_key)))

    unbuilt = [
        row.dedupe_key
        for row in rows
        if KINDS[row.kind].build(store, payload_of(row), NOW) is None
        and row.state == QueueState.sent.value
    ]

    assert unbuilt == []
    assert {row.kind for row in rows} >= {"card", "digest", "day_notice", "summary", "plan"}


def test_every_piece_of_work_is_of_a_kind_that_is_known(store: Store) -> None:
    with store.read() as session:
        kinds = {row.kind for row in session.exec(select(IntentRow))}

    assert kinds <= WORDS.keys()


def ask(database: Path, *words: str) -> Any:  # noqa: ANN401 - JSON
    environment = {
        "RUNTIME_UPGRADE_DATABASE_URL": f"sqlite:///{database}",
        "RUNTIME_UPGRADE_CATALOG": str(EXAMPLE_CATALOG),
    }
    answer = run(*words, "--json", environment=environment)
    assert answer.returncode == 0, answer.stderr + answer.stdout
    return json.loads(answer.stdout)


def test_the_campaign_is_where_it_was(database: Path) -> None:
    (status,) = ask(database, "status", "go", "1.20")

    assert status["campaign"]["slug"] == "go-1.20"
    assert status["progress"]["by_state"] == {
        "not_started": 27,
        "in_dev": 0,
        "in_review": 0,
        "blocked": 1,
        "production": 1,
    }
    (blocked,) = ask(database, "blocked")["entries"]
    (blocker,) = blocked["item"]["blockers"]
    assert (blocked["item"]["title"], blocker["text"]) == (
        "Prometheus",
        "the release of its exporter",
    )


def test_who_snoozed_an_item_is_reminded_and_their_silence_climbs_the_ladder(store: Store) -> None:
    rehearsed = play(store, read_catalog(EXAMPLE_CATALOG), start=LEFT_AT, days=4)

    told = [(message.at.day, *message.words.splitlines()[:3]) for message in rehearsed]

    asked = "    *Prometheus* (Go 1.20)  ·  blocked {} days by the release of its exporter  ·  "
    snoozed = "snoozed 1 time: The exporter is released on Monday"
    otto, leo = "Otto Brandt", "Leo Marchetti"
    assert told == [
        (
            3,
            f"direct messages of {otto} · Runtime Upgrade",
            "    *Blocked components*",
            f"{asked.format(3)}snoozed 1 time",
        ),
        (
            4,
            f"direct messages of {otto} · Runtime Upgrade",
            "    *Blocked components*",
            f"{asked.format(4)}snoozed 1 time",
        ),
        (
            5,
            "#Runtime Update Process, in a thread · Runtime Upgrade",
            f"    @{otto}, what about Prometheus (blocked 5 days by the release of its exporter)?",
        ),
        (
            6,
            f"direct messages of {leo} · Runtime Upgrade",
            "    *Components without an answer*",
            f"{asked.format(6)}{otto} has not answered  ·  {snoozed}",
        ),
    ]
