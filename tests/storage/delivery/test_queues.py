import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from storage.delivery.queues import (
    add_intent,
    claim,
    enqueue_message,
    find_intent,
    find_message,
    rearm_intent,
    settle,
    settle_message,
)
from storage.delivery.tables import IntentRow, OutboxRow, QueueState
from storage.store import Store
from tests.storage.conftest import NOW

LEASE = timedelta(seconds=60)

CLAIMER = """
import sys
from datetime import UTC, datetime, timedelta
from storage.delivery.queues import claim, settle
from storage.store import open_store
from storage.delivery.tables import IntentRow

by, url = sys.argv[1:]
store = open_store(url)
now = datetime(2023, 3, 30, 9, 30, tzinfo=UTC)
while True:
    with store.write(wait_seconds=60) as session:
        rows = claim(session, IntentRow, now=now, by=by, lease=timedelta(seconds=60), limit=7)
    if not rows:
        break
    print(*(row.id for row in rows), flush=True)
"""


def test_four_processes_claim_a_thousand_rows_and_none_twice(store: Store, database: Path) -> None:
    with store.write() as session:
        for number in range(1000):
            session.add(
                IntentRow(kind="x", dedupe_key=str(number), due_at=NOW, payload={"n": number})
            )
    command = [sys.executable, "-c", CLAIMER]
    claimers = [
        subprocess.Popen(  # noqa: S603 - our own
            [*command, f"w{n}", f"sqlite:///{database}"], stdout=subprocess.PIPE, text=True
        )
        for n in range(4)
    ]
    claimed = [number for one in claimers for number in one.communicate()[0].split()]

    assert [one.returncode for one in claimers] == [0] * 4
    assert len(claimed) == 1000
    assert max(Counter(claimed).values()) == 1


def claimed(session: Session, by: str, *, after: float = 0, limit: int = 9) -> list[str]:
    now = NOW + timedelta(seconds=after)
    rows = claim(session, IntentRow, now=now, by=by, lease=LEASE, limit=limit)
    return [row.dedupe_key for row in rows]


def test_due_rows_are_claimed_oldest_first_and_counted(store: Store) -> None:
    with store.write() as session:
        for key, seconds in (("late", -1), ("later", 0), ("early", -9), ("not yet", 1)):
            add_intent(session, "x", key, {}, now=NOW + timedelta(seconds=seconds))
    with store.write() as session:
        assert claimed(session, "a", limit=2) == ["early", "late"]
        assert claimed(session, "b") == ["later"]
        assert claimed(session, "c") == []

    with store.read() as session:
        rows = session.exec(select(IntentRow)).all()
    assert {row.dedupe_key: (row.attempts, row.lease_by) for row in rows} == {
        "late": (1, "a"),
        "later": (1, "b"),
        "early": (1, "a"),
        "not yet": (0, None),
    }


def test_an_expired_lease_frees_the_row_and_its_old_holder_cannot_settle(store: Store) -> None:
    with store.write() as session:
        add_intent(session, "x", "k", {}, now=NOW)
        assert claimed(session, "a") == ["k"]
        assert claimed(session, "b", after=59) == []
        assert claimed(session, "b", after=60) == ["k"]
        assert not settle(session, IntentRow, 1, by="a", state="sent")
        assert settle(session, IntentRow, 1, by="b", state="sent")
        assert claimed(session, "c", after=999) == []

    with store.read() as session:
        row = find_intent(session, "k")
    assert row is not None
    assert (row.state, row.attempts, row.lease_by, row.lease_until) == ("sent", 2, None, None)


def test_a_lease_can_be_renewed_without_letting_go(store: Store) -> None:
    with store.write() as session:
        add_intent(session, "x", "k", {}, now=NOW)
        claimed(session, "a")
        until = NOW + timedelta(seconds=120)
        assert settle(session, IntentRow, 1, by="a", release=False, lease_until=until)
        assert claimed(session, "b", after=100) == []


def test_an_intent_is_inserted_once_and_can_be_restarted(store: Store) -> None:
    with store.write() as session:
        add_intent(session, "x", "k", {"n": 1}, now=NOW)
    with pytest.raises(IntegrityError), store.write() as session:
        add_intent(session, "x", "k", {"n": 2}, now=NOW)
    with store.write() as session:
        claimed(session, "a")
        settle(session, IntentRow, 1, by="a", state="dead")
        row = find_intent(session, "k")
        assert row is not None
        rearm_intent(session, row, now=NOW)
        assert claimed(session, "b") == ["k"]


def test_a_key_is_unique_in_the_schema_too(store: Store) -> None:
    with store.write() as session:
        session.add(IntentRow(kind="x", dedupe_key="k", due_at=NOW))
    with pytest.raises(IntegrityError), store.write() as session:
        session.add(IntentRow(kind="y", dedupe_key="k", due_at=NOW))


def want(session: Session, *, after: float = 0, pause: float = 0) -> OutboxRow:
    now = NOW + timedelta(seconds=after)
    enqueue_message(
        session, "card", "card:1", channel="C1", now=now, pause=timedelta(seconds=pause)
    )
    session.flush()
    row = find_message(session, "card:1")
    assert row is not None
    return row


def claim_message(session: Session, *, after: float = 0) -> OutboxRow | None:
    now = NOW + timedelta(seconds=after)
    rows = claim(session, OutboxRow, now=now, by="a", lease=LEASE)
    return rows[0] if rows else None


def sent(session: Session, row: OutboxRow, shown: int, *, after: float = 0) -> None:
    settle_message(
        session,
        row,
        by="a",
        release=True,
        state=QueueState.pending,
        ts="1.1",
        shown=shown,
        shown_at=NOW + timedelta(seconds=after),
    )


def states(session: Session) -> tuple[str, int, int]:
    session.expire_all()
    row = find_message(session, "card:1")
    assert row is not None
    return row.state, row.wanted, row.shown


def test_a_message_is_one_row_and_asking_again_updates_it(store: Store) -> None:
    with store.write() as session:
        want(session)
        row = claim_message(session)
        assert row is not None
        sent(session, row, 1)
        assert states(session) == ("sent", 1, 1)
        want(session, after=5)
        assert states(session) == ("pending", 2, 1)
        assert claim_message(session, after=5) is not None


def test_an_update_requested_while_sending_is_sent_next(store: Store) -> None:
    with store.write() as session:
        want(session)
        row = claim_message(session)
        assert row is not None
        want(session)
        sent(session, row, 1)

        assert states(session) == ("pending", 2, 1)
        again = claim_message(session)
        assert again is not None
        sent(session, again, 2)
        assert states(session) == ("sent", 2, 2)


def test_a_message_is_not_updated_before_its_pause_ends(store: Store) -> None:
    with store.write() as session:
        want(session)
        row = claim_message(session)
        assert row is not None
        sent(session, row, 1, after=1)
        want(session, after=2, pause=3)

        assert claim_message(session, after=3) is None
        assert claim_message(session, after=4) is not None


def test_the_pause_counts_from_a_sending_that_is_under_way(store: Store) -> None:
    with store.write() as session:
        want(session)
        row = claim_message(session)
        assert row is not None
        want(session, after=1, pause=3)
        sent(session, row, 1, after=1)

        assert claim_message(session, after=3) is None
        assert claim_message(session, after=4) is not None


def test_a_message_that_waits_for_a_person_is_not_sent_by_asking_again(store: Store) -> None:
    with store.write() as session:
        want(session)
        row = claim_message(session)
        assert row is not None
        settle_message(session, row, by="a", release=True, state=QueueState.unknown)
        want(session, after=5)

        assert states(session)[0] == "unknown"
        assert claim_message(session, after=999) is None
