from dataclasses import replace
from datetime import date

import pytest

from campaigns.lifecycle.due_dates import DueDate, DueSource
from campaigns.lifecycle.plans import (
    PREVENTS_START,
    Plan,
    PlanEdits,
    PlannedItem,
    Problem,
    ProblemKind,
    edit_plan,
    marker,
    merge_edits,
)
from campaigns.model.campaign import Tier

FIRST, LAST = Tier("first", "First", ordered=True), Tier("last", "Last", gates=False)
RUNNER = PlannedItem("runner", "Runner", "g/runner", "first", dri="dora")
GITALY = PlannedItem("gitaly", "Gitaly", "g/gitaly", "last", dri="gus", backup="mira")
CLI = PlannedItem("cli", "CLI", "g/cli", "last")
PLAN = Plan(
    runtime="go",
    runtime_title="Go",
    version="1.20",
    group="g",
    epic_title="Update Go to 1.20",
    label="runtime-upgrade-go-1.20",
    due=DueDate(date(2023, 10, 1), DueSource.policy, date(2023, 2, 1)),
    tiers=(FIRST, LAST),
    items=(RUNNER, GITALY, CLI),
)


@pytest.mark.parametrize(
    ("edits", "edited"),
    [
        (PlanEdits(), PLAN),
        (PlanEdits(patch="1.20.5"), replace(PLAN, patch="1.20.5")),
        (
            PlanEdits(due_on=date(2023, 9, 1)),
            replace(PLAN, due=DueDate(date(2023, 9, 1), DueSource.given, date(2023, 2, 1))),
        ),
        (PlanEdits(tiers=frozenset({"first"})), replace(PLAN, items=(RUNNER,), tiers=(FIRST,))),
        (
            PlanEdits(components=frozenset({"runner", "cli", "unheard-of"})),
            replace(PLAN, items=(RUNNER, CLI)),
        ),
        (
            PlanEdits(tiers=frozenset({"last"}), components=frozenset({"runner", "cli"})),
            replace(PLAN, items=(CLI,), tiers=(LAST,)),
        ),
        (
            PlanEdits(dris=(("gitaly", "pia"), ("runner", None))),
            replace(PLAN, items=(replace(RUNNER, dri=None), replace(GITALY, dri="pia"), CLI)),
        ),
        (PlanEdits(tiers=frozenset()), replace(PLAN, items=(), tiers=())),
    ],
)
def test_edits_drop_what_was_unticked_and_set_what_was_given(
    edits: PlanEdits, edited: Plan
) -> None:
    assert edit_plan(PLAN, edits) == edited


def test_repeating_an_edit_changes_nothing() -> None:
    edits = PlanEdits(date(2023, 9, 1), frozenset({"last"}), None, (("cli", "vic"),))

    once = edit_plan(PLAN, edits)

    assert edit_plan(once, edits) == once


@pytest.mark.parametrize("kind", ProblemKind)
def test_only_some_problems_prevent_a_start(kind: ProblemKind) -> None:
    plan = replace(PLAN, problems=(Problem(kind, "x"),))

    assert plan.startable == (kind not in PREVENTS_START)


def test_nothing_to_upgrade_cannot_start() -> None:
    assert not replace(PLAN, items=()).startable


def test_the_items_without_an_owner_are_counted() -> None:
    assert PLAN.unowned == 1


def test_markers_distinguish_components_with_a_common_prefix() -> None:
    assert marker("go-1.20", "gitlab") not in marker("go-1.20", "gitlab-shell")
    assert marker("go-1.2", "gitlab") not in marker("go-1.20", "gitlab")


def test_a_second_edit_keeps_what_the_first_one_set() -> None:
    first = PlanEdits(due_on=date(2023, 9, 1), dris=(("gitaly", "pia"), ("kas", None)))
    second = PlanEdits(components=frozenset({"gitaly", "kas"}), dris=(("kas", "tess"),))

    assert merge_edits(first, second) == PlanEdits(
        due_on=date(2023, 9, 1),
        components=frozenset({"gitaly", "kas"}),
        dris=(("gitaly", "pia"), ("kas", "tess")),
    )
