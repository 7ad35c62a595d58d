"""A GitLab that begins to refuse in the middle of a start, a block or an unblock.

Nothing is lost, nothing false is said, and everything is finished afterwards without a hand.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count, product
from pathlib import Path

import pytest

from campaigns.events import EventKind
from campaigns.notices import NoticeKind
from campaigns.states import CampaignState, ItemState
from commands.delivery.run_intents import run_intents
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import GitLabError
from sandbox.gitlab.conditions import OFF, Conditions, resource_lock
from storage.delivery.tables import QueueState
from storage.notices.queries import list_item_notices
from tests.chaos.test_every_fault import block, unblock
from tests.commands.conftest import Desk, desk_in, start

# The short form switches at some of the calls of a decision only.
EACH = 1 if os.environ.get("CHAOS") == "long" else 4
REFUSING = {
    "maintenance": Conditions(maintenance=True),
    "read-only": Conditions(read_only=True),
    "expired token": Conditions(expired_token=True),
    "redirect": Conditions(redirect_to="https://gitlab.example"),
    "sign-in page": Conditions(sign_in_page=True),
    "proxy": Conditions(proxy_page=True),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_in(tmp_path_factory.mktemp("refusing")) as opened:
        start(opened)
        yield opened


@dataclass
class Switch:
    """Switches GitLab's conditions at calls of the worker, counted from 0."""

    desk: Desk
    at: dict[int, Conditions]
    calls: Iterator[int] = field(default_factory=count)

    def __call__(self) -> None:
        now = self.at.get(next(self.calls))
        if now is not None:
            self.desk.box.gitlab.state.conditions = now


@contextmanager
def switching(desk: Desk, at: dict[int, Conditions]) -> Iterator[Desk]:
    """Open a desk whose worker's calls switch GitLab's conditions."""
    box = desk.box
    gitlab = Connection(box.gitlab.url, box.gitlab.token, before_call=Switch(desk, at))
    yield replace(desk, gitlab=gitlab, worker=replace(desk.worker, gitlab=gitlab))
    gitlab.close()
    box.gitlab.state.conditions = OFF


def look(desk: Desk) -> None:
    """Sync as the job does."""
    try:
        desk.sync()
    except GitLabError:
        return


def refused_for_a_while(desk: Desk) -> None:
    """Work and sync while GitLab refuses, then until nothing is left to do."""
    for minutes in (0, 1, 6):
        desk.clock.skip(minutes=minutes)
        desk.work()
        look(desk)
    desk.box.gitlab.state.conditions = OFF
    for _ in range(3):
        desk.clock.skip(minutes=6)
        desk.work()
        look(desk)


def unblocked_notices(desk: Desk) -> int:
    with desk.store.read() as session:
        kinds = [notice.kind for notice in list_item_notices(session, desk.item().id)]
    return kinds.count(NoticeKind.unblocked)


def calls_of(desk: Desk) -> int:
    """Count the calls of blocking and unblocking."""
    made = desk.gitlab.requests_made
    for act in (block, unblock):
        act(desk)
        desk.work()
    return (desk.gitlab.requests_made - made) // 2


def test_a_decision_survives_whatever_begins_at_whichever_call(desk: Desk) -> None:
    for name, call in list(product(REFUSING, range(calls_of(desk))))[::EACH]:
        notes, said = len(desk.notes()), unblocked_notices(desk)
        for act, state, labels in (
            (block, ItemState.blocked, {"workflow::blocked"}),
            (unblock, ItemState.not_started, set[str]()),
        ):
            act(desk)
            with switching(desk, {call: REFUSING[name]}) as switched:
                refused_for_a_while(switched)
            assert (name, call, desk.item().state, desk.labels()) == (name, call, state, labels)
        assert (name, call, len(desk.notes())) == (name, call, notes + 2)
        assert (name, unblocked_notices(desk)) == (name, said)
        assert len(desk.links()) <= 1
    assert {state for _, state in desk.intents()} == {QueueState.sent.value}
    kinds = {event.kind for event in desk.events()}
    assert EventKind.state_changed not in kinds
    assert desk.item().unwritten is None


def test_a_start_survives_everything_one_after_another(tmp_path: Path) -> None:
    with desk_in(tmp_path) as planned:
        planned.plan()
        planned.accept()
        started_while_refusing(planned)

        items = planned.view().items
        assert planned.view().campaign.state == CampaignState.active
        assert all(item.in_epic and item.creation_failure is None for item in items)
        assert len(planned.campaign_issues()) == len(items)
        assert len(planned.box.gitlab.state.epics) == 1
        kinds = [event.kind for event in planned.events()]
        assert EventKind.creation_failed not in kinds


def started_while_refusing(planned: Desk) -> None:
    """Run a start, during which GitLab begins to refuse again and again, in different ways."""
    planned.box.gitlab_faults.plan(resource_lock("POST /api/v4/projects/:id/issues", times=3))
    switches = {4 + 15 * position: now for position, now in enumerate(REFUSING.values())}
    with switching(planned, switches) as switched:
        for _ in range(4 * len(REFUSING)):
            run_intents(switched.worker)
            look(switched)
            planned.clock.skip(minutes=6)
            planned.box.gitlab.state.conditions = OFF
            if QueueState.pending not in {s for kind, s in planned.intents() if kind == "start"}:
                break
