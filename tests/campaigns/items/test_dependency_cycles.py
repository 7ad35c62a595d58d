"""Dependency cycles: each found once, and described completely."""

from dataclasses import replace

import pytest

from campaigns.items.dependency_cycles import describe_cycle, list_dependency_cycles
from campaigns.model.item import Item
from tests.entities import blocked_by, item

NAMES = ("a", "b", "c", "d", "x", "y")
ITEMS = {name: item(number, name) for number, name in enumerate(NAMES, start=1)}


def items_of(waits_for: dict[str, str], **changes: object) -> list[Item]:
    """Build items that wait for others: a string of letters for each."""
    return [
        replace(ITEMS[name], blockers=tuple(blocked_by(ITEMS[o]) for o in others), **changes)  # type: ignore[arg-type]  # fields of an item
        for name, others in waits_for.items()
    ]


@pytest.mark.parametrize(
    ("waits_for", "cycles"),
    [
        ({}, []),
        ({"a": "b", "b": ""}, []),
        ({"a": "a"}, ["a"]),
        ({"a": "b", "b": "a"}, ["ab"]),
        ({"a": "b", "b": "c", "c": "a", "d": "a"}, ["abc"]),
        ({"a": "b", "b": "a", "x": "y", "y": "x"}, ["ab", "xy"]),
    ],
)
def test_items_that_wait_for_each_other_are_found_once(
    waits_for: dict[str, str], cycles: list[str]
) -> None:
    found = list_dependency_cycles(items_of(waits_for))

    assert ["".join(item.title for item in cycle) for cycle in found] == cycles


def test_a_closed_item_waits_for_nobody() -> None:
    assert list_dependency_cycles(items_of({"a": "b", "b": "a"}, closed=True)) == ()


def test_a_cycle_is_described_completely() -> None:
    (cycle,) = list_dependency_cycles(items_of({"a": "b", "b": "a"}))

    assert describe_cycle(cycle) == "a waits for b, which waits for a"
