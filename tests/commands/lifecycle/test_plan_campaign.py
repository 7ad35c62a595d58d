from datetime import date, timedelta
from pathlib import Path

import pytest

from campaigns.lifecycle.due_dates import DueDate, DueSource
from campaigns.lifecycle.plans import PlanEdits, Problem, ProblemKind
from commands.errors import InvalidRequestError, NotPermittedError
from commands.lifecycle.cancel_campaign import CancelRequest, cancel_campaign
from commands.lifecycle.plan_campaign import StartRequest, request_plan
from commands.lifecycle.undecided_plans import cancel_plan, refresh_plan, request_edit
from runtimes.registry import get_runtime
from runtimes.versions import parse_version
from storage.lifecycle.campaigns import update_campaign
from tests.commands.conftest import Desk, desk_in, start


def problems(desk: Desk, plan_id: str = "p1") -> dict[ProblemKind, list[Problem]]:
    plan = desk.stored_plan(plan_id).plan
    assert plan is not None
    kinds = {problem.kind for problem in plan.problems}
    return {kind: [p for p in plan.problems if p.kind == kind] for kind in kinds}


def edit(desk: Desk, edits: PlanEdits) -> None:
    frida = desk.actor("U0FRIDA")
    request_edit(desk.store, desk.catalog, frida, "p1", edits, now=desk.clock())
    desk.work()


def request(desk: Desk, version: str, *, due_on: date | None = None, who: str = "U0FRIDA") -> None:
    parsed = parse_version(version)
    assert parsed is not None
    wanted = StartRequest(get_runtime("go"), parsed, due_on)
    request_plan(desk.store, desk.catalog, desk.actor(who), wanted, plan_id="p1", now=desk.clock())


def test_a_plan_shows_what_start_would_create(desk: Desk) -> None:
    plan = desk.plan().plan

    assert plan is not None
    assert (plan.epic_title, plan.group, plan.label) == (
        "Update Go to 1.20",
        "gitlab-org",
        "runtime-upgrade-go-1.20",
    )
    assert len(plan.items) == 29
    assert plan.due == DueDate(date(2023, 10, 1), DueSource.policy, date(2023, 2, 1))
    assert plan.startable
    assert plan.problems == (Problem(ProblemKind.no_owner, "2", ("spamcheck", "glab")),)
    assert desk.box.gitlab.state.epics == {}


def test_an_unknown_release_needs_a_date(desk: Desk) -> None:
    desk.plan("1.99")
    assert problems(desk)[ProblemKind.no_due_date] == [
        Problem(ProblemKind.no_due_date, "unknown_release")
    ]

    edit(desk, PlanEdits(due_on=date(2023, 12, 1)))

    assert ProblemKind.no_due_date not in problems(desk)


def test_a_policy_date_in_the_past_needs_a_date(desk: Desk) -> None:
    desk.plan("1.18")

    assert problems(desk)[ProblemKind.no_due_date] == [Problem(ProblemKind.no_due_date, "past")]


def test_an_open_campaign_and_its_epic_prevent_a_start(started: Desk) -> None:
    started.plan("1.21", plan_id="p2")
    found = problems(started, "p2")

    assert [p.subject for p in found[ProblemKind.open_campaign]] == ["Go 1.20"]
    assert found[ProblemKind.open_campaign][0].link == started.view().campaign.epic_url


def test_an_existing_epic_is_named_with_its_url(started: Desk) -> None:
    lead = started.actor("U0LEO")
    now = started.clock()
    request = CancelRequest(1, "a trial")
    cancel_campaign(started.store, started.catalog, lead, request, close_issues=False, now=now)
    started.plan("1.20", plan_id="p2")

    assert [(p.subject, p.link) for p in problems(started, "p2")[ProblemKind.existing_epic]] == [
        ("Update Go to 1.20", started.view().campaign.epic_url)
    ]
    plan = started.stored_plan("p2").plan
    assert plan is not None
    assert plan.label == "runtime-upgrade-go-1.20-2"


def test_missing_labels_hidden_projects_and_no_epics_are_found(tmp_path: Path) -> None:
    hidden = frozenset({"gitlab-org/gitaly"})
    with desk_in(tmp_path, premium=False, hidden_projects=hidden) as desk:
        labels = desk.box.gitlab.state.labels
        gone = next(key for key, one in labels.items() if one.name == "workflow::blocked")
        del labels[gone]
        plan = desk.plan().plan
        found = problems(desk)

    assert plan is not None
    assert plan.missing_labels == ("workflow::blocked",)
    assert found[ProblemKind.hidden_project] == [
        Problem(ProblemKind.hidden_project, "gitlab-org/gitaly", ("gitaly",))
    ]
    assert found[ProblemKind.no_epics] == [Problem(ProblemKind.no_epics, "gitlab-org")]


def test_dris_are_looked_up_in_gitlab_and_in_slack(planned: Desk) -> None:
    dris = (("gitaly", "nobody"), ("cng", "gone-sandbox"), ("labkit", "runtime-upgrade-bot"))
    bot = next(user for user in planned.box.gitlab.state.users.values() if user.bot)
    dris = (*dris[:2], ("labkit", bot.username))
    edit(planned, PlanEdits(dris=dris))
    found = problems(planned)

    assert found[ProblemKind.unknown_dri] == [
        Problem(ProblemKind.unknown_dri, "nobody", ("gitaly",))
    ]
    assert found[ProblemKind.inactive_dri] == [
        Problem(ProblemKind.inactive_dri, "gone-sandbox", ("cng",))
    ]
    assert found[ProblemKind.unmatched_dri] == [
        Problem(ProblemKind.unmatched_dri, bot.username, ("labkit",))
    ]


def test_edits_outlive_an_expired_plan(planned: Desk) -> None:
    edit(planned, PlanEdits(components=frozenset({"gitaly"})))
    planned.clock.skip(days=8)

    refresh_plan(planned.store, planned.catalog, "p1", now=planned.clock())
    planned.work()

    record = planned.stored_plan()
    assert record.state == "ready"
    assert record.expires_at > planned.clock().story + timedelta(days=6)
    assert record.plan is not None
    assert [item.component for item in record.plan.items] == ["gitaly"]


def test_a_decided_plan_is_not_drawn_up_again(planned: Desk) -> None:
    frida = planned.actor("U0FRIDA")
    cancel_plan(planned.store, planned.catalog, frida, "p1", now=planned.clock())

    refresh_plan(planned.store, planned.catalog, "p1", now=planned.clock())

    assert planned.stored_plan().state == "cancelled"


@pytest.mark.parametrize(
    ("edits", "sentence"),
    [
        (
            PlanEdits(due_on=date(2023, 3, 1)),
            "1 March 2023 is in the past: choose a later due date.",
        ),
        (
            PlanEdits(components=frozenset()),
            "Nothing is left to upgrade: keep at least one component.",
        ),
    ],
)
def test_edits_that_make_no_sense_are_refused(
    planned: Desk, edits: PlanEdits, sentence: str
) -> None:
    with pytest.raises(InvalidRequestError) as error:
        edit(planned, edits)

    assert str(error.value) == sentence


def test_who_may_plan_and_what_cannot_be_planned(started: Desk) -> None:
    with pytest.raises(NotPermittedError, match="Only the facilitator and the functional lead"):
        request(started, "1.21", who="U0SANA")
    with pytest.raises(InvalidRequestError, match="1 January 2023 is in the past"):
        request(started, "1.21", due_on=date(2023, 1, 1))
    with started.store.write() as session:
        update_campaign(session, 1, state="completed")
    with pytest.raises(InvalidRequestError) as error:
        request(started, "1.20")

    assert str(error.value) == (
        "Go 1.20 is not newer than 1.20, which the group has completed: choose a newer version."
    )


def test_a_new_campaign_of_a_cancelled_version_is_independent(desk: Desk) -> None:
    start(desk)
    lead = desk.actor("U0LEO")
    request = CancelRequest(1, "again")
    cancel_campaign(desk.store, desk.catalog, lead, request, close_issues=True, now=desk.clock())
    desk.work()
    desk.plan(plan_id="p2")
    second = desk.accept("p2")
    desk.work()

    assert desk.view(second).campaign.slug == "go-1.20-2"
    assert len(desk.campaign_issues()) == 58
    assert len(desk.box.gitlab.state.epics) == 2
