"""The sending pace: a table of due messages, recent ones, and what may be sent now."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.delivery import DueMessage, Pace, Recent, backlog_sent_at, busy_channels, choose

NOW = datetime(2023, 3, 31, 9, 30, tzinfo=UTC)


def ago(seconds: float, channel: str = "C1", *, new: bool = True) -> Recent:
    return Recent(channel, NOW - timedelta(seconds=seconds), new)


def posts(*channels: str) -> list[DueMessage]:
    return [DueMessage(number, channel, new=True) for number, channel in enumerate(channels)]


@pytest.mark.parametrize(
    ("waiting", "recent", "a_minute", "chosen"),
    [
        (posts("C1", "C2"), [], 100, (0, 1)),
        (posts("C1", "C2", "C3"), [], 2, (0, 1)),
        (posts("C1", "C2"), [ago(59, "D1"), ago(61, "D2")], 2, (0,)),
        (posts("C1", "C1", "C1", "C1", "C2"), [], 100, (0, 1, 2, 4)),
        (posts("C1", "C2"), [ago(0), ago(1), ago(2)], 100, (1,)),
        (posts("C1"), [ago(1), ago(2), ago(3)], 100, (0,)),
        (posts("C1"), [ago(-3600)] * 9, 2, (0,)),
    ],
    ids=[
        "all of a few",
        "no more than the workspace takes",
        "what left in this minute counts",
        "a channel takes a short burst, and others go on",
        "a channel that is busy waits",
        "and goes on after its window",
        "what a clock an hour ahead wrote does not count",
    ],
)
def test_which_messages_may_be_sent_now(
    waiting: list[DueMessage], recent: list[Recent], a_minute: int, chosen: tuple[int, ...]
) -> None:
    assert choose(waiting, recent, Pace(a_minute), NOW) == chosen


def test_updates_have_their_own_limit_and_no_channel_limit() -> None:
    changes = [DueMessage(number, "C1", new=False) for number in range(60)]

    assert choose(changes, [ago(1)] * 100, Pace(100), NOW) == tuple(range(50))
    assert choose(changes, [ago(9, new=False)] * 50, Pace(100), NOW) == ()


def test_a_busy_channel_is_named() -> None:
    assert busy_channels([ago(1), ago(2), ago(0), ago(1, "C2")], NOW) == {"C1"}


def test_a_backlog_has_an_expected_end() -> None:
    assert backlog_sent_at(1000, Pace(100), NOW) == NOW + timedelta(minutes=10)
    assert backlog_sent_at(1000, Pace(0), NOW) == NOW


@given(
    st.lists(st.sampled_from(["C1", "C2", "D1", "D2"]), max_size=60),
    st.integers(min_value=1, max_value=40),
)
def test_all_due_messages_are_sent_within_both_limits(channels: list[str], a_minute: int) -> None:
    pace, recent, left = Pace(a_minute), list[Recent](), posts(*channels)
    for second in range(200):
        now = NOW + timedelta(seconds=second)
        chosen = set(choose(left, recent, pace, now))
        recent += [Recent(one.channel, now, new=True) for one in left if one.id in chosen]
        left = [one for one in left if one.id not in chosen]
        minute = [one for one in recent if now - one.at < timedelta(minutes=1)]
        three = [one.channel for one in recent if now - one.at < timedelta(seconds=3)]
        assert len(minute) <= a_minute
        assert all(three.count(channel) <= 3 for channel in three)
    assert left == [] or a_minute * 3 < len(channels)
