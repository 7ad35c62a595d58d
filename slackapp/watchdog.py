"""A watchdog for the jobs: after the clock is set back, APScheduler waits until it catches up.

It uses the monotonic clock, which cannot be set.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from time import monotonic

import structlog
from apscheduler.events import EVENT_JOB_SUBMITTED, JobSubmissionEvent
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = structlog.get_logger()

MISSED_PERIODS = 3
LOOK_SECONDS = 1.0


class Watchdog:
    """Restarts a periodic job that has missed three of its intervals.

    A long-running job has not missed any: its runs are submitted, and the pool skips them
    while it is busy.
    """

    def __init__(
        self,
        scheduler: BackgroundScheduler,
        *,
        restarted: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._scheduler, self._restarted, self._clock = scheduler, restarted, clock
        self._beats: dict[str, float] = {}
        scheduler.add_listener(self._note, EVENT_JOB_SUBMITTED)

    def _note(self, event: JobSubmissionEvent) -> None:
        self._beats[event.job_id] = self._clock()

    def look(self) -> tuple[str, ...]:
        """Restart the stalled jobs and return their names."""
        now, stalled = self._clock(), []
        for job in self._scheduler.get_jobs():
            if isinstance(job.trigger, IntervalTrigger):
                missed = MISSED_PERIODS * job.trigger.interval.total_seconds()
                if now - self._beats.setdefault(job.id, now) > missed:
                    stalled.append(job.id)
        for name in stalled:
            self._restart(name)
        return tuple(stalled)

    def _restart(self, name: str) -> None:
        log.warning("ticker_restarted", job=name)
        self._beats[name] = self._clock()
        with suppress(JobLookupError):
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))
            self._restarted()

    def watch(self, stopping: threading.Event) -> None:
        """Check every second until stopped."""
        while not stopping.wait(LOOK_SECONDS):
            self.look()
