"""The decisions that a campaign needs from people this week."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campaigns.evidence import is_finished, is_mismatch
from campaigns.items.dependency_cycles import list_dependency_cycles
from campaigns.lifecycle.tiers import list_open_tiers
from campaigns.model.campaign import CampaignView
from campaigns.model.item import Item
from campaigns.reminders.snoozes import TOLD_AT
from campaigns.states import OPEN_CAMPAIGN_STATES, ItemState

EPIC_CLOSED = "epic_closed"
"""The notice on a campaign whose epic somebody closed manually."""


class DecisionKind(StrEnum):
    """The kinds of decisions."""

    overdue = "overdue"
    epic_closed = "epic_closed"
    issue_gone = "issue_gone"
    no_owner = "no_owner"
    declined = "declined"
    put_off = "put_off"
    loop = "loop"
    mismatch = "mismatch"
    only_claimed = "only_claimed"


@dataclass(frozen=True)
class Decision:
    """A decision that people need to make about some items or the whole campaign.

    ``about`` is the title of the tier concerned, if any.
    """

    kind: DecisionKind
    items: tuple[Item, ...] = ()
    about: str = ""


def find_decisions(
    view: CampaignView, *, declined: Collection[int], snoozes: Mapping[int, int], now: datetime
) -> tuple[Decision, ...]:
    """List the decisions that an open campaign needs, those about the whole campaign first.

    ``declined`` contains the ids of the items that their owners declined; ``snoozes`` maps item ids
    to the number of snoozes.
    """
    if view.campaign.state not in OPEN_CAMPAIGN_STATES:
        return ()
    opened = list_open_tiers(view)
    return (
        *_of_campaign(view, now),
        *_of_items(view, opened, declined, snoozes),
        *(Decision(DecisionKind.loop, cycle) for cycle in list_dependency_cycles(view.items)),
        *_of_tiers(view, opened),
    )


def _of_campaign(view: CampaignView, now: datetime) -> Iterable[Decision]:
    campaign = view.campaign
    unfinished = any(item.state != ItemState.production for item in view.items)
    if campaign.due_on is not None and campaign.due_on < now.date() and unfinished:
        yield Decision(DecisionKind.overdue)
    if EPIC_CLOSED in campaign.notices:
        yield Decision(DecisionKind.epic_closed)


def _of_items(
    view: CampaignView,
    opened: Collection[str],
    declined: Collection[int],
    snoozes: Mapping[int, int],
) -> Iterable[Decision]:
    items = view.items
    left = [item for item in items if item.state != ItemState.production]
    concerned = {
        DecisionKind.issue_gone: [item for item in items if item.gone],
        DecisionKind.no_owner: [i for i in left if i.dri is None and i.tier in opened],
        DecisionKind.declined: [item for item in left if item.id in declined],
        DecisionKind.put_off: [i for i in left if snoozes.get(i.id, 0) >= TOLD_AT],
        DecisionKind.mismatch: [i for i in items if i.evidence and i.evidence.mismatched_at],
    }
    return (Decision(kind, tuple(found)) for kind, found in concerned.items() if found)


def _of_tiers(view: CampaignView, opened: Collection[str]) -> Iterable[Decision]:
    """Yield the gating tiers that are held up only by items with unverified claims.

    The last gating tier is left out because it holds up no other tier.
    """
    gates = [tier for tier in view.campaign.tiers if tier.gates]
    for tier in gates[:-1]:
        waits_for = [item for item in view.items_of(tier.key) if not is_finished(item)]
        if tier.key in opened and waits_for and all(is_mismatch(item) for item in waits_for):
            yield Decision(DecisionKind.only_claimed, tuple(waits_for), tier.title)
