"""What someone is told without having asked: a day's notice, and when it is no longer news."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from campaigns.states import OPEN_CAMPAIGN_STATES, CampaignState, ItemState


class NoticeKind(StrEnum):
    """What a notice tells of an item.

    ``blocker_gone``: nothing that it waited for is open any more, and yet its label or
    Status says blocked. ``issue_gone`` asks a lead what becomes of the component,
    ``snoozed`` tells one that it was put off again and again, and ``loop`` that it waits
    for itself. ``dri_left`` asks the facilitator for another DRI.
    """

    unblocked = "unblocked"
    your_turn = "your_turn"
    pipeline_failed = "pipeline_failed"
    blocker_gone = "blocker_gone"
    issue_gone = "issue_gone"
    snoozed = "snoozed"
    loop = "loop"
    dri_left = "dri_left"


FOR_LEADS = frozenset(
    {NoticeKind.issue_gone, NoticeKind.snoozed, NoticeKind.loop, NoticeKind.dri_left}
)


class NoticeState(StrEnum):
    """Where a notice is: ``handed`` to the sender, ``overtaken`` by events before it left."""

    planned = "planned"
    handed = "handed"
    sent = "sent"
    overtaken = "overtaken"


@dataclass(frozen=True)
class NoticeFacts:
    """What decides whether a notice about an item is still news."""

    campaign: CampaignState
    item: ItemState
    gone: bool = False
    pipeline_failed: bool = False
    has_open_blockers: bool = False
    in_loop: bool = False
    dri_left: bool = False


_IS_NEWS: Mapping[NoticeKind, Callable[[NoticeFacts], bool]] = {
    NoticeKind.unblocked: lambda now: now.item not in (ItemState.blocked, ItemState.production),
    NoticeKind.your_turn: lambda now: now.item not in (ItemState.blocked, ItemState.production),
    NoticeKind.pipeline_failed: lambda now: now.pipeline_failed,
    NoticeKind.blocker_gone: lambda now: (
        now.item == ItemState.blocked and not now.has_open_blockers
    ),
    NoticeKind.issue_gone: lambda now: now.gone,
    NoticeKind.snoozed: lambda now: now.item != ItemState.production,
    NoticeKind.loop: lambda now: now.in_loop,
    NoticeKind.dri_left: lambda now: now.dri_left and now.item != ItemState.production,
}


def is_news(kind: NoticeKind, now: NoticeFacts) -> bool:
    """Tell whether a notice still tells somebody something."""
    lost = now.gone and kind != NoticeKind.issue_gone
    return now.campaign in OPEN_CAMPAIGN_STATES and not lost and _IS_NEWS[kind](now)
