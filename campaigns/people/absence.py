"""Whether someone is away, from what they say of themselves in Slack and in GitLab."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from campaigns.people.working_time import DAY, find_zone

EVENING = time(16, 30)
WEEKEND = (5, 6)

# GitLab's own reviewer tools skip people for these words and emoji, and for the Busy flag.
_WORDS = re.compile(
    r"(?<!\w)(?:ooo|pto|out[ -]of[ -](?:the[ -])?office|(?:parental|annual|sick)[ -]leave"
    r"|friends[ -](?:and|&)[ -]family)(?!\w)",
    re.IGNORECASE,
)
_EMOJI = re.compile(
    r":(?:palm_tree|beach|beach_with_umbrella|thermometer|face_with_thermometer|red_circle):"
)


@dataclass(frozen=True)
class Statuses:
    """What someone says of themselves, an emoji as its name between colons.

    ``until`` is when their Slack status ends, where it does. ``busy`` is GitLab's flag.
    """

    slack: str = ""
    until: datetime | None = None
    gitlab: str = ""
    busy: bool = False


@dataclass(frozen=True)
class Absence:
    """Someone is away, and until when where they said so."""

    until: datetime | None = None


def says_away(status: str) -> bool:
    """Tell whether a status says that somebody is out of office, in words or by an emoji."""
    return bool(_WORDS.search(status) or _EMOJI.search(status))


def find_absence(statuses: Statuses, now: datetime) -> Absence | None:
    """Find whether someone is away; what Slack said counts until it ends."""
    ended = statuses.until is not None and statuses.until <= now
    in_slack = says_away(statuses.slack) and not ended
    in_gitlab = statuses.busy or says_away(statuses.gitlab)
    if not in_slack and not in_gitlab:
        return None
    return Absence(statuses.until if in_slack else None)


def back_on(absence: Absence, tz: str) -> date | None:
    """Give the day someone is back, where they said so: a status that ends at night tells less.

    Weekends do not count; an unknown time zone is UTC.
    """
    if absence.until is None:
        return None
    there = absence.until.astimezone(find_zone(tz) or UTC)
    day = there.date() + (DAY if there.time() >= EVENING else timedelta())
    return day + DAY * max(0, 7 - day.weekday()) if day.weekday() in WEEKEND else day
