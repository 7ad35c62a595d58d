"""Tiers: which ones are open, which components can start, and their progress."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaigns.evidence import is_finished
from campaigns.model.campaign import CampaignView
from campaigns.states import ItemState


@dataclass(frozen=True)
class Progress:
    """The number of items in each state and in total."""

    by_state: Mapping[ItemState, int]
    total: int

    @property
    def done(self) -> int:
        """The number of items that claim production."""
        return self.by_state[ItemState.production]

    @property
    def blocked(self) -> int:
        """The number of blocked items."""
        return self.by_state[ItemState.blocked]


def count_progress(states: Iterable[ItemState]) -> Progress:
    """Count items by state; every state is a key."""
    counted = dict.fromkeys(ItemState, 0)
    for state in states:
        counted[state] += 1
    return Progress(counted, sum(counted.values()))


def list_open_tiers(view: CampaignView) -> tuple[str, ...]:
    """List the keys of the open tiers: those for which all earlier gating tiers are finished.

    Tiers that a lead opened, and tiers that gate nothing (released independently), are also open.
    """
    opened: list[str] = []
    gate_passed = True
    for tier in view.campaign.tiers:
        if gate_passed or not tier.gates or tier.key in view.campaign.opened_tiers:
            opened.append(tier.key)
        if tier.gates:
            gate_passed = gate_passed and all(is_finished(i) for i in view.items_of(tier.key))
    return tuple(opened)


def list_startable(view: CampaignView) -> tuple[str, ...]:
    """List the components that can be started now: the unfinished ones in open tiers.

    An ordered tier contributes only its first unfinished component.
    """
    opened = list_open_tiers(view)
    turns: list[str] = []
    for tier in view.campaign.tiers:
        left = [i for i in view.items_of(tier.key) if not is_finished(i) and not i.closed]
        if tier.key in opened:
            turns += [item.component for item in left[: 1 if tier.ordered else None]]
    return tuple(turns)
