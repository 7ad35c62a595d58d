"""The story time and the wall time of an action."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Clocks:
    """A point in time on two clocks, both timezone-aware and in UTC.

    ``story`` is used for due dates, working hours and messages; ``wall`` is used for leases and
    queues. They differ only in the sandbox.
    """

    story: datetime
    wall: datetime

    @property
    def today(self) -> date:
        """The date of the story time."""
        return self.story.date()
