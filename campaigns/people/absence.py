"""Whether someone is away, by their statuses in Slack and GitLab."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from campaigns.dates import short_date
from campaigns.model.person import Person
from campaigns.people.away_status import says_away
from campaigns.people.status_dates import read_days_away
from campaigns.people.working_time import DAY, find_zone, resolve

EVENING = time(16, 30)
WEEKEND = (5, 6)
LONG_WITHOUT_END = timedelta(days=14)
"""How long an absence without an end may last before the facilitator is asked about it."""
# Where 4/5 is a day in April.
MONTH_FIRST = ("America/", "US/")


@dataclass(frozen=True)
class Absence:
    """Someone's absence, and until when if they said so."""

    until: datetime | None = None


def find_absence(person: Person, now: datetime) -> Absence | None:
    """Return the absence of someone who is away, by their statuses in Slack and GitLab.

    A Slack status counts until it expires, or until the date in its text. GitLab's Busy flag counts
    too, but for two weeks only: people forget it.
    """
    forgotten = without_end_for_long(person, now)
    absences = [*_in_words(person, now), *([Absence()] * (person.gitlab_busy and not forgotten))]
    if not absences:
        return None
    return Absence(max((one.until for one in absences if one.until), default=None))


def has_no_end(person: Person, now: datetime) -> bool:
    """Return whether someone is marked as away, and nothing says until when."""
    absences = list(_in_words(person, now))
    marked = bool(absences) or person.gitlab_busy
    return marked and all(absence.until is None for absence in absences)


def without_end_for_long(person: Person, now: datetime) -> bool:
    """Return whether someone has been marked as away without an end for two weeks."""
    since = person.away_since
    return since is not None and since + LONG_WITHOUT_END <= now


def _in_words(person: Person, now: datetime) -> Iterator[Absence]:
    """Yield what each of the two statuses says now."""
    expires = person.status_until
    status = f"{person.status_emoji} {person.status_text}"
    if (person.status_away or says_away(status)) and (expires is None or expires > now):
        yield from _until(person, person.status_text, expires, now)
    if person.gitlab_status_away or says_away(person.gitlab_status):
        yield from _until(person, person.gitlab_status, None, now)


def _until(person: Person, text: str, expires: datetime | None, now: datetime) -> Iterator[Absence]:
    """Yield the absence of a status, unless its dates say that it is over or yet to come."""
    zone = find_zone(person.tz) or UTC
    today = now.astimezone(zone).date()
    days = read_days_away(text, today, month_first=person.tz.startswith(MONTH_FIRST))
    if days.first is not None and today < days.first:
        return
    until = expires or (resolve(zone, days.back, time(0)) if days.back else None)
    if until is None or until > now:
        yield Absence(until)


def describe_absence(person: Person, now: datetime) -> str | None:
    """Describe an absence, and until when if they said so; never why."""
    absence = find_absence(person, now)
    if absence is None:
        return None
    day = back_on(absence, person.tz)
    until = f" until {day:%a} {short_date(day)}" if day else ""
    return f"{person.name} is away{until}"


def back_on(absence: Absence, tz: str) -> date | None:
    """Return the day someone is back, or None if they did not say.

    An end in the evening means the next day; weekends are skipped; an unknown time zone is UTC.
    """
    if absence.until is None:
        return None
    there = absence.until.astimezone(find_zone(tz) or UTC)
    day = there.date() + (DAY if there.time() >= EVENING else timedelta())
    return day + DAY * max(0, 7 - day.weekday()) if day.weekday() in WEEKEND else day
