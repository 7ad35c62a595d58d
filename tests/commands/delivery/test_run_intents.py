"""Intents: retried with growing pauses, never lost, failures always reported."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from campaigns.lifecycle.plans import marker
from commands.delivery.run_intents import run_intents
from commands.items.block_item import BlockRequest, block_item
from commands.items.unblock_item import UnblockRequest, unblock_item
from commands.items.write_item import write_item
from sandbox.faults import Fault, FaultKind
from storage.delivery.queues import claim, settle
from storage.delivery.tables import IntentRow
from tests.commands.conftest import Desk, desk_on

CREATE_ISSUE = "POST /api/v4/projects/:id/issues"
FIND_ISSUE = "GET /api/v4/projects/:id/issues/:issue_iid"
NOTES = "POST /api/v4/projects/:id/issues/:issue_iid/notes"
GROUP_LABELS = "GET /api/v4/groups/:id/labels"
# urllib3 leaves the socket of a broken connection to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def block(desk: Desk, words: str = "words") -> None:
    block_item(
        desk.store,
        desk.catalog,
        desk.actor("U0GUS"),
        BlockRequest("gitaly", words),
        gitlab_url=desk.box.gitlab.url,
        now=desk.clock(),
    )


def intent_of(desk: Desk, kind: str = "write_item") -> IntentRow:
    with desk.store.read() as session:
        return session.exec(select(IntentRow).where(IntentRow.kind == kind)).one()


def pause_of(desk: Desk, kind: str) -> float:
    row = intent_of(desk, kind)
    return round((row.due_at - desk.clock().wall).total_seconds())


def test_the_pause_grows_while_gitlab_is_away(started: Desk) -> None:
    block(started)
    started.box.gitlab_faults.plan(Fault(NOTES, FaultKind.STATUS, status=503, times=None))
    pauses = []
    for _ in range(6):
        started.work()
        pauses.append(pause_of(started, "note"))
        started.clock.skip(seconds=pauses[-1] + 1)

    assert pauses == pytest.approx([5, 15, 60, 120, 300, 300], abs=1)
    assert started.notices() == []


def test_a_request_that_may_still_be_executing_is_given_time_before_the_lookup(
    started: Desk,
) -> None:
    block(started)
    started.box.gitlab_faults.plan(Fault(NOTES, FaultKind.STATUS, status=504))

    started.work()

    assert pause_of(started, "note") == pytest.approx(60, abs=1)


def test_gitlabs_own_pause_is_respected_and_never_zero(started: Desk) -> None:
    block(started)
    for seconds in (90, 0):
        started.box.gitlab_faults.plan(Fault(NOTES, FaultKind.RATE_LIMITED, retry_after=seconds))
    started.work()
    first = pause_of(started, "note")
    started.clock.skip(seconds=91)
    started.work()

    assert (first, pause_of(started, "note")) == pytest.approx((90, 1), abs=1)
    assert started.notes() == []


def test_a_refused_intent_is_dead_and_reported_to_operators_and_requester(started: Desk) -> None:
    block(started)
    refusal = Fault(FIND_ISSUE, FaultKind.STATUS, status=403, body=b'{"message":"403 Forbidden"}',
                    content_type="application/json")  # fmt: skip
    started.box.gitlab_faults.plan(refusal)
    started.work()

    number = intent_of(started).id
    sentence = "Failed to update GitLab for Gitaly: GitLab rejected the request: 403 Forbidden."
    assert started.notices() == [
        (
            "C0OPERATORS",
            (
                f"{sentence} Fix the cause, then run `runtime-upgrade intents retry {number}`; "
                f"`runtime-upgrade intents drop {number}` abandons it."
            ),
        ),
        (
            "U0GUS",
            (
                f"{sentence} Gitaly will be shown as it is in GitLab. "
                f"An operator can retry it (intent {number})."
            ),
        ),
    ]
    assert ("write_item", "dead") in started.intents()


def test_the_author_of_a_plan_that_cannot_be_drawn_up_is_notified(desk: Desk) -> None:
    desk.box.gitlab_faults.plan(Fault(GROUP_LABELS, FaultKind.STATUS, status=500, times=None))
    desk.request()
    for _ in range(4):
        desk.work()
        desk.clock.skip(minutes=6)

    record = desk.stored_plan()
    assert record.state == "failed"
    assert [channel for channel, _ in desk.notices()] == ["C0OPERATORS", "U0FRIDA"]
    assert {sentence for _, sentence in desk.notices()} == {
        "Failed to draw up the plan: GitLab returned 500: try again later."
    }


def test_a_revoked_token_loses_no_decision_and_is_reported_once(started: Desk) -> None:
    block(started)
    revoked = Fault("*", FaultKind.STATUS, status=401, body=b'{"message":"401 Unauthorized"}',
                    content_type="application/json", times=None)  # fmt: skip
    started.box.gitlab_faults.plan(revoked)
    for _ in range(3):
        started.work()
        started.clock.skip(minutes=6)
    started.box.gitlab_faults.clear()
    started.work()

    assert started.labels() == {"workflow::blocked"}
    assert started.notices() == [
        (
            "C0OPERATORS",
            (
                "GitLab rejected the token: set a valid token. Until then, decisions are not "
                "written to GitLab."
            ),
        ),
        (
            "U0GUS",
            (
                "GitLab rejected the token. The assistant will update GitLab for Gitaly as soon as "
                "GitLab accepts it; you do not need to do anything."
            ),
        ),
        ("U0GUS", "GitLab has been updated for Gitaly, after a delay."),
    ]


def test_a_decision_during_a_worker_run_is_written_again(started: Desk) -> None:
    """The slow worker finishes with the earlier decision, which must not win."""
    block(started)
    now = started.clock().wall
    with started.store.write() as session:
        claimed = claim(
            session, IntentRow, now=now, by="slow", lease=timedelta(seconds=60), limit=9
        )
        writing = next(row for row in claimed if row.kind == "write_item")
        for row in claimed:
            if row is not writing:
                settle(session, IntentRow, row.id or 0, by="slow", state="sent")
    gus = started.actor("U0GUS")
    request = UnblockRequest("gitaly")
    unblock_item(started.store, started.catalog, gus, request, now=started.clock())

    def other_work() -> list[str]:
        started.work()
        with started.store.read() as session:
            rows = session.exec(select(IntentRow).where(IntentRow.kind == "write_item"))
            return [row.lease_by or "free" for row in rows]

    assert other_work() == ["slow"]
    started.clock.skip(seconds=61)
    assert other_work() == ["free"]
    assert started.labels() == set()
    assert ("write_item", "sent") in started.intents()


def test_an_item_without_an_issue_asks_nothing_of_gitlab(planned: Desk) -> None:
    planned.accept()
    item = planned.view().items[0]
    planned.box.gitlab_faults.forget()

    write_item(
        planned.store,
        planned.gitlab,
        planned.worker.schema(),
        planned.catalog,
        item.id,
        {"state", "dri"},
    )

    assert {e.path for e in planned.box.gitlab_faults.journal()} == {"/api/graphql"}


def test_no_call_is_made_while_a_unit_is_open(desk: Desk) -> None:
    desk.request()
    with desk.store.read(), pytest.raises(RuntimeError, match="inside a unit"):
        desk.gitlab.get("/user")

    assert desk.box.gitlab_faults.journal() == ()


WORKER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from commands.clocks import Clocks
from commands.delivery.run_intents import run_intents
from commands.delivery.worker import Worker, remember_schema
from gitlab_gateway.connection import Connection
from storage.catalog.read import read_catalog
from storage.store import open_store

url, token, database, catalog = sys.argv[1:]
gitlab = Connection(url, token)
def clock():
    now = datetime.now(UTC)
    return Clocks(now, now)
run_intents(Worker(
    open_store(database), gitlab, read_catalog(Path(catalog)), clock,
    remember_schema(gitlab, "gitlab-org"), "killed",
))
"""


def test_a_start_killed_with_kill_9_is_finished_by_another_process(
    planned: Desk, tmp_path: Path
) -> None:
    planned.accept()
    planned.box.gitlab_faults.plan(Fault(CREATE_ISSUE, FaultKind.HANG_AFTER, skip=11, seconds=30))
    arguments = [
        planned.box.gitlab.url,
        planned.box.gitlab.token,
        f"sqlite:///{tmp_path / 'test.db'}",
        str(planned.catalog.folder),
    ]
    with planned.store.write() as session:  # the other process lives in real time
        row = session.exec(select(IntentRow).where(IntentRow.kind == "start")).one()
        row.due_at = datetime.now(UTC)
        session.add(row)
    process = subprocess.Popen([sys.executable, "-c", WORKER, *arguments])  # noqa: S603 - our own
    while len(planned.campaign_issues()) < 12 and process.poll() is None:
        os.sched_yield()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert len(planned.campaign_issues()) == 12
    planned.box.gitlab_faults.clear()

    later = datetime.now(UTC) - planned.clock().wall + timedelta(seconds=61)
    with desk_on(planned.box, tmp_path / "test.db", by="w2") as other:
        other.clock.ahead = planned.clock.ahead + later
        run_intents(other.worker)

    found = planned.campaign_issues()
    marks = [marker("go-1.20", item.component) for item in planned.view().items]
    assert sorted(m for m in marks for i in found if m in i.description) == sorted(marks)
    assert len(planned.box.gitlab.state.epics) == 1
