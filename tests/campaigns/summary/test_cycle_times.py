from datetime import UTC, datetime, timedelta

from campaigns.events import GITLAB, Event, EventKind
from campaigns.model.campaign import Tier
from campaigns.people.working_days import WorkingDays
from campaigns.states import ItemState
from campaigns.summary.cycle_times import (
    Course,
    CycleTime,
    History,
    ItemProgress,
    Member,
    read_cycle_times,
)

MONDAY = datetime(2023, 10, 2, tzinfo=UTC)
TIERS = (Tier("a", "First", ordered=True), Tier("b", "Second"))
MEMBERS = (Member("runner", "a"), Member("images", "a"), Member("gitaly", "b"))


def at(day: float) -> datetime:
    """Return the start of a working day, counted from 0."""
    weeks, rest = divmod(day, 5)
    return MONDAY + timedelta(days=weeks * 7 + rest)


def created(component: str) -> Event:
    return Event(EventKind.issue_created, "go", at(0), GITLAB, component=component)


def moved(component: str, day: float, state: ItemState, kind: str = "state_changed") -> Event:
    return Event(EventKind(kind), "go", at(day), GITLAB, component=component, after=state.value)


def read(*events: Event, until: float) -> Course:
    everything = [created(member.component) for member in MEMBERS] + list(events)
    return read_cycle_times("go", TIERS, MEMBERS, everything, WorkingDays(), until=at(until))


def done(component: str, day: float) -> Event:
    return moved(component, day, ItemState.production)


def test_an_item_counts_from_when_its_work_could_start() -> None:
    course = read(done("runner", 2), done("images", 5), done("gitaly", 12), until=20)

    assert course.standings == {
        "runner": ItemProgress(done=True, elapsed=2.0),
        "images": ItemProgress(done=True, elapsed=3.0),
        "gitaly": ItemProgress(done=True, elapsed=7.0),
    }


def test_an_item_that_cannot_start_yet_has_no_duration_and_no_span() -> None:
    course = read(done("runner", 2), until=4)

    assert course == Course(
        standings={
            "runner": ItemProgress(done=True, elapsed=2.0),
            "images": ItemProgress(done=False, elapsed=2.0),
            "gitaly": ItemProgress(done=False, elapsed=None),
        },
        history=History(
            lasting=(CycleTime("go", "a", 2.0, over=True), CycleTime("go", "a", 2.0, over=False)),
            working=(CycleTime("go", "a", 2.0, over=True), CycleTime("go", "a", 2.0, over=False)),
        ),
    )


def test_an_early_start_counts_from_when_the_tier_opens() -> None:
    course = read(moved("gitaly", 1, ItemState.in_dev), until=4)

    assert course.standings["gitaly"] == ItemProgress(done=False, elapsed=3.0)


def test_blocked_time_is_separate_from_work() -> None:
    course = read(
        moved("runner", 1, ItemState.in_dev),
        moved("runner", 2, ItemState.blocked, "item_blocked"),
        moved("runner", 5, ItemState.in_dev, "item_unblocked"),
        moved("runner", 6, ItemState.blocked),
        until=8,
    )

    runner = ItemProgress(done=False, elapsed=8.0, blocked_days=5.0, blocked_for=2.0, clear=2.0)
    assert course.standings["runner"] == runner
    assert course.standings["runner"].worked == 3.0
    assert course.history == History(
        lasting=(CycleTime("go", "a", 8.0, over=False, clear=2.0),),
        working=(CycleTime("go", "a", 3.0, over=False),),
        blocked=(CycleTime("go", "a", 3.0, over=True), CycleTime("go", "a", 2.0, over=False)),
    )


def test_a_reopened_item_is_in_progress_again() -> None:
    course = read(done("runner", 2), moved("runner", 4, ItemState.in_review), until=5)

    assert course.standings["runner"] == ItemProgress(done=False, elapsed=5.0)
    assert course.standings["images"] == ItemProgress(done=False, elapsed=None)


def test_a_waived_item_is_done() -> None:
    waived = Event(EventKind.item_waived, "go", at(3), "U0LEAD", component="runner")

    assert read(waived, until=4).standings["runner"] == ItemProgress(done=True, elapsed=3.0)


def test_an_item_closed_before_its_tier_opened_counts_from_its_own_start() -> None:
    course = read(done("gitaly", 4), until=9)

    assert course.standings["gitaly"] == ItemProgress(done=True, elapsed=4.0)


def test_a_campaign_without_events_or_items_is_at_its_beginning() -> None:
    days = WorkingDays()
    fresh = read_cycle_times("go", TIERS, MEMBERS, (), days, until=at(1))

    assert fresh.standings["gitaly"] == ItemProgress(done=False, elapsed=None)
    assert read_cycle_times("go", TIERS, (), (), days, until=at(1)) == Course({}, History())
