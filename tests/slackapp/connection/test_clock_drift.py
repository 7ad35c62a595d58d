"""A changed clock is detected, and what waited for the old time does not wait an hour."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.faults import Fault, FaultKind
from slackapp.delivery.clock_drift import ClockDrift
from storage.delivery.tables import QueueState
from tests.slackapp.conftest import GUS, Outbox

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)


class Monotonic:
    """Seconds that a test advances."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_clock_that_runs_is_steady_and_one_that_was_set_is_not() -> None:
    monotonic = Monotonic()
    clock_drift = ClockDrift(monotonic)
    late, set_back = NOON + timedelta(seconds=91), NOON - timedelta(minutes=50)

    assert clock_drift.look(NOON) == timedelta(0)
    monotonic.seconds += 90
    assert clock_drift.look(late) == timedelta(0)
    assert clock_drift.lasted(late) == timedelta(seconds=90)
    monotonic.seconds += 10
    assert clock_drift.look(set_back) < -timedelta(minutes=51)
    assert clock_drift.lasted(set_back) == timedelta(0)
    monotonic.seconds += 5
    assert clock_drift.look(set_back + timedelta(seconds=5)) == timedelta(0)
    assert clock_drift.lasted(set_back + timedelta(seconds=5)) == timedelta(seconds=5)


def test_a_clock_that_was_set_since_the_last_look_is_not_steady() -> None:
    """A worker that was suspended after the check must not trust a claim from before."""
    monotonic = Monotonic()
    clock_drift = ClockDrift(monotonic)
    clock_drift.look(NOON)
    monotonic.seconds += 300

    assert clock_drift.lasted(NOON + timedelta(seconds=300)) == timedelta(seconds=300)
    assert clock_drift.lasted(NOON - timedelta(minutes=55)) == timedelta(0)


def test_a_lease_is_no_longer_for_a_clock_that_was_set_back() -> None:
    monotonic = Monotonic()
    clock_drift = ClockDrift(monotonic)
    assert clock_drift.latest(NOON) == NOON
    clock_drift.look(NOON)
    monotonic.seconds += 90

    assert clock_drift.latest(NOON - timedelta(hours=1)) == NOON + timedelta(seconds=90)
    assert clock_drift.latest(NOON + timedelta(hours=1)) == NOON + timedelta(hours=1)


def test_what_was_to_be_tried_again_does_not_wait_for_a_clock_set_back(outbox: Outbox) -> None:
    outbox.slack.faults.plan(Fault("chat.postMessage", FaultKind.RATE_LIMITED, retry_after=40))
    outbox.want("hello", "Hello Gus.")
    outbox.send()

    outbox.clock.set_by(hours=-1)
    outbox.send()
    outbox.clock.let_pass(41)
    outbox.send()

    assert outbox.read_by(GUS) == ["Hello Gus."]


@pytest.mark.parametrize("hours", [-1, 1])
def test_after_the_clock_was_set_nothing_in_doubt_is_sent_until_a_lease_has_passed(
    outbox: Outbox, hours: int
) -> None:
    outbox.slack.faults.plan(Fault("chat.postMessage", FaultKind.LOSE_REPLY))
    outbox.want("hello", "Hello Gus.")
    outbox.send()

    outbox.clock.set_by(hours=hours)
    outbox.send()
    assert outbox.slack.faults.journal("conversations.history") == ()
    outbox.clock.let_pass(121)
    outbox.send()

    assert outbox.state("hello") == QueueState.sent
    assert outbox.read_by(GUS) == ["Hello Gus."]
