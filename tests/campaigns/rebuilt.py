"""A campaign's states as its event log tells them, to compare with the tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.events import Event, EventKind
from campaigns.states import CampaignState, ItemState

_CAMPAIGN_STATES = {
    EventKind.campaign_started: CampaignState.planned,
    EventKind.campaign_activated: CampaignState.active,
    EventKind.campaign_completed: CampaignState.completed,
    EventKind.campaign_cancelled: CampaignState.cancelled,
}

_ITEM_STATE_KINDS = frozenset(
    {EventKind.state_changed, EventKind.item_blocked, EventKind.item_unblocked}
)


@dataclass(frozen=True)
class ReplayedState:
    """A campaign's state and its items' states, as the event log tells them."""

    state: CampaignState
    items: dict[str, ItemState]


def rebuild(events: Iterable[Event]) -> ReplayedState:
    """Rebuild a campaign from its events, oldest first."""
    state = CampaignState.planned
    items: dict[str, ItemState] = {}
    for event in events:
        state = _CAMPAIGN_STATES.get(event.kind, state)
        if event.component is not None and event.kind == EventKind.issue_created:
            items.setdefault(event.component, ItemState.not_started)
        if event.component is not None and event.kind in _ITEM_STATE_KINDS:
            items[event.component] = ItemState(event.after)
    return ReplayedState(state, items)
