"""A cheap check, run every few seconds, of whether the reminder job has work to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commands.clocks import Clocks
from storage.delivery.idle import fell_due, newest_event
from storage.store import Store

# People's working hours and Slack profiles change without an event.
AT_LEAST_EVERY = timedelta(seconds=15)


@dataclass(frozen=True)
class ReminderCheckpoint:
    """The newest event at the last run of the reminder job, and the story time of the run."""

    event: int
    at: datetime


def find_changes(
    store: Store, seen: ReminderCheckpoint | None, *, now: Clocks
) -> ReminderCheckpoint | None:
    """Return a new checkpoint if the reminder job has work since ``seen``, else None.

    It has work if there are new events or due reminders, enough time has passed, or story time was
    moved back.
    """
    with store.read() as session:
        news = ReminderCheckpoint(newest_event(session), now.story)
        if seen is None or seen.event != news.event:
            return news
        if not timedelta(0) <= now.story - seen.at < AT_LEAST_EVERY:
            return news
        return news if fell_due(session, since=seen.at, now=now.story) else None
