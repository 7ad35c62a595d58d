"""The cause of an item's reminders and when it began; only one applies at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from campaigns.evidence import is_behind
from campaigns.lifecycle.tiers import list_startable
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.people.working_time import (
    Availability,
    next_opening,
    opening_after,
    resolve,
    working_days_before,
    zone_of,
)
from campaigns.reminders.ladder import Cause
from campaigns.states import OPEN_CAMPAIGN_STATES, ItemState

# An item in production since yesterday noon is not late: a full working day must pass.
STILL_OPEN_DAYS = 2


@dataclass(frozen=True)
class Ask:
    """A question to someone about an item; ``blocker`` is the issue that they own."""

    cause: Cause
    since: datetime
    blocker: str = ""


def find_ask(
    campaign: Campaign, item: Item, turns: Collection[str], owner: Availability, nears_days: int
) -> Ask | None:
    """Return the question to ask an item's owner, if any.

    For an item that has not started, the question begins ``nears_days`` working days before the
    due date, which may be in the future.
    """
    cause = find_cause(campaign, item, turns)
    if cause is None:
        return None
    return Ask(cause, _asks_since(cause, campaign, item, owner, nears_days))


def _asks_since(
    cause: Cause, campaign: Campaign, item: Item, owner: Availability, nears_days: int
) -> datetime:
    since, evidence = in_state_since(campaign, item), item.evidence
    if cause == Cause.still_open:
        return opening_after(owner, since, STILL_OPEN_DAYS)
    if cause == Cause.not_started and campaign.due_on is not None:
        return max(since, _nears(owner, campaign.due_on, nears_days))
    if cause == Cause.mismatch and evidence is not None:
        return max(since, evidence.mismatched_at or evidence.since)
    if cause == Cause.backslide and evidence is not None:
        return evidence.backslid_at or since
    return since


def find_cause(campaign: Campaign, item: Item, turns: Collection[str]) -> Cause | None:
    """Return the most pressing cause for reminding an item's owner.

    ``turns`` are the components whose work may start (`campaigns.lifecycle.tiers.list_startable`).
    """
    if item.gone:
        return None
    evidence = item.evidence
    if item.state == ItemState.blocked and not item.closed:
        return Cause.blocked
    if evidence is not None and evidence.backslid_at is not None and not item.waived:
        return Cause.backslide
    believed = item.waived or (evidence is not None and evidence.verified)
    if item.claims_production and is_behind(item) and not believed:
        return Cause.mismatch
    return None if item.closed else _find_delay(campaign, item, turns)


def _find_delay(campaign: Campaign, item: Item, turns: Collection[str]) -> Cause | None:
    """Return what is overdue on an open item: closing its issue, or starting work."""
    if item.state == ItemState.production:
        return Cause.still_open
    waits = item.state == ItemState.not_started and item.component in turns
    return Cause.not_started if waits and campaign.due_on is not None else None


def in_state_since(campaign: Campaign, item: Item) -> datetime:
    """Return when an item entered its state; if that is unknown, when the campaign started."""
    return item.state_since or campaign.started_at


def _nears(owner: Availability, due_on: date, nears_days: int) -> datetime:
    """Return the start of working hours on the first day when a due date counts as near."""
    day = working_days_before(owner, due_on, nears_days)
    return next_opening(owner, resolve(zone_of(owner), day, time(0)))


def causes_of(view: CampaignView) -> dict[int, Cause | None]:
    """Map item ids to the current cause for reminding the item's owner."""
    turns = list_startable(view)
    return {item.id: find_cause(view.campaign, item, turns) for item in view.items}


def is_asked(view: CampaignView, item: Item, cause: Cause, blocker: str = "") -> bool:
    """Return whether a question about an item still applies."""
    if view.campaign.state not in OPEN_CAMPAIGN_STATES:
        return False
    return still_asks(item, find_cause(view.campaign, item, list_startable(view)), cause, blocker)


def still_asks(item: Item, now: Cause | None, asked: Cause, blocker: str) -> bool:
    """Return whether an earlier question still applies, given the item's current cause ``now``."""
    if asked != Cause.blocker:
        return now == asked
    waits = blocker in {known.reference for known in item.blockers}
    return waits and now == Cause.blocked
