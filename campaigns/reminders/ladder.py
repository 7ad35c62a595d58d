"""Who is reminded when: a ladder in working days, climbed by silence and left by an answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from campaigns.people.working_time import Availability, next_opening, opening_after

ACKNOWLEDGED_DAYS = 3
REPEATED_DAYS = 5
NOTE_AFTER, NOTE_AGAIN = timedelta(days=1), timedelta(days=7)


class RungKind(StrEnum):
    """Where a reminder is told: in the owner's digest, the campaign's thread, a lead's digest."""

    digest = "digest"
    thread = "thread"
    functional_lead = "functional_lead"
    facilitator = "facilitator"
    executive_sponsor = "executive_sponsor"


class Cause(StrEnum):
    """Why someone is reminded of an item.

    ``blocked`` asks its owner and ``blocker`` the owner of what blocks it. ``not_started``
    is an item whose tier is open and whose due date nears, ``still_open`` one that says
    production while its issue is open. ``mismatch`` and ``backslide`` are what the
    repositories say against its state.
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
    """Where a reminder is; ``overtaken`` is what events have made unneeded."""

    planned = "planned"
    sent = "sent"
    acknowledged = "acknowledged"
    snoozed = "snoozed"
    overtaken = "overtaken"


@dataclass(frozen=True)
class Given:
    """The last reminder that was given: its place on the ladder, and when."""

    step: int
    at: datetime


@dataclass(frozen=True)
class Due:
    """A reminder to come: its place on the ladder, and when it is due, in UTC."""

    step: int
    kind: RungKind
    at: datetime


@dataclass(frozen=True)
class Answer:
    """An answer that keeps an item quiet until a moment."""

    at: datetime
    quiet_until: datetime


def silence_since(blocked_since: datetime, answers: Iterable[Answer]) -> datetime:
    """Return since when nobody says anything: the block, or the end of the latest quiet.

    An answer to an earlier block of the same item counts for nothing.
    """
    return max(
        [blocked_since, *(answer.quiet_until for answer in answers if answer.at >= blocked_since)]
    )


def next_due(
    ladder: Sequence[Rung], last: Given | None, since: datetime, owner: Availability
) -> Due:
    """Return the next reminder of an item.

    The first comes with the owner's first opening after the silence began. The others are
    counted from the one that was given, so that an outage or a pause never skips a rung.
    The last rung is repeated every five working days: nothing unanswered is forgotten.
    """
    if last is None:
        return Due(0, ladder[0].kind, next_opening(owner, since))
    step, top = last.step + 1, len(ladder) - 1
    if last.step >= top:
        return Due(step, ladder[top].kind, opening_after(owner, last.at, REPEATED_DAYS))
    days = ladder[step].day - ladder[last.step].day
    return Due(step, ladder[step].kind, opening_after(owner, last.at, days))


def forecast(
    ladder: Sequence[Rung],
    last: Given | None,
    since: datetime,
    owner: Availability,
    *,
    until: datetime,
) -> Iterator[Due]:
    """Yield the reminders to come until a moment, if everybody stays silent."""
    due = next_due(ladder, last, since, owner)
    while due.at <= until:
        yield due
        due = next_due(ladder, Given(due.step, due.at), since, owner)


def is_note_due(waits_since: datetime, last: datetime | None, now: datetime) -> bool:
    """Return whether a blocking issue without a known owner is to be asked on (again)."""
    if last is None:
        return now - waits_since >= NOTE_AFTER
    return now - last >= NOTE_AGAIN


def acknowledged_until(owner: Availability, now: datetime) -> datetime:
    """Return the moment until which an acknowledged item stays quiet."""
    return opening_after(owner, now, ACKNOWLEDGED_DAYS)
