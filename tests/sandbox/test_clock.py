from datetime import UTC, datetime, timedelta

import pytest

from sandbox.clock import STORY_START, StoryClock


class Wall:
    """A wall clock that a test moves."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


def test_the_story_starts_on_the_day_go_1_20_was_planned() -> None:
    assert StoryClock(wall=Wall()).now() == datetime(2023, 3, 30, 9, 30, tzinfo=UTC)


def test_the_story_runs_on_with_real_time() -> None:
    wall = Wall()
    clock = StoryClock(wall=wall)
    wall.time += timedelta(seconds=90)
    assert clock.now() == STORY_START + timedelta(seconds=90)


def test_the_story_can_be_advanced_and_set() -> None:
    clock = StoryClock(wall=Wall())
    assert clock.advance(timedelta(days=7)) == STORY_START + timedelta(days=7)
    moment = datetime(2023, 5, 1, 8, tzinfo=UTC)
    assert clock.set(moment) == moment


def test_the_story_never_runs_backwards() -> None:
    with pytest.raises(ValueError, match="only moves forward"):
        StoryClock(wall=Wall()).advance(timedelta(hours=-1))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        StoryClock(wall=Wall()).set(datetime(2023, 5, 1, 8))  # noqa: DTZ001 - the point


def test_listeners_hear_every_move() -> None:
    clock = StoryClock(wall=Wall())
    heard: list[datetime] = []
    clock.on_change(lambda: heard.append(clock.now()))
    clock.advance(timedelta(hours=1))
    clock.set(STORY_START)
    assert heard == [STORY_START + timedelta(hours=1), STORY_START]
