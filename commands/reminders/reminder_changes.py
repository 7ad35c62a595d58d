"""A cheap check, made every few seconds, whether the reminder job has work."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commands.clocks import Clocks
from storage.delivery.idle import fell_due, newest_event
from storage.store import Store

# People's hours and what Slack says of them change without an event.
AT_LEAST_EVERY = timedelta(seconds=15)


@dataclass(frozen=True)
class ReminderCheckpoint:
    """The newest event at the last run of the reminder job, and its story time."""

    event: int
    at: datetime


def find_changes(
    store: Store, seen: ReminderCheckpoint | None, *, now: Clocks
) -> ReminderCheckpoint | None:
    """Find whether something happened or fell due since then, or enough time has passed.

    None if nothing changed. Story time may also have been moved back.
    """
    with store.read() as session:
        news = ReminderCheckpoint(newest_event(session), now.story)
        if seen is None or seen.event != news.event:
            return news
        if not timedelta(0) <= now.story - seen.at < AT_LEAST_EVERY:
            return news
        return news if fell_due(session, since=seen.at, now=now.story) else None
