"""Story time and wall time of an action."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Clocks:
    """One moment on two clocks, both aware and in UTC.

    ``story`` governs due dates, working hours and what people read; ``wall`` governs
    leases and queues. They differ only in the sandbox.
    """

    story: datetime
    wall: datetime

    @property
    def today(self) -> date:
        """The story's date."""
        return self.story.date()
