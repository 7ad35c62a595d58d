"""The sync and the writing on GitLab 16 to 19, on Free, and without parts of the schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from campaigns.states import ItemState
from commands.items.block_item import BlockRequest, block_item
from commands.sync.check_campaign import check_campaigns
from gitlab_gateway.errors import RefusedError
from gitlab_gateway.permissions import PERMISSIONS
from sandbox.faults import Fault, FaultKind
from sandbox.gitlab.merging import NewMergeRequest, create_merge_request
from sandbox.gitlab.versions import VERSIONS
from sandbox.gitlab.work_items.issues import set_status
from sandbox.gitlab.work_items.labelling import set_labels
from sandbox.gitlab.work_items.links import add_link
from sandbox.gitlab.work_items.statuses import find_status
from storage.catalog.read import Catalog
from tests.commands.conftest import Desk, desk_on
from tests.snapshots import Kept, restored

NO_STATUS = ("no_status",)
# Not verified: whether these were still marked as experiments in 18.10 and 19.5.
UNMARKED = {**VERSIONS["19"], "version": "18.10.0-ee"}
MARKED = {**VERSIONS["18"], "version": "19.5.0-ee"}


@contextmanager
def desk_of(kept: Kept, folder: Path, **options: Any) -> Iterator[Desk]:  # noqa: ANN401
    """Open a desk on the started campaign, on another GitLab."""
    database = folder / "test.db"
    with restored(kept, database, **options) as box, desk_on(box, database) as desk:
        yield desk


def tracking(desk: Desk, track_by: str) -> Catalog:
    """Return the catalog with another way to track."""
    group = desk.catalog.working_group.model_copy(update={"track_by": track_by})
    return replace(desk.catalog, working_group=group)


def work_in_gitlab(desk: Desk) -> None:
    """Do as engineers do: a label, a Status, a merge request and a blocking link."""
    state, by = desk.box.gitlab.state, desk.someone()
    in_dev = next(one for one in state.labels.values() if one.name == "workflow::In dev")
    set_labels(state, desk.issue("gitaly"), [*desk.issue("gitaly").labels, in_dev], by)
    review = find_status("In review")
    assert review is not None
    set_status(state, desk.issue("labkit"), review, by)
    open_request(desk, "cng")
    if state.features.premium:
        add_link(state, desk.issue("gitlab-pages"), desk.issue("gitaly"), "is_blocked_by", by)


def open_request(desk: Desk, component: str) -> None:
    issue = desk.issue(component)
    branch = next(iter(issue.project.repository.branches))
    issue.project.repository.branches["go-1-20"] = issue.project.repository.branches[branch]
    new = NewMergeRequest("Update Go", "go-1-20", branch, description=f"Closes #{issue.iid}")
    create_merge_request(desk.box.gitlab.state, issue.project, new, desk.someone())


def block(desk: Desk, component: str, by: str) -> None:
    request, url = BlockRequest(component, by), desk.box.gitlab.url
    gus = desk.actor("U0GUS")
    block_item(desk.store, desk.catalog, gus, request, gitlab_url=url, now=desk.clock())


def followed(desk: Desk) -> tuple[str, str, int, str]:
    """Return what is known of what was done in GitLab."""
    return (
        desk.item("gitaly").state.value,
        desk.item("labkit").state.value,
        len(desk.item("cng").merge_requests),
        desk.item("gitlab-pages").state.value,
    )


@pytest.mark.parametrize(
    ("options", "status", "requests", "missing"),
    [
        (VERSIONS["16"], "not_started", 0, ("no_work_items",)),
        (VERSIONS["17"], "not_started", 1, NO_STATUS),
        (VERSIONS["18"], "in_review", 1, ()),
        (UNMARKED, "in_review", 1, ()),
        (VERSIONS["19"], "in_review", 1, ()),
        (MARKED, "in_review", 1, ()),
        (VERSIONS["free"], "not_started", 1, NO_STATUS),
    ],
    ids=["16", "17", "18", "18 unmarked", "19", "19 marked", "free"],
)
def test_each_gitlab_is_followed_and_written_as_far_as_it_goes(
    started_desk: Kept,
    tmp_path: Path,
    options: dict[str, Any],
    status: str,
    requests: int,
    missing: tuple[str, ...],
) -> None:
    with desk_of(started_desk, tmp_path, **options) as desk:
        work_in_gitlab(desk)
        desk.sync()
        linked = "blocked" if desk.box.gitlab.state.features.premium else "not_started"
        assert followed(desk) == ("in_dev", status, requests, linked)
        assert desk.view().campaign.notices == missing

        block(desk, "cng", "the image")
        block(desk, "gitlab-shell", "labkit")
        desk.work()
        before = [desk.item(name).state for name in ("cng", "gitlab-shell")]
        diff = desk.sync().diff
        assert (before, diff.changed) == ([ItemState.blocked] * 2, ())
        assert desk.labels("gitlab-shell") == {"workflow::blocked"}
        kind = "relates_to" if "premium" in options else "is_blocked_by"
        assert desk.links("gitlab-shell") == {(kind, desk.issue("labkit").reference)}


def test_a_field_that_vanishes_costs_its_feature_only(started: Desk) -> None:
    """GitLab is upgraded while the assistant runs; links and merge requests are kept as known."""
    work_in_gitlab(started)
    started.sync()
    known = followed(started)
    assert known == ("in_dev", "in_review", 1, "blocked")
    features = started.box.gitlab.state.features
    for field, notices in VANISHING.items():
        started.box.gitlab.state.features = replace(features, without=frozenset({field}))
        started.clock.skip(minutes=31)
        check_campaigns(started.worker, (1,))
        assert (field, started.view().campaign.notices) == (field, notices)
        lost = field == "WorkItemWidgetStatus.status"
        assert followed(started) == (known[0], "not_started" if lost else known[1], *known[2:])
        started.box.gitlab.state.features = features
        started.worker.schema(refresh=True)
        started.sync()
        assert (field, followed(started), started.view().campaign.notices) == (field, known, ())


VANISHING: dict[str, tuple[str, ...]] = {
    "WorkItemWidgetStatus.status": ("no_status",),
    "WorkItemWidgetLinkedItems.linkedItems": ("no_links",),
    "WorkItemWidgetDevelopment.closingMergeRequests": ("no_merge_requests",),
    "WorkItem.namespace": (),
    "WorkItem.movedToWorkItemUrl": (),
    "WorkItemWidgetAssignees.assignees": (),
    "WorkItemWidgetDescription.description": (),
    "LinkedWorkItemType.linkId": (),
    "Group.workItems": (),
    "Namespace.workItems": (),
}


def test_with_statuses_that_are_not_visible_a_block_lasts_until_unblocked(
    started_desk: Kept, tmp_path: Path
) -> None:
    with desk_of(started_desk, tmp_path, **VERSIONS["17"]) as desk:
        desk.catalog = tracking(desk, "statuses")
        desk.worker = replace(desk.worker, catalog=desk.catalog)
        work_in_gitlab(desk)
        block(desk, "gitaly", "the image")
        block(desk, "labkit", "gitlab-shell")
        desk.work()
        desk.sync()
        again = desk.sync()

        assert again.diff.changed == ()
        assert [desk.item(name).state for name in ("gitaly", "labkit")] == [ItemState.blocked] * 2
        assert desk.labels("labkit") == set()
        assert desk.notes("labkit") != []
        assert not any("/status" in note for note in desk.notes("labkit"))

        features = desk.box.gitlab.state.features
        newer = replace(features, statuses=True, without=frozenset())
        desk.box.gitlab.state.features = newer
        desk.worker.schema(refresh=True)
        desk.sync()
        desk.work()
        seen = desk.sync()
        assert [c.component for c in seen.diff.changed if c.field == "state"] == []
        assert desk.issue("gitaly").status == "Blocked"
        assert desk.item("labkit").state == ItemState.blocked


def test_an_issue_of_a_custom_type_is_followed_like_any_other(
    started_desk: Kept, tmp_path: Path
) -> None:
    with desk_of(started_desk, tmp_path, custom_types=("Upgrade",)) as desk:
        for component in ("gitaly", "labkit", "cng", "gitlab-pages"):
            desk.issue(component).custom_type = "Upgrade"
        work_in_gitlab(desk)
        labkit = desk.issue("labkit")
        labkit.labels = []

        desk.sync()

        assert followed(desk) == ("in_dev", "in_review", 1, "blocked")


def test_with_a_fine_grained_token_links_and_merge_requests_are_not_lost(started: Desk) -> None:
    work_in_gitlab(started)
    started.sync()
    tokens, value = started.box.gitlab.state.tokens, started.box.gitlab.token
    tokens[value] = replace(tokens[value], granular=frozenset(PERMISSIONS.values()))
    started.clock.skip(minutes=31)

    synced = started.sync()

    assert synced.diff.changed == ()
    assert followed(started) == ("in_dev", "in_review", 1, "blocked")


def test_graphql_that_is_refused_for_a_while_changes_nothing(started: Desk) -> None:
    work_in_gitlab(started)
    started.sync()
    known = followed(started)
    refusal = Fault("POST /api/graphql", FaultKind.STATUS, times=3, status=403)
    started.box.gitlab_faults.plan(refusal)

    with pytest.raises(RefusedError):
        check_campaigns(started.worker, (1,))
    assert started.view().campaign.sync_failure is not None
    check_campaigns(started.worker, (1,))
    assert (followed(started), started.view().campaign.notices) == (known, ())


def test_after_a_refused_first_probe_gitlab_is_probed_again(started: Desk) -> None:
    refusal = Fault("POST /api/graphql", FaultKind.STATUS, times=2, status=403)
    started.box.gitlab_faults.plan(refusal)
    for notices in (("no_work_items",), ()):
        started.sync()
        assert started.view().campaign.notices == notices
