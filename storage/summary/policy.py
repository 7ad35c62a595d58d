"""When the weekly summary is drafted: `summary` in working-group.yml."""

from datetime import time

from pydantic import BaseModel, ConfigDict, Field

from campaigns.summary.week import Schedule
from storage.reminders.policy import Clock, Day, Weekday


class SummaryPolicy(BaseModel):
    """The draft's weekday and time, local to the facilitator, and how long it may stay unposted."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    day: Day = Weekday.monday
    time: Clock = time(9)
    post_within_hours: int = Field(default=24, ge=1, le=120)

    @property
    def schedule(self) -> Schedule:
        """The weekday and time at which a draft is due."""
        return Schedule(int(self.day), self.time)
