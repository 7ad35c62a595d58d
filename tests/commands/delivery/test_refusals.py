"""What a person was told stays true until GitLab refuses permanently."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from campaigns.model.item import Item
from campaigns.states import CampaignState, ItemState
from commands.delivery.stuck_intents import drop_intent, retry_intent
from commands.evidence.gather_evidence import gather_evidence
from commands.items.assign_item import AssignRequest, assign_item
from commands.items.block_item import BlockRequest, block_item
from commands.sync.sync_campaign import sync_campaign
from gitlab_gateway.errors import GitLabError, NeedsOperatorError
from gitlab_gateway.schema import NOTHING
from sandbox.faults import Fault, FaultKind
from sandbox.gitlab.access import ASSISTANT
from sandbox.gitlab.changes import archive_project, end_membership, move_project, start_membership
from sandbox.gitlab.conditions import OFF, Conditions, resource_lock
from sandbox.gitlab.work_items.issues import assign
from storage.delivery.queues import find_intent
from storage.delivery.tables import QueueState
from storage.notices.queries import list_item_notices
from tests.commands.conftest import Desk

GRAPHQL = "POST /api/graphql"
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
        (
            f"{reason}. The assistant will update GitLab for Gitaly as soon as GitLab accepts it; "
            "you do not need to do anything."
        ),
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
    assert "gitlab-org/gitaly is archived and therefore read-only" in (refused.unwritten or "")
    assert len(said) == 1
    assert said[0].startswith(
        "Failed to update GitLab for Gitaly: gitlab-org/gitaly is archived and therefore read-only."
    )
    assert (fallen.state, fallen.dri, fallen.blockers) == (was.state, was.dri, ())
    with started.store.read() as session:
        assert list_item_notices(session, before.id) == ()
    assert fallen.state == ItemState.not_started
    reasons = {e.reason for e in started.events()[-3:]}
    assert reasons == {"the change in Slack was not accepted by GitLab"}


def number_of(desk: Desk) -> int:
    with desk.store.read() as session:
        row = find_intent(session, f"write_item:{desk.item().id}")
    assert row is not None
    return row.id or 0


def test_a_retry_writes_again_what_was_refused_even_after_it_fell_back(started: Desk) -> None:
    before = decide(started)
    archive_project(started.box.gitlab.state, GITALY)
    started.work()
    started.sync()
    archive_project(started.box.gitlab.state, GITALY, archived=False)
    started.sync()
    record = retry_intent(
        started.store, lambda: started.catalog, number_of(started), now=started.clock()
    )
    started.work()
    started.sync()

    assert record is not None
    assert (started.item().state, started.item().dri) == (before.state, before.dri)
    assert [b.text for b in started.item().blockers] == [b.text for b in before.blockers]
    assert started.labels() == {"workflow::blocked"}
    assert started.links() == {("is_blocked_by", started.item("labkit").reference)}


def test_dropping_a_waiting_decision_says_what_differs_and_falls_back(started: Desk) -> None:
    was = started.item()
    decide(started)
    on(maintenance=True)(started)
    started.work()
    dropped = drop_intent(started.store, number_of(started), now=started.clock())
    started.sync()

    assert dropped is not None
    assert dropped[1] == (
        "The assistant shows Gitaly with state blocked, blocked by LabKit, DRI mira-sandbox, "
        "and GitLab may not. The next sync shows it as it is in GitLab."
    )
    assert told(started, "U0FRIDA")[-1] == (
        f"An operator has given up trying to update GitLab for Gitaly. {dropped[1]}"
    )
    assert (started.item().state, started.item().dri) == (was.state, was.dri)
    with started.store.read() as session:
        assert list_item_notices(session, was.id) == ()


def test_while_a_decision_waits_a_sync_takes_over_everything_else(started: Desk) -> None:
    gus = started.actor("U0GUS")
    request, url = BlockRequest("gitaly", "the image"), started.box.gitlab.url
    block_item(started.store, started.catalog, gus, request, gitlab_url=url, now=started.clock())
    on(maintenance=True)(started)
    started.work()
    mira = started.someone("mira-sandbox")
    assign(started.box.gitlab.state, started.issue(), [mira.user], mira)
    started.sync()

    assert (started.item().dri, started.item().state) == ("mira-sandbox", ItemState.blocked)


def test_a_group_that_the_token_cannot_see_changes_nothing(started: Desk) -> None:
    before = started.view().items
    end_membership(started.box.gitlab.state, ASSISTANT)
    with pytest.raises(NeedsOperatorError, match="The group gitlab-org is not visible"):
        started.sync()
    rest = replace(started.worker, schema=lambda **_anew: NOTHING)
    with pytest.raises(NeedsOperatorError, match="The group gitlab-org is not visible"):
        sync_campaign(rest, 1)

    assert started.view().items == before


@pytest.mark.parametrize(
    "data", [b'{"data":null}', b'{"data":{"namespace":null}}', b"{}", b"[]", b'{"data":']
)
def test_an_answer_without_data_changes_nothing(started: Desk, data: bytes) -> None:
    before = started.view().items
    started.worker.schema()
    fault = Fault(GRAPHQL, FaultKind.STATUS, status=200, body=data, content_type="application/json")
    started.box.gitlab_faults.plan(fault)
    with pytest.raises(GitLabError):
        started.sync()

    assert started.view().items == before


def test_a_start_in_maintenance_is_finished_afterwards(planned: Desk) -> None:
    planned.accept()
    lock = resource_lock("POST /api/v4/projects/:id/issues")
    planned.box.gitlab_faults.plan(replace(lock, skip=10))
    planned.work()
    on(maintenance=True)(planned)
    for _ in range(9):
        planned.clock.skip(minutes=6)
        planned.work()
    made = len(planned.campaign_issues())
    off(planned)
    planned.clock.skip(minutes=6)
    planned.work()

    assert made == 10
    assert len(planned.campaign_issues()) == len(planned.view().items) == 29
    assert all(item.in_epic and item.creation_failure is None for item in planned.view().items)
    assert planned.view().campaign.state == CampaignState.active
    assert told(planned, "U0FRIDA") == [
        (
            "GitLab is read-only at the moment. The assistant will finish starting the campaign as "
            "soon as GitLab accepts it; you do not need to do anything."
        ),
        "The campaign has been started in GitLab, after a delay.",
    ]


def test_repositories_that_are_hidden_keep_their_evidence(started: Desk) -> None:
    gather_evidence(started.worker, 1)
    before = [item.evidence for item in started.view().items]
    end_membership(started.box.gitlab.state, ASSISTANT)
    with pytest.raises(NeedsOperatorError, match="None of the repositories is visible"):
        gather_evidence(started.worker, 1)

    assert [item.evidence for item in started.view().items] == before


def test_a_plan_names_the_setting_to_change(desk: Desk) -> None:
    on(redirect_to="https://gitlab.example")(desk)
    desk.plan()

    failure = "GitLab redirects to another address: set GITLAB_URL to https://gitlab.example"
    assert (desk.stored_plan().state, desk.stored_plan().failure) == ("failed", failure)
    assert set(desk.notices()) == {
        (to, f"Failed to draw up the plan: {failure}.") for to in ("C0OPERATORS", "U0FRIDA")
    }
