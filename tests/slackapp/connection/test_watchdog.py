"""A stalled scheduler is restarted after any change of the system clock."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.events import EVENT_JOB_SUBMITTED
from apscheduler.schedulers.background import BackgroundScheduler

from slackapp.jobs import create_scheduler, stop
from slackapp.watchdog import Watchdog

HOUR = timedelta(hours=1)


class Seconds:
    """A monotonic clock controlled by a test."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def scheduler() -> Iterator[BackgroundScheduler]:
    threads = ThreadPoolExecutor(2)
    created = create_scheduler(threads)
    created.start()
    yield created
    stop(created, threads)


def stand_still(scheduler: BackgroundScheduler) -> None:
    """Have the effect of setting the clock back by an hour: the next run is an hour ahead."""
    scheduler.modify_job("tick", next_run_time=datetime.now(UTC) + HOUR)


def test_a_ticker_that_missed_three_periods_ticks_again(scheduler: BackgroundScheduler) -> None:
    clock, ticked, restarts = Seconds(), threading.Event(), list[int]()
    watchdog = Watchdog(scheduler, restarted=lambda: restarts.append(1), clock=clock)
    scheduler.add_job(ticked.set, "interval", seconds=10, id="tick")
    stand_still(scheduler)

    assert watchdog.look() == ()
    clock.now = 30
    assert watchdog.look() == ()
    assert not ticked.is_set()
    clock.now = 30.1
    assert watchdog.look() == ("tick",)
    assert ticked.wait(60)
    assert restarts == [1]
    assert watchdog.look() == ()


def test_a_ticker_that_ticks_is_left_alone(scheduler: BackgroundScheduler) -> None:
    clock, ticked = Seconds(), threading.Event()
    watchdog = Watchdog(scheduler, clock=clock)
    scheduler.add_listener(lambda _: ticked.set(), EVENT_JOB_SUBMITTED)
    scheduler.add_job(str, "interval", seconds=10, id="tick")
    assert watchdog.look() == ()
    clock.now = 31
    scheduler.modify_job("tick", next_run_time=datetime.now(UTC))
    assert ticked.wait(60)

    assert watchdog.look() == ()
    assert scheduler.get_job("tick").next_run_time > datetime.now(UTC)


def test_a_job_that_runs_for_long_has_not_missed_its_periods_and_nothing_warns_of_it(
    scheduler: BackgroundScheduler, caplog: pytest.LogCaptureFixture
) -> None:
    clock, begun, end = Seconds(), threading.Event(), threading.Event()

    def long_job() -> None:
        runs.append(1)
        begun.set()
        end.wait(20)

    runs, ticks = list[int](), threading.Semaphore(0)
    watchdog = Watchdog(scheduler, clock=clock)
    scheduler.add_listener(lambda _: ticks.release(), EVENT_JOB_SUBMITTED)
    scheduler.add_job(long_job, "interval", seconds=10, id="tick")
    scheduler.modify_job("tick", next_run_time=datetime.now(UTC))
    assert begun.wait(60)
    assert ticks.acquire(timeout=60)
    clock.now = 31
    scheduler.modify_job("tick", next_run_time=datetime.now(UTC))
    assert ticks.acquire(timeout=60)

    assert watchdog.look() == ()
    assert runs == [1]
    assert caplog.messages == []
    end.set()
