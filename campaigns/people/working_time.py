"""A person's working time: their time zone, days and hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Availability:
    """The times at which a person may be contacted: from ``start`` to before ``end``, local time.

    ``days`` are weekdays as numbered by `date.weekday`; ``tz`` is an IANA name.

    Raises:
        ValueError: there is no working time at all.
    """

    tz: str
    days: frozenset[int]
    start: time
    end: time
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(7)) or self.start >= self.end:
            raise ValueError(
                "at least one working day is required, and the hours must end after they start"
            )


def find_zone(name: str) -> tzinfo | None:
    """Find a time zone by its IANA name; None if it is unknown."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_of(availability: Availability) -> tzinfo:
    """Return the person's time zone, or UTC if its name is unknown."""
    return find_zone(availability.tz) or UTC


def local_day(availability: Availability, moment: datetime) -> date:
    """Return the person's calendar day at a moment."""
    return moment.astimezone(zone_of(availability)).date()


def next_working_moment(availability: Availability, moment: datetime) -> datetime:
    """Return the first moment of working time at or after a moment, in UTC."""
    day = local_day(availability, moment) - DAY
    while True:
        hours = _working_hours(availability, day)
        if hours is not None and moment < hours[1]:
            return max(moment.astimezone(UTC), hours[0])
        day += DAY


def next_opening(availability: Availability, moment: datetime) -> datetime:
    """Return the next start of working hours at or after a moment, in UTC."""
    day = local_day(availability, moment) - DAY
    while True:
        hours = _working_hours(availability, day)
        if hours is not None and moment <= hours[0]:
            return hours[0]
        day += DAY


def closing(availability: Availability, moment: datetime) -> datetime:
    """Return the end of working hours on the person's local day at a moment, in UTC."""
    day = local_day(availability, moment)
    return resolve(zone_of(availability), day, availability.end)


def is_working(availability: Availability, moment: datetime) -> bool:
    """Return whether the person works at a moment."""
    return next_working_moment(availability, moment) == moment


def add_working_days(availability: Availability, day: date, number: int) -> date:
    """Return the day ``number`` working days later; 0 means the first one on or after ``day``."""
    while not _works_on(availability, day):
        day += DAY
    for _ in range(number):
        day += DAY
        while not _works_on(availability, day):
            day += DAY
    return day


def working_days_before(availability: Availability, day: date, number: int) -> date:
    """Return the day ``number`` working days earlier."""
    for _ in range(number):
        day -= DAY
        while not _works_on(availability, day):
            day -= DAY
    return day


def opening_after(availability: Availability, moment: datetime, working_days: int) -> datetime:
    """Return the start of working hours ``working_days`` after a moment's local day, in UTC."""
    day = add_working_days(availability, local_day(availability, moment), working_days)
    return next_opening(availability, resolve(zone_of(availability), day, time(0)))


def resolve(zone: tzinfo, day: date, clock: time) -> datetime:
    """Convert a local time to a moment in UTC.

    An ambiguous time becomes the first of the two moments; a nonexistent time becomes the end of
    its gap (PEP 495: in a gap, fold 0 has the offset before it and fold 1 the one after).
    """
    first = datetime.combine(day, clock, zone)
    before = first.astimezone(UTC)
    if before.astimezone(zone).replace(tzinfo=None) == first.replace(tzinfo=None):
        return before
    return _end_of_gap(zone, first.replace(fold=1).astimezone(UTC), before)


def _end_of_gap(zone: tzinfo, early: datetime, late: datetime) -> datetime:
    """Find, to the second, the moment between two others at which the offset changes."""
    offset = late.astimezone(zone).utcoffset()
    while late - early > SECOND:
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            late = middle
        else:
            early = middle
    return late.replace(microsecond=0)


def _works_on(availability: Availability, day: date) -> bool:
    return day.weekday() in availability.days and day not in availability.holidays


def _working_hours(availability: Availability, day: date) -> tuple[datetime, datetime] | None:
    """Return the start and end of a day's working hours, or None if there are none."""
    if not _works_on(availability, day):
        return None
    zone = zone_of(availability)
    opens = resolve(zone, day, availability.start)
    closes = resolve(zone, day, availability.end)
    return (opens, closes) if opens < closes else None
