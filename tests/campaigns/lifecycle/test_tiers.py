import pytest

from campaigns.lifecycle.tiers import Progress, Tier, count_progress, open_tiers
from campaigns.states import ItemState

A = Tier("a", "Prerequisites", ordered=True)
B = Tier("b", "Required")
C = Tier("c", "Final")
D = Tier("d", "Independent", gates=False)
TIERS = (A, B, C, D)
DONE, DEV, BLOCKED = ItemState.production, ItemState.in_dev, ItemState.blocked
YES, NO = True, False


@pytest.mark.parametrize(
    ("finished", "by_word", "opened"),
    [
        ({}, (), ("a", "b", "c", "d")),
        ({"a": [NO], "b": [NO], "c": [NO], "d": [NO]}, (), ("a", "d")),
        ({"a": [YES], "b": [NO], "c": [NO]}, (), ("a", "b", "d")),
        ({"a": [YES, NO], "b": [YES], "c": [NO]}, (), ("a", "d")),
        ({"a": [YES], "b": [YES, YES], "c": [NO]}, (), ("a", "b", "c", "d")),
        ({"a": [YES], "b": [YES], "c": [YES], "d": [NO]}, (), ("a", "b", "c", "d")),
        ({"a": [NO], "b": [NO], "c": [NO]}, ("b",), ("a", "b", "d")),
    ],
)
def test_a_tier_opens_when_every_gate_before_it_is_finished_or_by_the_leads_word(
    finished: dict[str, list[bool]], by_word: tuple[str, ...], opened: tuple[str, ...]
) -> None:
    assert open_tiers(TIERS, finished, by_word) == opened


def test_an_independent_tier_holds_nobody_up_wherever_it_stands() -> None:
    assert open_tiers((D, A), {"d": [NO], "a": [NO]}) == ("d", "a")


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
