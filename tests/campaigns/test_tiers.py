import pytest

from campaigns.states import ItemState
from campaigns.tiers import Progress, Tier, count_progress, open_tiers

A = Tier("a", "Prerequisites", ordered=True)
B = Tier("b", "Required")
C = Tier("c", "Final")
D = Tier("d", "Independent", gates=False)
TIERS = (A, B, C, D)
DONE, DEV, BLOCKED = ItemState.production, ItemState.in_dev, ItemState.blocked


@pytest.mark.parametrize(
    ("states", "opened"),
    [
        ({}, ("a", "b", "c", "d")),
        ({"a": [DEV], "b": [DEV], "c": [DEV], "d": [DEV]}, ("a", "d")),
        ({"a": [DONE], "b": [DEV], "c": [DEV]}, ("a", "b", "d")),
        ({"a": [DONE, BLOCKED], "b": [DONE], "c": [DEV]}, ("a", "d")),
        ({"a": [DONE], "b": [DONE, DONE], "c": [DEV]}, ("a", "b", "c", "d")),
        ({"a": [DONE], "b": [DONE], "c": [DONE], "d": [DEV]}, ("a", "b", "c", "d")),
    ],
)
def test_a_tier_opens_when_every_gate_before_it_is_finished(
    states: dict[str, list[ItemState]], opened: tuple[str, ...]
) -> None:
    assert open_tiers(TIERS, states) == opened


def test_an_independent_tier_holds_nobody_up_wherever_it_stands() -> None:
    assert open_tiers((D, A), {"d": [BLOCKED], "a": [DEV]}) == ("d", "a")


def test_progress_counts_every_state_and_all_items() -> None:
    progress = count_progress([DONE, DEV, BLOCKED, DONE])

    assert progress == Progress(
        {
            ItemState.not_started: 0,
            ItemState.in_dev: 1,
            ItemState.in_review: 0,
            ItemState.blocked: 1,
            ItemState.production: 2,
        },
        total=4,
    )
    assert (progress.done, progress.blocked) == (2, 1)
