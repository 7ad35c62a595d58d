from datetime import UTC, date, datetime, timedelta

from campaigns.events import GITLAB, Event, EventKind
from campaigns.states import ItemState
from campaigns.summary.burn_up import Band, BurnUp, BurnUpDay, build_burn_up

FIRST = date(2023, 10, 2)
COMPONENTS = ("gitaly", "shell", "kas")


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def event(day: int, component: str, kind: str, after: ItemState | None = None) -> Event:
    at = datetime(2023, 10, 2, 12, tzinfo=UTC) + timedelta(days=day)
    return Event(EventKind(kind), "go", at, GITLAB, component=component, after=after)


def moved(day: int, component: str, state: ItemState) -> Event:
    return event(day, component, "state_changed", state)


def built(*events: Event, until: int) -> list[tuple[int, int, int]]:
    burn_up = build_burn_up(COMPONENTS, events, since=FIRST, until=on(until))
    assert [day.on for day in burn_up.days] == [on(n) for n in range(until + 1)]
    return [(day.verified, day.claimed, day.blocked) for day in burn_up.days]


def test_each_day_shows_the_counts_at_its_end() -> None:
    days = built(
        moved(0, "gitaly", ItemState.in_dev),
        moved(1, "gitaly", ItemState.production),
        moved(1, "shell", ItemState.blocked),
        event(3, "gitaly", "item_verified"),
        until=4,
    )

    assert days == [(0, 0, 0), (0, 1, 1), (0, 1, 1), (1, 0, 1), (1, 0, 1)]


def test_reopened_items_and_backslides_are_subtracted() -> None:
    days = built(
        event(0, "gitaly", "item_verified"),
        moved(0, "gitaly", ItemState.production),
        event(1, "gitaly", "item_backslid"),
        moved(2, "gitaly", ItemState.in_review),
        until=3,
    )

    assert days == [(1, 0, 0), (0, 1, 0), (0, 0, 0), (0, 0, 0)]


def test_blocks_by_command_count_as_well() -> None:
    days = built(
        event(0, "kas", "item_blocked", ItemState.blocked),
        event(1, "kas", "item_unblocked", ItemState.in_dev),
        until=1,
    )

    assert days == [(0, 0, 1), (0, 0, 0)]


def test_a_waived_component_is_done_and_no_longer_blocked() -> None:
    days = built(moved(0, "kas", ItemState.blocked), event(1, "kas", "item_waived"), until=1)

    assert days == [(0, 0, 1), (0, 1, 0)]


def test_events_of_other_components_and_of_tomorrow_change_nothing() -> None:
    days = built(
        moved(0, "elsewhere", ItemState.production),
        moved(2, "kas", ItemState.production),
        until=1,
    )

    assert days == [(0, 0, 0), (0, 0, 0)]


def test_a_campaign_without_components_or_events_has_its_first_day() -> None:
    band = Band(on(3), on(4), on(9))

    found = build_burn_up((), (), since=FIRST, until=on(-1), due_on=on(-1), band=band)

    assert found == BurnUp(0, (BurnUpDay(FIRST, 0, 0, 0),), on(-1), band)
