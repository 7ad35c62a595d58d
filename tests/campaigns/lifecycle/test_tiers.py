from dataclasses import replace

import pytest

from campaigns.lifecycle.tiers import Progress, count_progress, list_open_tiers, list_startable
from campaigns.model.campaign import CampaignView, Tier
from campaigns.states import ItemState
from tests.entities import CAMPAIGN, item, view

A = Tier("a", "Prerequisites", ordered=True)
B = Tier("b", "Required")
C = Tier("c", "Final")
D = Tier("d", "Independent", gates=False)
TIERS = (A, B, C, D)
DONE, DEV, BLOCKED = ItemState.production, ItemState.in_dev, ItemState.blocked


def campaign_of(
    tiers: tuple[Tier, ...], *places: str, opened: tuple[str, ...] = ()
) -> CampaignView:
    """Build a campaign of items: `a+` is finished in tier a, `b-` is unfinished in tier b."""
    items = [
        item(n, f"Item {n}", "production" if place.endswith("+") else "in_dev", tier=place[:-1])
        for n, place in enumerate(places)
    ]
    return view(*items, campaign=replace(CAMPAIGN, tiers=tiers, opened_tiers=opened))


@pytest.mark.parametrize(
    ("places", "by_word", "opened"),
    [
        ((), (), ("a", "b", "c", "d")),
        (("a-", "b-", "c-", "d-"), (), ("a", "d")),
        (("a+", "b-", "c-"), (), ("a", "b", "d")),
        (("a+", "a-", "b+", "c-"), (), ("a", "d")),
        (("a+", "b+", "b+", "c-"), (), ("a", "b", "c", "d")),
        (("a+", "b+", "c+", "d-"), (), ("a", "b", "c", "d")),
        (("a-", "b-", "c-"), ("b",), ("a", "b", "d")),
    ],
)
def test_a_tier_opens_when_all_earlier_gates_are_finished_or_a_lead_opens_it(
    places: tuple[str, ...], by_word: tuple[str, ...], opened: tuple[str, ...]
) -> None:
    assert list_open_tiers(campaign_of(TIERS, *places, opened=by_word)) == opened


def test_an_independent_tier_never_holds_up_others() -> None:
    assert list_open_tiers(campaign_of((D, A), "d-", "a-")) == ("d", "a")


@pytest.mark.parametrize(
    ("places", "turns"),
    [
        (("a-", "a-", "b-", "d-"), ("item-0", "item-3")),
        (("a+", "a-", "b-", "d+"), ("item-1",)),
        (("a+", "b-", "b-"), ("item-1", "item-2")),
        (("a+", "b+"), ()),
    ],
)
def test_unfinished_items_of_open_tiers_have_their_turn_one_by_one_if_ordered(
    places: tuple[str, ...], turns: tuple[str, ...]
) -> None:
    assert list_startable(campaign_of(TIERS, *places)) == turns


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
