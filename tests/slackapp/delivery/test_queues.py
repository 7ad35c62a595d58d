"""Stuck rows are listed, also by doctor, and an operator's choice is applied."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from slackapp.doctor.database import check_overdue, check_stuck, check_waiting
from slackapp.doctor.lines import Level
from storage.delivery.queues import add_intent, enqueue_message, find_intent, find_message
from storage.delivery.stuck import StuckRecord, list_stuck, list_waiting
from storage.delivery.tables import QueueState
from storage.health import count_overdue
from storage.store import Store
from tests import terminal
from tests.snapshots import migrated_store

LONG_AGO = datetime(2023, 3, 30, 9, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = migrated_store(tmp_path / "queues.db")
    with opened.write() as session:
        for key, state, doubt in (
            ("card:1", QueueState.unknown, True),
            ("card:2", QueueState.dead, True),
            ("card:3", QueueState.sent, False),
        ):
            enqueue_message(session, "card", key, channel="C1", now=LONG_AGO)
            row = find_message(session, key)
            assert row is not None
            row.state, row.in_doubt, row.last_error = state.value, doubt, "is_archived"
            row.unknown_rounds = 6
            session.add(row)
        add_intent(session, "note", "note:7", {}, now=LONG_AGO)
        intent = find_intent(session, "note:7")
        assert intent is not None
        intent.state, intent.last_error = QueueState.dead.value, "GitLab refuses: 403"
        session.add(intent)
    yield opened
    opened.dispose()


def run(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    url = f"sqlite:///{tmp_path}/queues.db"
    return terminal.run(*words, environment={"RUNTIME_UPGRADE_DATABASE_URL": url})


def message(store: Store, key: str) -> tuple[str, bool, int]:
    with store.read() as session:
        row = find_message(session, key)
        assert row is not None
        return row.state, row.in_doubt, row.unknown_rounds


def test_stuck_rows_are_listed(store: Store, tmp_path: Path) -> None:
    with store.read() as session:
        stuck = list_stuck(session, "outbox")

    assert stuck == (
        StuckRecord("outbox", 1, "card", "card:1", "unknown", "is_archived"),
        StuckRecord("outbox", 2, "card", "card:2", "dead", "is_archived"),
    )
    assert json.loads(run(tmp_path, "outbox", "list", "--json").stdout) == [
        asdict(row) for row in stuck
    ]
    assert run(tmp_path, "intents", "list").stdout == "1  dead  note:7  GitLab refuses: 403\n"


def test_an_unknown_message_is_sent_again_on_the_operators_decision(
    store: Store, tmp_path: Path
) -> None:
    done = run(tmp_path, "outbox", "retry", "1")

    assert (done.returncode, done.stdout) == (0, "card:1 will be retried.\n")
    assert message(store, "card:1") == ("pending", False, 0)
    assert json.loads(done.stderr)["event"] == "operator_chose"


def test_a_dead_message_is_looked_for_before_it_is_sent_again(store: Store, tmp_path: Path) -> None:
    run(tmp_path, "outbox", "retry", "2")

    assert message(store, "card:2") == ("pending", True, 0)


def test_a_dropped_row_is_not_retried(store: Store, tmp_path: Path) -> None:
    assert run(tmp_path, "outbox", "drop", "2").stdout == (
        "card:2 has been dropped. It is tried again only if its content changes.\n"
    )
    assert run(tmp_path, "intents", "drop", "1").stdout == (
        "note:7 has been dropped. The note is not in GitLab.\n"
    )
    assert message(store, "card:2")[0] == "dropped"
    assert run(tmp_path, "intents", "list").stdout == "Nothing is stuck.\n"


@pytest.mark.parametrize("row_id", ["3", "99"])
def test_rows_that_are_not_stuck_are_left_alone(store: Store, tmp_path: Path, row_id: str) -> None:
    done = run(tmp_path, "outbox", "retry", row_id)

    assert (done.returncode, done.stderr) == (
        1,
        f"There is no stuck row with the number {row_id}.\n",
    )
    assert message(store, "card:3")[0] == "sent"


def test_the_doctor_names_each_with_the_way_to_settle_it(store: Store) -> None:
    with store.read() as session:
        lines = tuple(check_stuck(list_stuck(session, "intents")))

    assert [(line.level, line.what, line.todo) for line in lines] == [
        (
            Level.fail,
            "note:7 in the intents is dead: GitLab refuses: 403.",
            "`runtime-upgrade intents retry 1` or `runtime-upgrade intents drop 1`",
        )
    ]


def test_work_that_waits_for_gitlab_is_listed_and_named_once(store: Store, tmp_path: Path) -> None:
    with store.write() as session:
        for number in (8, 9):
            add_intent(session, "note", f"note:{number}", {}, now=LONG_AGO)
            intent = find_intent(session, f"note:{number}")
            assert intent is not None
            intent.attempts, intent.last_error = 3, "GitLab is read-only at the moment"
            session.add(intent)
    listed = run(tmp_path, "intents", "list").stdout.splitlines()
    run(tmp_path, "intents", "retry", "2")
    dropped = run(tmp_path, "intents", "drop", "3")
    with store.read() as session:
        lines = tuple(check_waiting(list_waiting(session)))
        states = {key: find_intent(session, key) for key in ("note:8", "note:9")}

    assert listed[1:] == [
        f"{number}  waiting  note:{number + 6}  GitLab is read-only at the moment"
        for number in (2, 3)
    ]
    assert dropped.stdout == "note:9 has been dropped. The note is not in GitLab.\n"
    assert [(row.state, row.attempts) for row in states.values() if row] == [
        ("pending", 1),
        ("dropped", 3),
    ]
    assert [(line.level, line.what) for line in lines] == [
        (Level.warn, "Waiting for GitLab: 1 change (GitLab is read-only at the moment).")
    ]


def test_work_that_nobody_does_is_named(store: Store) -> None:
    with store.write() as session:
        enqueue_message(session, "card", "card:4", channel="C1", now=LONG_AGO)
    with store.read() as session:
        overdue = count_overdue(session, before=datetime.now(UTC))

    assert overdue == (1, LONG_AGO)
    assert [line.what for line in check_overdue(*overdue)] == [
        "1 messages or intents are overdue, the oldest since 30 March 2023, 09:30 UTC."
    ]
