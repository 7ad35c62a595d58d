"""Working days: durations and dates that exclude weekends and holidays."""

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

SECONDS_A_DAY = 86400
WEEK = 7
LONGEST_DAYS = 3653
MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True)
class WorkingDays:
    """A group's working days: weekdays as numbered by `date.weekday`, except holidays.

    The position of a moment is the number of working days since the year 1, including the elapsed
    fraction of the current day in UTC. The difference between two positions is a duration.
    """

    days: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: Collection[date] = ()
    _off: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _in_week: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.days:
            raise ValueError("a week needs at least one working day")
        off = sorted({day.toordinal() for day in self.holidays if day.weekday() in self.days})
        object.__setattr__(self, "_off", tuple(off))
        counts = (sum(day < rest for day in self.days) for rest in range(WEEK))
        object.__setattr__(self, "_in_week", tuple(counts))

    def works_on(self, day: date) -> bool:
        """Return whether the group works on a day."""
        return day.weekday() in self.days and day not in self.holidays

    def position(self, moment: datetime) -> float:
        """Return the position of a moment."""
        at = moment.astimezone(UTC)
        whole = self._before(at.toordinal())
        if not self.works_on(at.date()):
            return float(whole)
        return whole + (at.hour * 3600 + at.minute * 60 + at.second) / SECONDS_A_DAY

    def end_of(self, day: date) -> float:
        """Return the position of the end of a day."""
        return float(self._before(day.toordinal() + 1))

    def day_at(self, position: float, *, start: date) -> date:
        """Return the first day, from ``start`` on, at the end of which a position is reached.

        A position more than ten years ahead is capped at ten years.
        """
        first = start.toordinal()
        ahead = range(first + 1, first + 1 + LONGEST_DAYS)
        steps = bisect_left(ahead, position, key=self._before)
        return start + timedelta(days=steps)

    def _before(self, ordinal: int) -> int:
        """Count the working days before a day."""
        weeks, rest = divmod(ordinal - 1, WEEK)
        return weeks * len(self.days) + self._in_week[rest] - bisect_left(self._off, ordinal)


WEEKDAYS = WorkingDays()
"""Monday to Friday. Holidays differ by country; observed durations already include them."""
