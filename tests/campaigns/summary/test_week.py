"""Changes in a week are net changes; the draft is due on a working day of the facilitator."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.events import EventKind
from campaigns.people.working_time import Availability, is_working
from campaigns.states import ItemState
from campaigns.summary.week import (
    ItemEvent,
    ReminderCount,
    Schedule,
    WeekChanges,
    count_reminders,
    find_week_changes,
    last_draft,
    next_draft,
)

MONDAY_NINE = Schedule(0, time(9))
BERLIN = Availability(
    "Europe/Berlin", frozenset(range(5)), time(9), time(17), frozenset({date(2023, 4, 10)})
)


def went(component: str, before: str, after: str) -> ItemEvent:
    kind = EventKind.item_blocked if after == "blocked" else EventKind.state_changed
    return ItemEvent(component, kind.value, before, after)


@pytest.mark.parametrize(
    ("passages", "moved"),
    [
        ((), WeekChanges()),
        ((("not_started", "in_dev"),), WeekChanges(started=("gitaly",))),
        ((("in_dev", "in_review"),), WeekChanges()),
        ((("in_review", "production"),), WeekChanges(done=("gitaly",))),
        ((("in_dev", "blocked"),), WeekChanges(blocked=("gitaly",))),
        ((("blocked", "in_dev"),), WeekChanges(unblocked=("gitaly",))),
        ((("in_dev", "blocked"), ("blocked", "in_dev")), WeekChanges()),
        ((("blocked", "in_dev"), ("in_dev", "blocked")), WeekChanges()),
        ((("production", "in_dev"),), WeekChanges(reopened=("gitaly",))),
        ((("production", "in_dev"), ("in_dev", "production")), WeekChanges()),
        ((("blocked", "in_dev"), ("in_dev", "production")), WeekChanges(done=("gitaly",))),
    ],
)
def test_only_the_net_effect_of_a_week_counts(
    passages: tuple[tuple[str, str], ...], moved: WeekChanges
) -> None:
    assert find_week_changes(went("gitaly", *passage) for passage in passages) == moved


def test_the_latest_evidence_counts() -> None:
    said = [EventKind.item_mismatched, EventKind.item_verified, EventKind.item_backslid]
    events = [ItemEvent("gitaly", kind.value, None, None) for kind in said]
    assert find_week_changes(events[:2]) == WeekChanges(verified=("gitaly",))
    assert find_week_changes(events) == WeekChanges(backslid=("gitaly",))


def test_nothing_moved_says_so() -> None:
    assert find_week_changes([]).nothing


@given(st.lists(st.tuples(st.sampled_from(ItemState), st.sampled_from(ItemState)), max_size=8))
def test_a_component_is_listed_at_most_once(steps: list[tuple[ItemState, ItemState]]) -> None:
    moved = find_week_changes(went("gitaly", a.value, b.value) for a, b in steps)
    lists = (moved.done, moved.started, moved.blocked, moved.unblocked, moved.reopened)
    assert sum(len(one) for one in lists) <= 1


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (datetime(2023, 4, 2, 12, tzinfo=UTC), datetime(2023, 4, 3, 7, tzinfo=UTC)),
        (datetime(2023, 4, 3, 7, tzinfo=UTC), datetime(2023, 4, 11, 7, tzinfo=UTC)),
        (datetime(2023, 4, 10, 12, tzinfo=UTC), datetime(2023, 4, 11, 7, tzinfo=UTC)),
        (datetime(2023, 10, 28, 12, tzinfo=UTC), datetime(2023, 10, 30, 8, tzinfo=UTC)),
    ],
    ids=["Monday at nine", "Easter Monday moves it", "still Easter Monday", "winter time"],
)
def test_a_draft_is_due_at_the_facilitators_time(after: datetime, due: datetime) -> None:
    assert next_draft(MONDAY_NINE, BERLIN, after) == due


@given(
    st.datetimes(datetime(2022, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 6),
)
def test_drafts_are_a_week_apart_on_working_days(now: datetime, weekday: int) -> None:
    schedule = Schedule(weekday, time(9))
    last, following = last_draft(schedule, BERLIN, now), next_draft(schedule, BERLIN, now)
    assert last <= now < following
    assert is_working(BERLIN, last)
    assert next_draft(schedule, BERLIN, last) == following
    assert timedelta(days=4) < following - last < timedelta(days=11)


def test_reminders_are_counted_by_who_answered() -> None:
    told = [("U1", True), ("U2", False), ("U2", False), ("U3", True)]
    assert count_reminders(told) == ReminderCount(4, 2, {"U2": 2})
