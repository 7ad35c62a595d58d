"""Periodic jobs: an in-memory APScheduler runs them, and the database decides what is due.

APScheduler's persistent store can lose jobs if the process is killed, so it is not used.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.executors.base import MaxInstancesReachedError
from apscheduler.executors.pool import BasePoolExecutor
from apscheduler.job import Job
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from commands.announcements.announcements import draft_announcements
from commands.delivery.run_intents import run_intents
from commands.delivery.worker import Worker
from commands.evidence.gather_evidence import gather_evidence
from commands.lifecycle.dispatch_closed_epics import dispatch_closed_epics
from commands.merge_requests.follow_requests import follow_requests
from commands.notices.dispatch_notices import dispatch_notices
from commands.people.sync_presences import sync_presences
from commands.people.watch_absences import watch_absences
from commands.reminders.ask_blockers import ask_blockers
from commands.reminders.audit_lateness import audit_lateness
from commands.reminders.dispatch_declines import dispatch_declines
from commands.reminders.plan_reminders import plan_reminders
from commands.reminders.reminder_changes import ReminderCheckpoint, find_changes
from commands.summary.draft_summary import draft_due_summary
from commands.summary.forecast_summary import forecast_summaries
from commands.sync.check_campaign import check_campaigns
from gitlab_gateway.errors import GitLabError
from slackapp.connection.outages import OutageMonitor
from slackapp.delivery.database_watch import DatabaseWatch
from slackapp.delivery.outbox import Sender
from slackapp.delivery.sender import send_due
from slackapp.homes import Homes, publish_changed
from slackapp.pictures.summary_pictures import PictureContext, picture_summaries
from slackapp.ticks import Ticks
from storage.lifecycle.campaigns import list_campaigns

log = structlog.get_logger()

SEND, WORK, SYNC, REMIND, SUMMARISE = "send", "work", "sync", "remind", "summarise"
HOME, AUDIT, GATHER, LISTEN = "home", "audit", "gather", "listen"
DATABASE = "database"
# Send the acknowledgement first: workers would compete with it for the interpreter.
NUDGE_AFTER = timedelta(milliseconds=40)
THREADS = 12
# A long start must not delay other work; leases keep the workers apart.
WORKERS = 3


class Pool(BasePoolExecutor):  # type: ignore[misc]  # APScheduler has no types
    """An APScheduler executor on a thread pool that the assistant shuts down itself.

    APScheduler's shutdown waits for running jobs while holding its locks, and a job that
    wakes another one would wait for these locks forever.
    """

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        super().__init__(threads)

    def submit_job(self, job: Job, run_times: list[datetime]) -> None:
        """Run a job, unless it is still running; it then runs at its next tick.

        APScheduler would log a warning for each such tick.
        """
        with suppress(MaxInstancesReachedError):
            super().submit_job(job, run_times)


def create_scheduler(threads: ThreadPoolExecutor) -> BackgroundScheduler:
    """Create the scheduler; a delayed job runs once, as soon as possible."""
    return BackgroundScheduler(
        executors={"default": Pool(threads)},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        timezone=UTC,
    )


def add_jobs(scheduler: BackgroundScheduler, sender: Sender, worker: Worker, ticks: Ticks) -> None:
    """Add the periodic jobs."""
    minutes = worker.catalog.working_group.policy.sync_minutes
    scheduler.add_job(send_due, "interval", [sender], seconds=ticks.send, id=SEND)
    scheduler.add_job(
        work, "interval", [worker, scheduler], seconds=ticks.work, id=WORK, max_instances=WORKERS
    )
    scheduler.add_job(sync_open_campaigns, "interval", [worker], minutes=minutes, id=SYNC)
    minutes = worker.catalog.working_group.policy.evidence_minutes
    scheduler.add_job(gather, "interval", [worker], minutes=minutes, id=GATHER)
    remind = remind_job(worker, scheduler)
    scheduler.add_job(remind, "interval", seconds=ticks.remind, id=REMIND)
    scheduler.add_job(
        summarise, "interval", [worker, sender, scheduler], seconds=ticks.summarise, id=SUMMARISE
    )
    audit = audit_job(sender)
    scheduler.add_job(audit, "interval", seconds=ticks.audit, id=AUDIT)


def add_home_job(scheduler: BackgroundScheduler, homes: Homes, ticks: Ticks) -> None:
    """Add the job that keeps App Homes up to date."""
    scheduler.add_job(publish_changed, "interval", [homes], seconds=ticks.home, id=HOME)


def add_listening_job(
    scheduler: BackgroundScheduler, listening: OutageMonitor, ticks: Ticks
) -> None:
    """Add the job that detects connection outages."""
    scheduler.add_job(listening.look, "interval", seconds=ticks.listen, id=LISTEN)


def add_database_job(scheduler: BackgroundScheduler, watch: DatabaseWatch, ticks: Ticks) -> None:
    """Add the job that notices the loss of the database's file."""
    scheduler.add_job(watch.look, "interval", seconds=ticks.database, id=DATABASE)


def work(worker: Worker, scheduler: BackgroundScheduler) -> None:
    """Run the intents that are due, and wake the sender for the results."""
    if run_intents(worker):
        wake_jobs(scheduler, SEND)


def remind_job(worker: Worker, scheduler: BackgroundScheduler) -> Callable[[], None]:
    """Build the job that updates reminders and notices whenever something may have changed."""
    seen: ReminderCheckpoint | None = None

    def remind() -> None:
        nonlocal seen
        now = worker.clock()
        news = find_changes(worker.store, seen, now=now)
        if news is None:
            return
        handed = plan_reminders(worker.store, worker.catalog, clock=worker.clock)
        handed += dispatch_notices(worker.store, worker.catalog, clock=worker.clock)
        handed += dispatch_declines(worker.store, worker.catalog, now=now)
        handed += dispatch_closed_epics(worker.store, worker.catalog, now=now)
        handed += draft_announcements(worker.store, worker.catalog, now=now)
        if handed:
            wake_jobs(scheduler, SEND)
        seen = news

    return remind


def summarise(worker: Worker, sender: Sender, scheduler: BackgroundScheduler) -> None:
    """Draft the weekly summary when it is due, and add forecasts and images to summaries."""
    now = worker.clock()
    pictures = PictureContext(worker.store, sender.slack, worker.catalog, worker.clock)
    drafted = draft_due_summary(worker.store, worker.catalog, now=now)
    forecast = forecast_summaries(worker.store, now=now)
    if picture_summaries(pictures) or drafted or forecast:
        wake_jobs(scheduler, SEND)


def audit_job(sender: Sender) -> Callable[[], None]:
    """Build the job that checks for late messages; it remembers its last report."""
    overlooked: Mapping[int, datetime] = {}

    def audit() -> None:
        nonlocal overlooked
        found = audit_lateness(sender.store, sender.catalog, overlooked, now=sender.clock())
        overlooked = found.overlooked
        sender.metrics.backlog.set(found.backlog)
        sender.metrics.late.inc(found.late)

    return audit


def sync_open_campaigns(worker: Worker) -> None:
    """Sync every open campaign and the assistant's merge requests with GitLab."""
    ids = _open_campaigns(worker)
    watch_absences(worker.store, worker.catalog, now=worker.clock())
    try:
        check_campaigns(worker, ids)
        follow_requests(worker.store, worker.gitlab, worker.catalog, now=worker.clock())
        ask_blockers(worker.store, worker.catalog, now=worker.clock())
    except GitLabError as error:
        log.warning("sync_postponed", why=str(error))
        return
    _look_at_people(worker)


def _open_campaigns(worker: Worker) -> tuple[int, ...]:
    with worker.store.read() as session:
        return tuple(campaign.id for campaign in list_campaigns(session, only_open=True))


def _look_at_people(worker: Worker) -> None:
    """Update who is busy; if GitLab does not answer, use the status in Slack."""
    try:
        sync_presences(worker.store, worker.gitlab, worker.catalog, now=worker.clock())
    except GitLabError as error:
        log.warning("people_not_synced", why=str(error))


def gather(worker: Worker) -> None:
    """Read the repositories of every open campaign; if GitLab fails, leave them to the next run."""
    for campaign_id in _open_campaigns(worker):
        try:
            gather_evidence(worker, campaign_id)
        except GitLabError as error:
            log.warning("evidence_postponed", why=str(error))


def wake_jobs(scheduler: BackgroundScheduler, *names: str) -> None:
    """Run periodic jobs now, by default the workers and the sender."""
    for name in names or (WORK, SEND):
        if scheduler.running:
            with suppress(JobLookupError):
                scheduler.modify_job(name, next_run_time=datetime.now(UTC) + NUDGE_AFTER)


def hand_over(scheduler: BackgroundScheduler, task: Callable[[], None]) -> None:
    """Run a task on a worker thread, now."""
    if scheduler.running:
        scheduler.add_job(task)


def stop(scheduler: BackgroundScheduler, threads: ThreadPoolExecutor) -> None:
    """Stop the scheduler, then wait for the running jobs."""
    scheduler.shutdown(wait=False)
    threads.shutdown(wait=True)
