"""A label of the catalog that was renamed in GitLab: nothing falls back, nothing is created."""

from campaigns.states import ItemState
from commands.items.block_item import BlockRequest, block_item
from commands.overview.show_status import campaign_status
from sandbox.gitlab.records import Label
from slackapp.doctor.gitlab import check_group
from slackapp.views.overview.show_status import build_statuses
from tests.commands.conftest import Desk

TODO = "if it was renamed, rename it back or change `labels` in working-group.yml"


def block(desk: Desk, component: str) -> None:
    gus, url = desk.actor("U0GUS"), desk.box.gitlab.url
    request = BlockRequest(component, "the image")
    block_item(desk.store, desk.catalog, gus, request, gitlab_url=url, now=desk.clock())


def label(desk: Desk) -> Label:
    found = desk.box.gitlab.state.labels.values()
    return next(label for label in found if label.name == "workflow::blocked")


def operators(desk: Desk) -> list[str]:
    return [sentence for to, sentence in desk.notices() if to == "C0OPERATORS"]


def test_a_renamed_label_changes_nothing_and_operators_hear_of_it_once(started: Desk) -> None:
    block(started, "gitaly")
    started.work()
    started.sync()
    before, labels = started.item(), len(started.box.gitlab.state.labels)
    renamed = label(started)
    renamed.name = "workflow::stuck"
    block(started, "labkit")
    for _ in range(3):
        started.work()
        started.sync()
        started.clock.skip(minutes=6)

    assert started.item() == before
    assert started.item("labkit").state == ItemState.blocked
    assert len(started.box.gitlab.state.labels) == labels
    what = f"no label workflow::blocked: {TODO}. "
    assert operators(started) == [
        f"gitlab-org/labkit has {what}Until then, decisions are not written to GitLab.",
        f"gitlab-org has {what}Until then, items keep the state that it stands for.",
    ]
    status = campaign_status(started.store, 1, now=started.clock())
    shown = "GitLab has no label `workflow::blocked`: items keep the state that it stands for."
    assert shown in str(build_statuses([status]).blocks)
    group = started.catalog.working_group
    lines = check_group(started.gitlab, group, started.worker.schema())
    assert "The group gitlab-org has no label workflow::blocked." in [line.what for line in lines]

    renamed.name = "workflow::blocked"
    started.clock.skip(minutes=6)
    started.work()
    started.sync()

    assert started.labels("labkit") == {"workflow::blocked"}
    assert started.view().campaign.notices == ()
    assert started.item() == before


def test_a_label_that_a_person_removes_is_believed(started: Desk) -> None:
    block(started, "gitaly")
    started.work()
    started.sync()
    issue = started.issue()
    issue.labels = [one for one in issue.labels if one.name != "workflow::blocked"]
    started.sync()

    assert started.item().state == ItemState.not_started
