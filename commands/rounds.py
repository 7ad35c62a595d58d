"""The round of reminders that an item is in: who owns it, and since when it is silent."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from campaigns.reminders import Answer, Due, Given, ReminderState, forecast, silence_since
from campaigns.states import CampaignState, ItemState
from campaigns.working_time import Availability
from commands.recipients import availability_of, find_owner
from storage.campaigns import get_view, list_campaigns
from storage.catalog import Catalog
from storage.records import CampaignRecord, ItemRecord, PersonRecord
from storage.reminders import EVERYTHING, list_answers, list_item_reminders, list_pauses


@dataclass(frozen=True)
class Round:
    """One silence of a blocked item: it ends with an answer, a new owner or a new block.

    ``last`` is the last reminder given in it, ``planned`` whether one is to come.
    """

    campaign: CampaignRecord
    item: ItemRecord
    owner: PersonRecord
    availability: Availability
    since: datetime
    last: Given | None
    planned: bool

    def to_come(self, catalog: Catalog, until: datetime) -> tuple[Due, ...]:
        """List the reminders to come until a moment, if everybody stays silent."""
        ladder = catalog.working_group.reminders.ladder.rungs
        due = forecast(ladder, self.last, self.since, self.availability, until=until)
        return tuple(due)


def list_rounds(session: Session, catalog: Catalog) -> tuple[Round, ...]:
    """List the rounds of every blocked item of the active campaigns."""
    views = [get_view(session, campaign.id) for campaign in list_campaigns(session, only_open=True)]
    found = (
        _round(session, catalog, view.campaign, item)
        for view in views
        if view.campaign.state == CampaignState.active
        for item in view.items
        if item.state == ItemState.blocked and not item.closed and not item.gone
    )
    return tuple(one for one in found if one is not None)


def is_paused(session: Session, campaign: CampaignRecord) -> bool:
    """Tell whether the reminders of a campaign are held back."""
    return not list_pauses(session).keys().isdisjoint({EVERYTHING, campaign.slug})


def _round(
    session: Session, catalog: Catalog, campaign: CampaignRecord, item: ItemRecord
) -> Round | None:
    """Give an item's round; None where nobody at all can be told."""
    owner = find_owner(session, catalog, item)
    if owner is None:
        return None
    answers = [
        Answer(a.answered_at, a.quiet_until)
        for a in list_answers(session, item.id, owner.slack_id)
        if a.answered_at and a.quiet_until
    ]
    since = silence_since(item.state_since or campaign.started_at, answers)
    told = [
        r
        for r in list_item_reminders(session, item.id)
        if (r.owner, r.since) == (owner.slack_id, since)
    ]
    sent = [Given(r.step, r.sent_at) for r in told if r.sent_at is not None]
    return Round(
        campaign=campaign,
        item=item,
        owner=owner,
        availability=availability_of(catalog, owner),
        since=since,
        last=max(sent, key=lambda one: one.step, default=None),
        planned=any(r.state == ReminderState.planned for r in told),
    )
