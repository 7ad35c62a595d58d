"""Recording newly opened tiers, and notifying the DRIs who can start."""

from campaigns.events import ASSISTANT, Event, EventKind
from campaigns.lifecycle.tiers import list_open_tiers, list_startable
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.notices import NoticeKind
from campaigns.states import CampaignState
from commands.clocks import Clocks
from commands.notices.notices import plan_notice
from commands.unit import Unit
from storage.events import list_events, record_event
from storage.lifecycle.campaigns import get_view
from storage.notices.queries import list_notified_items


def record_startable(unit: Unit, campaign_id: int, *, by: str = ASSISTANT) -> list[int]:
    """Record the tiers that opened since the last call; return the ids of their events.

    Call it whenever a state, evidence or a decision may have opened a tier. Each tier is recorded
    once, and the owner of each item that can start is notified once.
    """
    view = get_view(unit.session, campaign_id)
    if view.campaign.state != CampaignState.active:
        return []
    _notify_turns(unit, view)
    known = {event.after for event in list_events(unit.session, campaign_id, kind=_KIND)}
    return [
        record_event(unit.session, campaign_id, _opening(view.campaign, key, by, unit.now))
        for key in list_open_tiers(view)
        if key not in known
    ]


_KIND = EventKind.tier_opened


def _opening(campaign: Campaign, key: str, by: str, now: Clocks) -> Event:
    return Event(_KIND, campaign.slug, now.story, by, after=key)


def _notify_turns(unit: Unit, view: CampaignView) -> None:
    told = list_notified_items(unit.session, view.campaign.id, NoticeKind.your_turn)
    for component in list_startable(view):
        item = view.item(component)
        if item.id not in told:
            plan_notice(unit, item, NoticeKind.your_turn)
