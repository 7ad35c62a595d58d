"""What a person was told stays true until GitLab refuses for good."""

from collections.abc import Callable

import pytest

from campaigns.model.item import Item
from campaigns.states import ItemState
from commands.items.assign_item import AssignRequest, assign_item
from commands.items.block_item import BlockRequest, block_item
from sandbox.gitlab.access import ASSISTANT
from sandbox.gitlab.changes import archive_project, end_membership, move_project, start_membership
from sandbox.gitlab.conditions import OFF, Conditions, resource_lock
from storage.delivery.tables import QueueState
from storage.notices.queries import list_item_notices
from tests.commands.conftest import Desk

EDIT = "PUT /api/v4/projects/:id/issues/:issue_iid"
GITALY = "gitlab-org/gitaly"
HOURS = 5


def decide(desk: Desk) -> Item:
    """Block Gitaly by an issue, and make Mira its DRI."""
    gus, frida, now = desk.actor("U0GUS"), desk.actor("U0FRIDA"), desk.clock()
    url, store, catalog = desk.box.gitlab.url, desk.store, desk.catalog
    block_item(store, catalog, gus, BlockRequest("gitaly", "labkit"), gitlab_url=url, now=now)
    assign_item(store, catalog, frida, AssignRequest("gitaly", "U0MIRA"), now=now)
    return desk.item()


def let_pass(desk: Desk, hours: int = HOURS) -> None:
    """Work and sync for hours, as the jobs do."""
    for _ in range(hours * 6):
        desk.work()
        desk.clock.skip(minutes=10)
        desk.sync()


def seen(item: Item) -> tuple[object, ...]:
    blockers = [(b.id, b.text, b.ours) for b in item.blockers]
    return item.state, item.state_before_block, item.state_since, item.dri, blockers, item.gone


def told(desk: Desk, person: str) -> list[str]:
    return [sentence for to, sentence in desk.notices() if to == person]


def assert_written(desk: Desk) -> None:
    assert desk.labels() == {"workflow::blocked"}
    assert desk.links() == {("is_blocked_by", desk.item("labkit").reference)}
    assert [user.username for user in desk.issue().assignees] == ["mira-sandbox"]
    assert len(desk.notes()) == 2


def on(**conditions: bool | str) -> Callable[[Desk], None]:
    def switch(desk: Desk) -> None:
        desk.box.gitlab.state.conditions = Conditions(**conditions)  # type: ignore[arg-type]  # by name

    return switch


def off(desk: Desk) -> None:
    desk.box.gitlab.state.conditions = OFF


LASTING: dict[str, tuple[Callable[[Desk], None], Callable[[Desk], None], str]] = {
    "maintenance": (on(maintenance=True), off, "GitLab is read-only at the moment"),
    "read-only": (on(read_only=True), off, "GitLab is read-only at the moment"),
    "membership": (
        lambda desk: end_membership(desk.box.gitlab.state, ASSISTANT),
        lambda desk: start_membership(desk.box.gitlab.state, ASSISTANT),
        "The group gitlab-org is not visible to the token",
    ),
}


@pytest.mark.parametrize("name", LASTING)
def test_a_decision_outlasts_hours_in_which_gitlab_refuses(started: Desk, name: str) -> None:
    switch_on, switch_off, reason = LASTING[name]
    before = decide(started)
    switch_on(started)
    hours = 0 if name == "membership" else HOURS
    let_pass(started, hours)
    started.work()
    waiting = started.item()
    switch_off(started)
    started.clock.skip(minutes=6)
    started.work()
    started.sync()

    assert seen(waiting) == seen(started.item()) == seen(before)
    assert (waiting.unwritten or "").startswith(f"not in GitLab yet: {reason}")
    assert started.item().unwritten is None
    assert_written(started)
    assert told(started, "U0FRIDA") == [
        f"{reason}. The assistant will update GitLab for Gitaly as soon as GitLab accepts it; "
        "you need not do anything.",
        "GitLab has been updated for Gitaly, after a delay.",
    ]
    with started.store.read() as session:
        assert list_item_notices(session, before.id) == ()
    assert {kind for kind, state in started.intents() if state != QueueState.sent} == set()


def test_a_resource_lock_passes_unnoticed(started: Desk) -> None:
    before = decide(started)
    started.box.gitlab_faults.plan(resource_lock(EDIT))
    started.work()
    started.sync()
    started.clock.skip(seconds=6)
    started.work()
    started.sync()

    assert seen(started.item()) == seen(before)
    assert_written(started)
    assert started.notices() == []


def test_a_decision_on_a_renamed_project_is_written_by_its_new_path(started: Desk) -> None:
    before = decide(started)
    move_project(started.box.gitlab.state, GITALY, "gitlab-org/build/gitaly-server")
    started.work()

    assert seen(started.item()) == seen(before)
    started.sync()
    assert started.item().project == "gitlab-org/build/gitaly-server"
    assert_written(started)
    assert started.notices() == []


def test_an_archived_project_is_final_and_everybody_is_told_before_it_falls_back(
    started: Desk,
) -> None:
    was = started.item()
    before = decide(started)
    archive_project(started.box.gitlab.state, GITALY)
    started.work()
    refused = started.item()
    said = told(started, "U0FRIDA")
    started.sync()
    fallen = started.item()

    assert seen(refused) == seen(before)
    assert "gitlab-org/gitaly is archived" in (refused.unwritten or "")
    assert len(said) == 1
    assert said[0].startswith("Failed to update GitLab for Gitaly: gitlab-org/gitaly is archived.")
    assert (fallen.state, fallen.dri, fallen.blockers) == (was.state, was.dri, ())
    with started.store.read() as session:
        assert list_item_notices(session, before.id) == ()
    assert fallen.state == ItemState.not_started
    reasons = {e.reason for e in started.events()[-3:]}
    assert reasons == {"the change in Slack was not accepted by GitLab"}
