"""The escalation ladder, in working days: reminders climb it until somebody answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from campaigns.people.working_time import Availability, next_opening, opening_after

ACKNOWLEDGED_DAYS = 3
REPEATED_DAYS = 5
NOTE_AFTER, NOTE_AGAIN = timedelta(days=1), timedelta(days=7)


class RungKind(StrEnum):
    """Where a reminder is sent: the owner's digest, the campaign's thread or a lead's digest."""

    digest = "digest"
    thread = "thread"
    functional_lead = "functional_lead"
    facilitator = "facilitator"
    executive_sponsor = "executive_sponsor"


class Cause(StrEnum):
    """The reason why someone is reminded of an item.

    ``blocked`` reminds its owner, ``blocker`` the owner of the issue that blocks it.
    ``not_started`` means that its tier is open and its due date is near, ``still_open`` that its
    state is production but its issue is open. With ``mismatch`` and ``backslide``, its repository
    contradicts its state.
    """

    blocked = "blocked"
    blocker = "blocker"
    not_started = "not_started"
    still_open = "still_open"
    mismatch = "mismatch"
    backslide = "backslide"


@dataclass(frozen=True)
class Rung:
    """One rung of the ladder, ``day`` working days after the first reminder."""

    kind: RungKind
    day: int


class ReminderState(StrEnum):
    """The state of a reminder; ``overtaken`` if events made it unnecessary."""

    planned = "planned"
    sent = "sent"
    acknowledged = "acknowledged"
    snoozed = "snoozed"
    overtaken = "overtaken"


@dataclass(frozen=True)
class LastReminder:
    """The last reminder sent, with its place on the ladder and its time."""

    step: int
    at: datetime


@dataclass(frozen=True)
class NextReminder:
    """An upcoming reminder, with its place on the ladder and its due time in UTC."""

    step: int
    kind: RungKind
    at: datetime


@dataclass(frozen=True)
class Answer:
    """An answer that mutes an item until a moment."""

    at: datetime
    quiet_until: datetime


def silence_since(blocked_since: datetime, answers: Iterable[Answer]) -> datetime:
    """Return when the silence began: when the item was blocked, or when the last answer expired.

    An answer from before the item was blocked does not count.
    """
    return max(
        [blocked_since, *(answer.quiet_until for answer in answers if answer.at >= blocked_since)]
    )


def next_due(
    ladder: Sequence[Rung], last: LastReminder | None, since: datetime, owner: Availability
) -> NextReminder:
    """Return the next reminder of an item.

    The first is due when the owner next starts work after the silence began. Later ones are counted
    from the last one sent, so that an outage or a pause never skips a rung. The last rung repeats
    every five working days.
    """
    if last is None:
        return NextReminder(0, ladder[0].kind, next_opening(owner, since))
    step, top = last.step + 1, len(ladder) - 1
    if last.step >= top:
        return NextReminder(step, ladder[top].kind, opening_after(owner, last.at, REPEATED_DAYS))
    days = ladder[step].day - ladder[last.step].day
    return NextReminder(step, ladder[step].kind, opening_after(owner, last.at, days))


def forecast(
    ladder: Sequence[Rung],
    last: LastReminder | None,
    since: datetime,
    owner: Availability,
    *,
    until: datetime,
) -> Iterator[NextReminder]:
    """Yield the upcoming reminders until a moment if nobody answers."""
    due = next_due(ladder, last, since, owner)
    while due.at <= until:
        yield due
        due = next_due(ladder, LastReminder(due.step, due.at), since, owner)


def is_note_due(waits_since: datetime, last: datetime | None, now: datetime) -> bool:
    """Return whether a note on a blocking issue without a known owner is due (again)."""
    if last is None:
        return now - waits_since >= NOTE_AFTER
    return now - last >= NOTE_AGAIN


def acknowledged_until(owner: Availability, now: datetime) -> datetime:
    """Return the time until which an item acknowledged now is muted."""
    return opening_after(owner, now, ACKNOWLEDGED_DAYS)
