"""One merge request per repository, found again, followed, and never doubled."""

import pytest

from campaigns.events import EventKind
from campaigns.lifecycle.plans import PlanEdits
from campaigns.states import ItemState
from commands.errors import InvalidRequestError, NotPermittedError
from commands.lifecycle.undecided_plans import request_edit
from commands.merge_requests.bump_component import BumpRequest, BumpRequested, ask_bump
from commands.merge_requests.bump_tier import (
    TierBumpRequested,
    TierRequest,
    bump_tier,
    preview_tier,
)
from commands.merge_requests.follow_requests import follow_requests
from sandbox.faults import Fault, FaultKind
from sandbox.gitlab.merging import (
    close_merge_request,
    finish_pipeline,
    merge,
    reopen_merge_request,
)
from sandbox.gitlab.records import MergeRequest
from sandbox.gitlab.work_items.issues import close
from tests.commands.conftest import Desk
from tests.commands.evidence.test_gather_evidence import TARGET, gather, only

# urllib3 leaves the socket of a broken connection to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
COMMIT = "POST /api/v4/projects/:id/repository/commits"
OPEN = "POST /api/v4/projects/:id/merge_requests"


def ask(desk: Desk, component: str = "gitaly", who: str = "U0GUS") -> BumpRequested:
    request = BumpRequest(component)
    return ask_bump(desk.store, desk.catalog, desk.actor(who), request, now=desk.clock())


def bump(desk: Desk, component: str = "gitaly") -> MergeRequest:
    ask(desk, component)
    desk.work()
    (request,) = requests_of(desk)
    return request


def requests_of(desk: Desk) -> list[MergeRequest]:
    return list(desk.box.gitlab.state.merge_requests.values())


def follow(desk: Desk) -> int:
    return follow_requests(desk.store, desk.gitlab, desk.catalog, now=desk.clock())


def changed_files(request: MergeRequest) -> dict[str, str]:
    repository = request.project.repository
    before = repository.branches[repository.default_branch].files
    after = repository.branches[request.source_branch].files
    return {p: after[p].decode() for p in after if before.get(p) != after[p]}


def test_one_draft_merge_request_updates_every_pin_and_closes_the_issue(started: Desk) -> None:
    request = bump(started)

    assert request.title == "Draft: Update Go to 1.20"
    assert request.source_branch == "runtime-upgrade/go-1.20"
    assert [user.username for user in request.assignees] == ["gus-sandbox"]
    assert f"Closes gitlab-org/gitaly#{started.item().issue_iid}\n" in request.description
    moved = changed_files(request)
    assert moved[".tool-versions"].startswith("golang 1.20")
    assert "- `.tool-versions:1`: 1.19.6 to 1.20" in request.description
    assert set(moved) == {
        line.split("`")[1].partition(":")[0]
        for line in request.description.splitlines()
        if line.startswith("- `") and " to " in line
    }


def test_an_edit_writes_the_patch_that_the_plan_was_given(planned: Desk) -> None:
    edits = PlanEdits(patch="1.20.5")
    request_edit(
        planned.store, planned.catalog, planned.actor("U0FRIDA"), "p1", edits, now=planned.clock()
    )
    planned.work()
    planned.accept()
    planned.work()
    assert planned.view().campaign.patch == "1.20.5"
    assert changed_files(bump(planned))[".tool-versions"] == "golang 1.20.5\nruby 3.0.5\n"


def test_the_item_follows_into_review_and_the_log_can_be_replayed(started: Desk) -> None:
    request = bump(started)
    started.work()

    item = started.item()
    assert item.state == ItemState.in_review
    assert [(m.reference, m.ours, m.draft) for m in item.merge_requests] == [
        (request.reference, True, True)
    ]
    assert started.labels() == {"workflow::In review"}
    kinds = [e.kind for e in started.events() if e.component == "gitaly"]
    assert kinds[-2:] == [EventKind.state_changed, EventKind.merge_request_opened]


def test_a_sync_leaves_our_own_merge_request_alone(started: Desk) -> None:
    bump(started)
    started.work()
    before = started.item()
    started.sync()
    assert started.item().merge_requests == before.merge_requests


def test_a_second_call_finds_it_and_updates_it(started: Desk) -> None:
    request = bump(started)
    request.description = "somebody emptied it"

    assert bump(started) is request
    assert "Closes gitlab-org/gitaly#" in request.description
    assert len(started.item().merge_requests) == 1


@pytest.mark.parametrize("call", [COMMIT, OPEN])
def test_a_lost_answer_makes_no_second_branch_or_merge_request(started: Desk, call: str) -> None:
    started.box.gitlab_faults.plan(Fault(call, FaultKind.LOSE_REPLY))
    ask(started)
    started.work()
    started.clock.skip(minutes=5)
    started.work()

    (request,) = requests_of(started)
    assert "1.20" in changed_files(request)[".tool-versions"]


def test_a_file_that_changes_between_reading_and_committing_is_read_again(started: Desk) -> None:
    """Somebody commits to the branch first: the lock refuses, and the retry succeeds."""
    bump(started)
    project = requests_of(started)[0].project
    repository, branch = project.repository, "runtime-upgrade/go-1.20"
    files = {**repository.branches[branch].files, ".tool-versions": b"golang 1.18.1\n"}
    someone = started.someone()
    repository.commit(
        branch,
        files,
        message="Back",
        author=(someone.user.name, someone.user.email),
        now=someone.now,
        parents=(repository.branches[branch],),
    )
    request = bump(started)
    assert changed_files(request)[".tool-versions"] == "golang 1.20.14\n"


def test_components_that_share_a_repository_share_the_merge_request(started: Desk) -> None:
    asked = ask(started, "workhorse", "U0FRIDA")
    assert "Prometheus" in [item.title for item in asked.others]
    started.work()

    (request,) = requests_of(started)
    closes = [line for line in request.description.splitlines() if line.startswith("Closes ")]
    assert len(closes) == len(asked.others) + 1
    assert started.item("prometheus").state == ItemState.in_review


def test_a_repository_at_the_target_gets_no_merge_request(started: Desk) -> None:
    request = bump(started)
    finish_pipeline(request.pipelines[0], "success", started.someone())
    request.title = "Update Go to 1.20"
    merge(started.box.gitlab.state, request, started.someone())
    started.sync()
    only(started, TARGET)
    gather(started)
    with pytest.raises(InvalidRequestError, match="Gitaly is done, so there is nothing to update"):
        ask(started)
    assert follow(started) == 1
    assert started.item().merge_requests[0].state == "merged"
    assert follow(started) == 0


def test_a_pipeline_that_never_ends_is_shown_since_when_and_nothing_waits(started: Desk) -> None:
    request = bump(started)
    follow(started)
    began = request.pipelines[0].created_at
    began = began.replace(microsecond=began.microsecond // 1000 * 1000)  # as GitLab writes it
    started.clock.skip(days=3)

    assert follow(started) == 0
    (kept,) = started.item().merge_requests
    assert (kept.pipeline, kept.pipeline_since) == ("running", began)
    assert bump(started) is request


def test_a_merge_request_that_was_closed_and_opened_again_is_followed_again(started: Desk) -> None:
    request = bump(started)
    close_merge_request(started.box.gitlab.state, request, started.someone())
    follow(started)
    assert [m.state for m in started.item().merge_requests] == ["closed"]

    reopen_merge_request(started.box.gitlab.state, request, started.someone())
    assert bump(started) is request
    assert [m.state for m in started.item().merge_requests] == ["opened"]


def test_a_failed_pipeline_is_reported_once_with_its_job(started: Desk) -> None:
    request = bump(started)
    follow(started)
    finish_pipeline(request.pipelines[0], "failed", started.someone())

    assert (follow(started), follow(started)) == (1, 0)
    told = [e for e in started.events() if e.kind == EventKind.pipeline_failed]
    assert [e.component for e in told] == ["gitaly"]
    assert f"/gitlab-org/gitaly/-/jobs/{request.pipelines[0].id}" in str(told[0].after)


def test_a_deleted_merge_request_is_forgotten(started: Desk) -> None:
    request = bump(started)
    del started.box.gitlab.state.merge_requests[request.id]
    assert follow(started) == 1
    assert started.item().merge_requests[0].state == "gone"


def test_only_permitted_people_bump(started: Desk) -> None:
    with pytest.raises(NotPermittedError):
        ask(started, who="U0NOLAB")
    with pytest.raises(NotPermittedError):
        preview(started, who="U0GUS")


def test_an_archived_repository_is_reported_to_the_requester(started: Desk) -> None:
    project = started.box.gitlab.state.find_project("gitlab-org/gitaly")
    assert project is not None
    project.archived = True
    ask(started)
    started.work()
    assert started.notices()[-1] == (
        "U0GUS",
        (
            "Failed to open the merge request for Gitaly: gitlab-org/gitaly is archived "
            "and therefore read-only."
        ),
    )


def preview(desk: Desk, tier: str = "prerequisites", who: str = "U0FRIDA") -> tuple[str, ...]:
    request = TierRequest(tier, "go")
    return preview_tier(desk.store, desk.catalog, desk.actor(who), request).projects


def bump_prerequisites(desk: Desk) -> TierBumpRequested:
    actor, request = desk.actor("U0FRIDA"), TierRequest("prerequisites", 1)
    return bump_tier(desk.store, desk.catalog, actor, request, now=desk.clock())


def test_a_tier_is_previewed_then_bumped_at_the_pace(started: Desk) -> None:
    projects = (
        "gitlab-org/gitlab-runner",
        "gitlab-org/gitlab-build-images",
        "gitlab-org/gitlab-development-kit",
    )
    assert preview(started) == projects
    assert bump_prerequisites(started).projects == projects
    started.work()
    assert len(requests_of(started)) == 1
    started.clock.skip(seconds=20)
    started.work()
    assert len(requests_of(started)) == 2
    assert preview(started) == projects[2:]


def test_a_tier_leaves_out_what_is_done_once_its_repository_agrees(started: Desk) -> None:
    close(started.box.gitlab.state, started.issue("gitlab-runner"), started.someone())
    started.sync()
    assert "gitlab-org/gitlab-runner" in preview(started)

    only(started, TARGET, "gitlab-org/gitlab-runner")
    gather(started)
    assert "gitlab-org/gitlab-runner" not in preview(started)


def test_a_tier_stops_at_the_first_failure_that_all_would_share(started: Desk) -> None:
    started.box.gitlab_faults.plan(Fault("*", FaultKind.STATUS, times=None, status=401))
    bump_prerequisites(started)
    started.work()
    started.clock.skip(minutes=10)
    started.work()

    assert requests_of(started) == []
    bumps = sorted(state for kind, state in started.intents() if kind == "bump")
    assert bumps == ["dead", "dropped", "dropped"]
    assert started.notices()[-1] == (
        "U0FRIDA",
        (
            "The assistant stopped opening merge requests: GitLab rejected the token. "
            "2 were not attempted; "
            "`/runtime-upgrade bump tier prerequisites` continues."
        ),
    )


def test_one_repository_that_refuses_does_not_stop_the_others(started: Desk) -> None:
    project = started.box.gitlab.state.find_project("gitlab-org/gitlab-runner")
    assert project is not None
    project.archived = True
    bump_prerequisites(started)
    for _ in range(3):
        started.work()
        started.clock.skip(seconds=20)
    assert [r.project.full_path for r in requests_of(started)] == [
        "gitlab-org/gitlab-build-images",
        "gitlab-org/gitlab-development-kit",
    ]
    refusal = (
        "U0FRIDA",
        (
            "Failed to open the merge request for GitLab Runner: gitlab-org/gitlab-runner is "
            "archived and therefore read-only."
        ),
    )
    assert refusal in started.notices()


def test_an_unknown_tier_lists_the_known_ones(started: Desk) -> None:
    with pytest.raises(InvalidRequestError, match=r"Did you mean prerequisites\?"):
        preview(started, "prerequisits")
