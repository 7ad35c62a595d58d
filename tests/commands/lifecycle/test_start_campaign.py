from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from campaigns.lifecycle.plans import EPIC, Plan, PlanEdits, marker
from campaigns.states import CampaignState, ItemState
from commands.errors import InvalidRequestError, NotPermittedError, OutOfDateError
from commands.lifecycle.cancel_campaign import CancelRequest, cancel_campaign
from commands.lifecycle.start_campaign import accept_plan, try_again
from commands.lifecycle.undecided_plans import PlanExpiredError, cancel_plan, request_edit
from sandbox.faults import Fault, FaultKind
from tests.campaigns.rebuilt import rebuild
from tests.commands.conftest import Desk, desk_in, desk_on, start

# urllib3 leaves the socket of a broken connection to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CREATE_ISSUE = "POST /api/v4/projects/:id/issues"
GRAPHQL = "POST /api/graphql"
# The queries of a start: what GitLab offers (two), the epics with the label, the epic's creation,
# its issues, its id, and then one for each issue that is added to it.
CREATE_EPIC, FIRST_ADDED = 3, 6
CREATE_LABEL = "POST /api/v4/groups/:id/labels"
LABEL = "runtime-upgrade-go-1.20"


def assert_all_there_once(desk: Desk) -> None:
    """Check that nothing is doubled or missing: 29 issues in one epic."""
    marks = [marker("go-1.20", item.component) for item in desk.view().items]
    found = desk.campaign_issues()
    state = desk.box.gitlab.state
    assert len(state.epics) == 1
    [epic] = state.epics.values()
    assert sorted(m for m in marks for i in found if m in i.description) == sorted(marks)
    assert len(found) == len(epic.children) == 29
    assert desk.view().campaign.state == CampaignState.active
    assert [item.in_epic for item in desk.view().items] == [True] * 29


def test_a_start_creates_an_epic_and_29_complete_issues(desk: Desk) -> None:
    start(desk)

    assert_all_there_once(desk)
    view, [epic] = desk.view(), desk.box.gitlab.state.epics.values()
    assert (epic.title, epic.due_on) == ("Update Go to 1.20", date(2023, 10, 1))
    assert [label.name for label in epic.labels] == [LABEL]
    assert marker("go-1.20", EPIC) in epic.description
    issues = [desk.issue(item.component) for item in view.items]
    assert issues == epic.children
    assert {issue.title for issue in issues} == {"Update Go version to 1.20"}
    assert {issue.due_on for issue in issues} == {date(2023, 10, 1)}
    assert [[label.name for label in issue.labels] for issue in issues] == [[LABEL]] * 29
    assert [[user.username for user in issue.assignees] for issue in issues] == [
        [item.dri] if item.dri else [] for item in view.items
    ]
    told = rebuild(desk.events())
    assert (told.state, told.items) == (
        view.campaign.state,
        {item.component: item.state for item in view.items},
    )


def test_running_it_again_creates_nothing_with_few_requests(started: Desk) -> None:
    try_again(started.store, started.catalog, started.actor("U0FRIDA"), 1, now=started.clock())
    started.work()

    assert_all_there_once(started)
    journal = started.box.gitlab_faults.journal()
    assert [e for e in journal if e.method != "GET" and e.operation != GRAPHQL] == []
    assert [e for e in journal if b"mutation" in e.body] == []
    assert len(journal) <= 10


STEPS = [
    (CREATE_LABEL, 0),
    (GRAPHQL, CREATE_EPIC),
    *((CREATE_ISSUE, nth) for nth in (0, 1, 13, 28)),
    *((GRAPHQL, FIRST_ADDED + nth) for nth in (0, 1, 13, 28)),
]


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.LOSE_REPLY, FaultKind.STATUS])
@pytest.mark.parametrize(("operation", "nth"), STEPS)
def test_a_start_that_breaks_at_any_step_is_finished_by_running_again(
    planned: Desk, operation: str, nth: int, kind: FaultKind
) -> None:
    planned.accept()
    planned.box.gitlab_faults.plan(Fault(operation, kind, skip=nth))

    planned.work()
    assert planned.intents()[-1] == ("start", "pending")
    planned.clock.skip(seconds=10)
    planned.work()

    assert_all_there_once(planned)
    assert planned.view().campaign.sync_failure is None


def test_replies_lost_at_every_creation_in_turn_double_nothing(planned: Desk) -> None:
    planned.accept()
    planned.box.gitlab_faults.plan(Fault(CREATE_ISSUE, FaultKind.LOSE_REPLY, times=None))

    for _ in range(31):
        planned.work()
        planned.clock.skip(minutes=6)
    planned.box.gitlab_faults.clear()
    planned.work()

    assert_all_there_once(planned)


def test_a_rate_limit_in_the_middle_is_waited_for_as_long_as_gitlab_asks(planned: Desk) -> None:
    planned.accept()
    planned.box.gitlab_faults.plan(
        Fault(CREATE_ISSUE, FaultKind.RATE_LIMITED, skip=9, retry_after=42)
    )

    planned.work()
    assert len(planned.campaign_issues()) == 9
    assert "GitLab is rate-limiting" in (planned.view().campaign.sync_failure or "")
    planned.clock.skip(seconds=40)
    assert planned.work() == 0
    planned.clock.skip(seconds=3)
    planned.work()

    assert_all_there_once(planned)


def test_a_second_worker_leaves_a_running_start_alone(planned: Desk, tmp_path: Path) -> None:
    planned.accept()
    with desk_on(planned.box, tmp_path / "test.db", by="w2") as other:
        planned.box.gitlab_faults.plan(Fault(GRAPHQL, FaultKind.RESET, skip=CREATE_EPIC))
        planned.work()
        planned.clock.skip(seconds=10)
        other.clock.skip(seconds=10)
        assert (planned.work(), other.work()) == (
            2,
            0,
        )  # the start, and the reading that follows it

    assert_all_there_once(planned)


def test_a_refusing_project_is_an_outcome_and_does_not_stop_the_start(tmp_path: Path) -> None:
    refusing = {"gitlab-org/gitaly", "gitlab-org/cli"}
    with desk_in(tmp_path, hidden_projects=frozenset(refusing)) as desk:
        start(desk)
        view = desk.view()

    failed = {item.component for item in view.items if item.creation_failure}
    assert failed == {"gitaly", "glab"}
    assert sum(item.issue_iid is not None for item in view.items) == 27
    assert view.campaign.state == CampaignState.active


def test_an_issue_that_cannot_join_the_epic_is_kept_and_not_made_again(planned: Desk) -> None:
    planned.accept()
    refusal = Fault(GRAPHQL, FaultKind.STATUS, status=403, body=b'{"message":"403 Forbidden"}',
                    content_type="application/json", skip=FIRST_ADDED)  # fmt: skip
    planned.box.gitlab_faults.plan(refusal)
    planned.work()

    first = planned.view().items[0]
    assert first.issue_iid is not None
    assert not first.in_epic
    assert "403 Forbidden" in (first.creation_failure or "")
    try_again(planned.store, planned.catalog, planned.actor("U0FRIDA"), 1, now=planned.clock())
    planned.work()
    assert len(planned.campaign_issues()) == 29
    assert planned.view().items[0].in_epic


def test_a_label_that_gitlab_drops_is_an_outcome_and_no_second_issue(tmp_path: Path) -> None:
    with desk_in(tmp_path, guest_projects=frozenset({"gitlab-org/gitaly"})) as desk:
        start(desk)
        first = desk.item()
        try_again(desk.store, desk.catalog, desk.actor("U0FRIDA"), 1, now=desk.clock())
        desk.work()

        assert first.issue_iid is not None
        assert first.creation_failure
        assert len(desk.campaign_issues()) == 29
        issue = desk.issue()
        bot = next(user for user in desk.box.gitlab.state.users.values() if user.bot)
        issue.project.levels[bot.id] = 30
        try_again(desk.store, desk.catalog, desk.actor("U0FRIDA"), 1, now=desk.clock())
        desk.work()

        assert desk.item().creation_failure is None
        assert [label.name for label in issue.labels] == [LABEL]
        assert_all_there_once(desk)


def test_without_epics_a_tracking_issue_takes_the_epics_place(tmp_path: Path) -> None:
    with desk_in(tmp_path, premium=False) as desk:
        start(desk)
        campaign, state = desk.view().campaign, desk.box.gitlab.state
        project = state.find_project("gitlab-org/gitlab")
        assert project is not None
        tracking = state.find_issue(project, campaign.epic_iid or 0)
        assert tracking is not None
        linked = {link.target for link in state.links_of(tracking) if link.kind == "relates_to"}
        children = {desk.issue(item.component) for item in desk.view().items}

    assert (campaign.epic_project, campaign.notices) == ("gitlab-org/gitlab", ("no_epics",))
    assert linked == children
    assert tracking.title == "Update Go to 1.20"


def test_a_cancelled_start_creates_nothing_more(planned: Desk) -> None:
    campaign_id = planned.accept()
    planned.box.gitlab_faults.plan(Fault(CREATE_ISSUE, FaultKind.RESET, skip=3))
    planned.work()
    lead = planned.actor("U0LEO")
    cancel_campaign(
        planned.store,
        planned.catalog,
        lead,
        CancelRequest(campaign_id, "no"),
        close_issues=True,
        now=planned.clock(),
    )
    planned.clock.skip(seconds=10)
    planned.work()

    assert [issue.state for issue in planned.campaign_issues()] == ["closed"] * 3
    assert [epic.state for epic in planned.box.gitlab.state.epics.values()] == ["closed"]


def test_start_needs_the_right_person_and_every_tick(planned: Desk) -> None:
    with pytest.raises(NotPermittedError) as refused:
        planned.accept(by="U0GUS")
    frida = planned.actor("U0FRIDA")
    with pytest.raises(InvalidRequestError) as unticked:
        accept_plan(planned.store, planned.catalog, frida, "p1", frozenset(), now=planned.clock())

    assert str(refused.value) == (
        "Only the facilitator and the functional lead may start: ask Frida Lindqvist."
    )
    assert str(unticked.value) == (
        f"Select the labels to create, then press Start: `{LABEL}` in gitlab-org."
    )


def test_two_people_who_press_start_make_one_campaign(planned: Desk) -> None:
    planned.accept()

    with pytest.raises(OutOfDateError) as late:
        planned.accept(by="U0LEO")

    assert str(late.value) == "This plan was already started by Frida Lindqvist."


def test_two_plans_of_one_runtime_make_one_campaign(desk: Desk) -> None:
    desk.plan(plan_id="p1")
    desk.plan(plan_id="p2")
    desk.accept("p1")

    with pytest.raises(OutOfDateError, match="Another campaign for this runtime is open"):
        desk.accept("p2")
    assert desk.stored_plan("p2").state == "ready"


def test_an_expired_plan_is_not_started(planned: Desk) -> None:
    planned.clock.skip(days=8)

    with pytest.raises(PlanExpiredError):
        planned.accept()


def test_a_due_date_that_has_passed_meanwhile_is_asked_for(planned: Desk) -> None:
    frida = planned.actor("U0FRIDA")
    request_edit(
        planned.store,
        planned.catalog,
        frida,
        "p1",
        PlanEdits(due_on=planned.clock().today),
        now=planned.clock(),
    )
    planned.work()
    planned.clock.skip(days=2)

    with pytest.raises(InvalidRequestError, match="is now in the past"):
        planned.accept()
    assert planned.stored_plan().state == "ready"


def test_the_sentences_about_a_plan_that_cannot_be_decided(desk: Desk) -> None:
    frida = desk.actor("U0FRIDA")

    def sentence(plan_id: str = "p1") -> str:
        with pytest.raises(OutOfDateError) as error:
            cancel_plan(desk.store, desk.catalog, frida, plan_id, now=desk.clock())
        return str(error.value)

    desk.request()
    assert sentence() == "This plan is still being drawn up: wait a moment."
    assert sentence("p9") == "This plan no longer exists: run `start` again."
    desk.work()
    cancel_plan(desk.store, desk.catalog, frida, "p1", now=desk.clock())
    assert sentence() == "This plan was already cancelled by Frida Lindqvist."


def test_items_start_out_not_started(started: Desk) -> None:
    assert {item.state for item in started.view().items} == {ItemState.not_started}
    plan = started.stored_plan().plan
    assert isinstance(plan, Plan)


def test_two_concurrent_workers_create_everything_once(planned: Desk, tmp_path: Path) -> None:
    planned.accept()
    with desk_on(planned.box, tmp_path / "test.db", by="w2") as other:
        threads = [Thread(target=one.work) for one in (planned, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert_all_there_once(planned)


@pytest.mark.parametrize("enforced", [True, False])
def test_where_the_type_issue_is_disabled_gitlab_decides_and_a_refusal_says_what_to_do(
    planned: Desk, *, enforced: bool
) -> None:
    state = planned.box.gitlab.state
    planned.accept()
    state.features = replace(
        state.features, disabled_types=frozenset({"Issue"}), enforce_types=enforced
    )

    planned.work()

    told = {item.creation_failure for item in planned.view().items}
    refusal = (
        "The work item type Issue is disabled in gitlab-org/gitaly: enable it in the project's "
        "settings, or track the component elsewhere"
    )
    assert (planned.item().creation_failure, len(told)) == (
        (refusal, 21) if enforced else (None, 1)
    )
