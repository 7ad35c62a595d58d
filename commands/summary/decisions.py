"""What only people can decide this week, read off the items of a campaign."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campaigns.evidence import is_mismatch
from campaigns.reminders.snoozes import TOLD_AT
from campaigns.states import OPEN_CAMPAIGN_STATES, ItemState
from commands.items.dependency_cycles import list_loops
from commands.lifecycle.opened_tiers import is_over
from commands.overview.show_status import CampaignStatus, TierStatus
from storage.records import ItemRecord

EPIC_CLOSED = "epic_closed"
"""The campaign's notice that somebody closed its epic by hand."""


class DecisionKind(StrEnum):
    """What the group has to decide on this week."""

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
    """Something that only people can decide, about these items or the whole campaign.

    ``about`` is the title of the tier that it is about, where it is about one.
    """

    kind: DecisionKind
    items: tuple[ItemRecord, ...] = ()
    about: str = ""


@dataclass(frozen=True)
class DecisionFacts:
    """What the items do not tell: whose owner said it is not theirs, and how often put off."""

    declined: Collection[int]
    snoozes: Mapping[int, int]


def find_decisions(
    status: CampaignStatus, known: DecisionFacts, now: datetime
) -> tuple[Decision, ...]:
    """Find what an open campaign waits for people to decide, what concerns all of it first."""
    if status.campaign.state not in OPEN_CAMPAIGN_STATES:
        return ()
    return (
        *_of_campaign(status, now),
        *_of_items(status, known),
        *(Decision(DecisionKind.loop, loop) for loop in list_loops(status.items)),
        *_of_tiers(status.tiers),
    )


def _of_campaign(status: CampaignStatus, now: datetime) -> Iterable[Decision]:
    campaign = status.campaign
    unfinished = status.progress.done < status.progress.total
    if campaign.due_on is not None and campaign.due_on < now.date() and unfinished:
        yield Decision(DecisionKind.overdue)
    if EPIC_CLOSED in campaign.notices:
        yield Decision(DecisionKind.epic_closed)


def _of_items(status: CampaignStatus, known: DecisionFacts) -> Iterable[Decision]:
    items = status.items
    left = [item for item in items if item.state != ItemState.production]
    turns = {item.id for tier in status.tiers if tier.open for item in tier.items}
    concerned = {
        DecisionKind.issue_gone: [item for item in items if item.gone],
        DecisionKind.no_owner: [i for i in left if i.dri is None and i.id in turns],
        DecisionKind.declined: [item for item in left if item.id in known.declined],
        DecisionKind.put_off: [i for i in left if known.snoozes.get(i.id, 0) >= TOLD_AT],
        DecisionKind.mismatch: [i for i in items if i.evidence and i.evidence.mismatched_at],
    }
    return (Decision(kind, tuple(found)) for kind, found in concerned.items() if found)


def _of_tiers(tiers: Sequence[TierStatus]) -> Iterable[Decision]:
    """Find the gates that only claims hold up: all is said to be done, the code does not show it.

    The last gate holds nobody up.
    """
    gates = [tier for tier in tiers if tier.tier.gates]
    for tier in gates[:-1]:
        waits_for = [item for item in tier.items if not is_over(item)]
        if tier.open and waits_for and all(_only_claimed(item) for item in waits_for):
            yield Decision(DecisionKind.only_claimed, tuple(waits_for), tier.tier.title)


def _only_claimed(item: ItemRecord) -> bool:
    return is_mismatch(item.state, item.evidence.standing if item.evidence else None)
