"""The event log: the kinds of events, and the fields of an event."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class EventKind(StrEnum):
    """The kinds of events that concern a campaign or one of its items."""

    campaign_started = "campaign_started"
    campaign_activated = "campaign_activated"
    campaign_completed = "campaign_completed"
    campaign_cancelled = "campaign_cancelled"
    issue_created = "issue_created"
    creation_failed = "creation_failed"
    state_changed = "state_changed"
    dri_changed = "dri_changed"
    closed_changed = "closed_changed"
    blockers_changed = "blockers_changed"
    merge_requests_changed = "merge_requests_changed"
    item_blocked = "item_blocked"
    item_unblocked = "item_unblocked"
    issue_moved = "issue_moved"
    issue_gone = "issue_gone"
    person_linked = "person_linked"
    item_acknowledged = "item_acknowledged"
    item_snoozed = "item_snoozed"
    reminder_overtaken = "reminder_overtaken"
    reminders_paused = "reminders_paused"
    reminders_resumed = "reminders_resumed"
    reminder_sent = "reminder_sent"
    item_noted = "item_noted"
    item_declined = "item_declined"
    item_woken = "item_woken"
    reply_received = "reply_received"
    sponsor_asked = "sponsor_asked"
    tier_opened = "tier_opened"
    evidence_changed = "evidence_changed"
    item_verified = "item_verified"
    item_mismatched = "item_mismatched"
    item_backslid = "item_backslid"
    merge_request_opened = "merge_request_opened"
    pipeline_failed = "pipeline_failed"
    campaign_retargeted = "campaign_retargeted"
    item_waived = "item_waived"
    issue_found = "issue_found"
    summary_posted = "summary_posted"
    summary_skipped = "summary_skipped"
    summary_refused = "summary_refused"
    criterion_changed = "criterion_changed"
    announcement_posted = "announcement_posted"
    announcement_skipped = "announcement_skipped"
    epic_closed = "epic_closed"
    epic_reopened = "epic_reopened"


@dataclass(frozen=True)
class Event:
    """A logged change: who changed what, when and why, with the values before and after.

    ``actor`` is a Slack id, ``gitlab`` for changes found by a sync, or ``assistant``. ``component``
    is None if the event concerns the whole campaign.
    """

    kind: EventKind
    campaign: str
    at: datetime
    actor: str
    component: str | None = None
    before: Any = None
    after: Any = None
    reason: str | None = None


GITLAB = "gitlab"
ASSISTANT = "assistant"
