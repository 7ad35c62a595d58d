"""No schedule of deaths, lost replies, pauses and clock changes loses or doubles a message."""

import os
from pathlib import Path

import pytest

from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.delivery.outbox import Sender, Steps, mark_attempt, settle_row
from storage.catalog.read import Catalog, read_catalog
from storage.delivery.tables import OutboxRow, QueueState
from tests.chaos.simulation import Outcome, World, open_world

SEEDS = 2000 if os.environ.get("CHAOS") == "long" else 60
MAX_SEEDS_FOR_A_BUG = 200
# The clock was set back while a sender stood still: before its call, and before its claim.
ONCE_BROKEN = (501, 299)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_catalog(EXAMPLE_CATALOG)


def broken(world: World, seeds: int) -> list[Outcome]:
    outcomes = (world.play(seed) for seed in range(seeds))
    return [outcome for outcome in outcomes if not outcome.kept]


def test_nothing_is_lost_and_nothing_is_doubled(tmp_path: Path, catalog: Catalog) -> None:
    with open_world(tmp_path, catalog) as world:
        assert broken(world, SEEDS) == []


@pytest.mark.parametrize("seed", ONCE_BROKEN)
def test_a_seed_that_once_found_a_bug_finds_none(
    tmp_path: Path, catalog: Catalog, seed: int
) -> None:
    with open_world(tmp_path, catalog) as world:
        assert world.play(seed).kept


def test_a_seed_is_reproducible(tmp_path: Path, catalog: Catalog) -> None:
    with open_world(tmp_path, catalog) as world:
        first = [(world.play(7), world.elapsed) for _ in range(2)]

    assert first[0] == first[1]


def sends_then_marks(_sender: Sender, _row: OutboxRow) -> bool:
    """Post without recording that the result may be unknown."""
    return True


def marks_then_sends(sender: Sender, row: OutboxRow) -> bool:
    """Mark the message as sent, then post it."""
    mark_attempt(sender, row)
    return settle_row(sender, row, state=QueueState.sent, release=False, ts="0", in_doubt=False)


def looks_at_no_lease(_sender: Sender, _row: OutboxRow) -> bool:
    """Post even if another worker holds the row."""
    return True


PLANTED = {
    "send then mark": {"steps": Steps(mark_attempt=sends_then_marks)},
    "mark then send": {"steps": Steps(mark_attempt=marks_then_sends)},
    "no lease check": {"steps": Steps(has_lease_left=looks_at_no_lease)},
    "the SDK's own retries": {"retries": True},
}


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_found(tmp_path: Path, catalog: Catalog, bug: str) -> None:
    with open_world(tmp_path, catalog, **PLANTED[bug]) as world:
        assert any(not world.play(seed).kept for seed in range(MAX_SEEDS_FOR_A_BUG))
