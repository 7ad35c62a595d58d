"""What follows when a tier opens: it is told once, and its DRIs hear that it is their turn."""

from sqlmodel import Session

from campaigns.events import ASSISTANT, Event, EventKind
from campaigns.evidence import is_finished
from campaigns.lifecycle.tiers import Tier, open_tiers, whose_turn
from campaigns.notices import NoticeKind
from campaigns.states import CampaignState
from commands.clocks import Clocks
from commands.notices.notices import plan_notice
from storage.catalog.read import Catalog
from storage.events import list_events, record_event
from storage.lifecycle.campaigns import get_view
from storage.notices.queries import list_items_told
from storage.records import CampaignRecord, CampaignView, ItemRecord


def record_turns(
    session: Session, catalog: Catalog, campaign_id: int, *, now: Clocks, by: str = ASSISTANT
) -> list[int]:
    """Tell of what has opened since it was last looked at; gives the events of tiers.

    To be called wherever a state, evidence or a lead's word may have opened something:
    each tier is recorded once, and each item's owner hears "your turn" once.
    """
    view = get_view(session, campaign_id)
    if view.campaign.state != CampaignState.active:
        return []
    opened = list_open_tiers(view)
    _tell_turns(session, catalog, view, opened, now=now)
    known = {event.after for event in list_events(session, campaign_id, kind=_KIND)}
    return [
        record_event(session, campaign_id, _opening(view.campaign, key, by, now))
        for key in opened
        if key not in known
    ]


def list_open_tiers(view: CampaignView) -> tuple[str, ...]:
    """List the keys of a campaign's tiers whose work may start."""
    tiers = [Tier(**tier) for tier in view.campaign.tiers]
    finished = {t.key: [is_over(i) for i in view.items if i.tier == t.key] for t in tiers}
    return open_tiers(tiers, finished, view.campaign.opened_tiers)


def list_turns(view: CampaignView, opened: tuple[str, ...]) -> tuple[str, ...]:
    """Name the components whose turn it is in the open tiers of a campaign."""
    tiers = [Tier(**tier) for tier in view.campaign.tiers]
    unfinished = [item for item in view.items if not is_over(item) and not item.closed]
    left = {t.key: [i.component for i in unfinished if i.tier == t.key] for t in tiers}
    return whose_turn(tiers, opened, left)


def is_over(item: ItemRecord) -> bool:
    """Tell whether an item holds its tier's gate up no more."""
    known = item.evidence
    return is_finished(
        item.state,
        known.standing if known else None,
        verified=bool(known and known.verified),
        waived=item.waived_by is not None,
    )


_KIND = EventKind.tier_opened


def _opening(campaign: CampaignRecord, key: str, by: str, now: Clocks) -> Event:
    return Event(_KIND, campaign.slug, now.story, by, after=key)


def _tell_turns(
    session: Session, catalog: Catalog, view: CampaignView, opened: tuple[str, ...], *, now: Clocks
) -> None:
    told = list_items_told(session, view.campaign.id, NoticeKind.your_turn)
    for component in list_turns(view, opened):
        item = view.item(component)
        if item.id not in told:
            plan_notice(session, catalog, item, NoticeKind.your_turn, now=now)
