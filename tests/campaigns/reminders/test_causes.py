from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from campaigns.people.working_time import Availability
from campaigns.reminders.causes import Ask, Facts, find_ask, find_loops
from campaigns.reminders.ladder import Cause
from campaigns.states import ItemState

OWNER = Availability("UTC", frozenset(range(5)), time(9, 30), time(16, 30))
MONDAY = datetime(2023, 4, 3, 12, tzinfo=UTC)
TUESDAY = datetime(2023, 4, 4, 12, tzinfo=UTC)
PRODUCTION = Facts(ItemState.production, MONDAY)
NOT_STARTED = Facts(ItemState.not_started, MONDAY, its_turn=True, due_on=date(2023, 4, 28))


@pytest.mark.parametrize(
    ("facts", "ask"),
    [
        (Facts(ItemState.in_dev, MONDAY), None),
        (Facts(ItemState.blocked, MONDAY), Ask(Cause.blocked, MONDAY)),
        (Facts(ItemState.blocked, MONDAY, backslid_at=TUESDAY), Ask(Cause.blocked, MONDAY)),
        (Facts(ItemState.in_dev, MONDAY, backslid_at=TUESDAY), Ask(Cause.backslide, TUESDAY)),
        (Facts(ItemState.in_dev, MONDAY, backslid_at=TUESDAY, waived=True), None),
        (
            replace(PRODUCTION, standing="behind", standing_since=TUESDAY),
            Ask(Cause.mismatch, TUESDAY),
        ),
        (replace(PRODUCTION, closed=True, standing="mixed"), Ask(Cause.mismatch, MONDAY)),
        (replace(PRODUCTION, closed=True, standing="behind", waived=True), None),
        (replace(PRODUCTION, closed=True, standing="behind", verified=True), None),
        (replace(PRODUCTION, closed=True, standing="not_found"), None),
        (Facts(ItemState.in_dev, MONDAY, standing="behind"), None),
        (PRODUCTION, Ask(Cause.still_open, datetime(2023, 4, 5, 9, 30, tzinfo=UTC))),
        (replace(PRODUCTION, closed=True), None),
        (NOT_STARTED, Ask(Cause.not_started, datetime(2023, 4, 14, 9, 30, tzinfo=UTC))),
        (replace(NOT_STARTED, due_on=date(2023, 4, 5)), Ask(Cause.not_started, MONDAY)),
        (replace(NOT_STARTED, its_turn=False), None),
        (replace(NOT_STARTED, due_on=None), None),
    ],
)
def test_an_item_asks_one_thing_the_most_pressing(facts: Facts, ask: Ask | None) -> None:
    assert find_ask(facts, OWNER, 10) == ask


@pytest.mark.parametrize(
    ("blocked_by", "loops"),
    [
        ({}, ()),
        ({"a": ["b"], "b": []}, ()),
        ({"a": ["a"]}, (("a",),)),
        ({"a": ["b"], "b": ["a"]}, (("a", "b"),)),
        ({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}, (("a", "b", "c"),)),
        ({"a": ["b"], "b": ["a"], "x": ["y"], "y": ["x"]}, (("a", "b"), ("x", "y"))),
    ],
)
def test_items_that_wait_for_each_other_are_found_once(
    blocked_by: dict[str, list[str]], loops: tuple[tuple[str, ...], ...]
) -> None:
    assert find_loops(blocked_by) == loops
