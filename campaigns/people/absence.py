"""Absences, derived from people's statuses in Slack and GitLab."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from campaigns.dates import short_date
from campaigns.model.person import Person
from campaigns.people.working_time import DAY, find_zone

EVENING = time(16, 30)
WEEKEND = (5, 6)

# GitLab's own reviewer tools skip people with these words or emoji, or with the Busy flag.
_WORDS = re.compile(
    r"(?<!\w)(?:ooo|pto|out[ -]of[ -](?:the[ -])?office|(?:parental|annual|sick)[ -]leave"
    r"|friends[ -](?:and|&)[ -]family)(?!\w)",
    re.IGNORECASE,
)
_EMOJI = re.compile(
    r":(?:palm_tree|beach|beach_with_umbrella|thermometer|face_with_thermometer|red_circle):"
)


@dataclass(frozen=True)
class Absence:
    """A person's absence, with its end if their status has one."""

    until: datetime | None = None


def says_away(status: str) -> bool:
    """Return whether a status says out of office, in words or with an emoji."""
    return bool(_WORDS.search(status) or _EMOJI.search(status))


def find_absence(person: Person, now: datetime) -> Absence | None:
    """Return a person's current absence according to their Slack and GitLab statuses, if any.

    A Slack status counts until it expires. GitLab's Busy flag also counts as an absence.
    """
    until = person.status_until
    ended = until is not None and until <= now
    in_slack = says_away(f"{person.status_emoji} {person.status_text}") and not ended
    in_gitlab = person.gitlab_busy or says_away(person.gitlab_status)
    if not in_slack and not in_gitlab:
        return None
    return Absence(until if in_slack else None)


def describe_absence(person: Person, now: datetime) -> str | None:
    """Describe a person's absence with its end, if known, but never its reason."""
    absence = find_absence(person, now)
    if absence is None:
        return None
    day = back_on(absence, person.tz)
    until = f" until {day:%a} {short_date(day)}" if day else ""
    return f"{person.name} is away{until}"


def back_on(absence: Absence, tz: str) -> date | None:
    """Return the day on which an absent person is back, or None if that is unknown.

    After an absence that ends in the evening, they are back the next day. Weekends are skipped. An
    unknown time zone is treated as UTC.
    """
    if absence.until is None:
        return None
    there = absence.until.astimezone(find_zone(tz) or UTC)
    day = there.date() + (DAY if there.time() >= EVENING else timedelta())
    return day + DAY * max(0, 7 - day.weekday()) if day.weekday() in WEEKEND else day
