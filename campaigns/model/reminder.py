"""A reminder to one person about one item."""

from dataclasses import dataclass
from datetime import datetime

from campaigns.reminders.ladder import Cause, ReminderState, RungKind


@dataclass(frozen=True)
class Reminder:
    """A reminder to one person about one item, at one rung of the ladder."""

    id: int
    campaign_id: int
    item_id: int
    person: str
    owner: str
    since: datetime
    step: int
    kind: RungKind
    due_at: datetime
    state: ReminderState
    message: str | None
    sent_at: datetime | None
    answered_by: str | None
    answered_at: datetime | None
    quiet_until: datetime | None
    reason: str | None
    cause: Cause = Cause.blocked
    blocker: str = ""
    asked_by: str | None = None
    asked_at: datetime | None = None
