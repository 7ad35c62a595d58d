"""Snoozes: their limits, and when a lead is notified."""

from datetime import date, datetime, time, timedelta

from campaigns.people.working_time import Availability, local_day, next_opening, resolve, zone_of

SNOOZE_DAYS = (1, 3, 7)
MAX_DAYS = 90
TOLD_AT = 3
# The working days that the facilitator has to decide on a declined item.
NOT_MINE_DAYS = 5


def snooze_day(owner: Availability, now: datetime, days: int) -> date:
    """Return the owner's calendar day, a number of days from now."""
    return local_day(owner, now) + timedelta(days=days)


def is_past(owner: Availability, now: datetime, day: date) -> bool:
    """Return whether a snooze until this day would already be over."""
    return day <= local_day(owner, now)


def is_too_far(owner: Availability, now: datetime, day: date) -> bool:
    """Return whether a day is more than ninety days away."""
    return day > snooze_day(owner, now, MAX_DAYS)


def snoozed_until(owner: Availability, day: date) -> datetime:
    """Return the start of working hours on the day a snooze ends, or on the next working day."""
    return next_opening(owner, resolve(zone_of(owner), day, time(0)))


def notifies_lead(snoozes: int) -> bool:
    """Return whether the functional lead is notified, which starts with an item's third snooze."""
    return snoozes >= TOLD_AT
