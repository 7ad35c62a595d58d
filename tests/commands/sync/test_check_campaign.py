"""`check` waits for recent decisions, reads links and the epic, and discards late snapshots."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from campaigns.events import EventKind
from campaigns.states import ItemState
from campaigns.summary.decisions import EPIC_CLOSED
from commands.items.block_item import BlockRequest, block_item
from commands.sync.check_campaign import check_now
from sandbox.faults import Fault, FaultKind
from sandbox.gitlab.work_items.issues import close
from slackapp.cli.story.waiting import wait_for
from tests.commands.conftest import Desk

GRAPHQL = "POST /api/graphql"
EPIC_EVENTS = {EventKind.epic_closed, EventKind.epic_reopened}


def check(desk: Desk, pause: Callable[[float], object] = lambda _seconds: None) -> None:
    check_now(replace(desk.worker, pause=pause), (1,))


def move_epic(desk: Desk, event: str) -> None:
    iid = desk.view().campaign.epic_iid
    desk.gitlab.put(f"/groups/gitlab-org/epics/{iid}", state_event=event)


def told_of_the_epic(desk: Desk) -> list[EventKind]:
    return [event.kind for event in desk.events() if event.kind in EPIC_EVENTS]


def test_recent_decisions_are_written_first(started: Desk) -> None:
    block_item(
        started.store,
        started.catalog,
        started.actor("U0GUS"),
        BlockRequest("gitaly", "container-registry"),
        gitlab_url=started.box.gitlab.url,
        now=started.clock(),
    )
    close(started.box.gitlab.state, started.issue("container-registry"), started.someone())

    check(started, pause=lambda _seconds: started.work())

    assert started.item().state == ItemState.not_started


def test_a_decision_waiting_for_gitlab_does_not_hold_up_a_check(started: Desk) -> None:
    block_item(
        started.store,
        started.catalog,
        started.actor("U0GUS"),
        BlockRequest("gitaly", "the image"),
        gitlab_url=started.box.gitlab.url,
        now=started.clock(),
    )
    started.box.gitlab_faults.plan(Fault("*", FaultKind.STATUS, times=1))
    started.work()

    check(started, pause=lambda _seconds: pytest.fail("the check waited"))

    assert started.item().state == ItemState.blocked


def test_an_epic_closed_just_after_the_last_sync_is_noticed(started: Desk) -> None:
    check(started)
    move_epic(started, "close")
    check(started)
    move_epic(started, "reopen")
    check(started)

    assert told_of_the_epic(started) == [EventKind.epic_closed, EventKind.epic_reopened]


def test_an_older_snapshot_does_not_overwrite_a_newer_one(started: Desk) -> None:
    """The first sync saw the epic open, and writes after a second saw it closed."""
    started.worker.schema()
    started.clock.skip(minutes=31)
    faults = started.box.gitlab_faults
    faults.plan(Fault(GRAPHQL, FaultKind.SLOW_BODY, seconds=1))
    first = threading.Thread(target=started.sync)
    first.start()
    wait_for(lambda: None if faults.planned() else True, "the first look at the epic")
    started.clock.skip(seconds=1)
    move_epic(started, "close")
    started.sync()
    first.join()

    assert told_of_the_epic(started) == [EventKind.epic_closed]
    assert EPIC_CLOSED in started.view().campaign.notices
