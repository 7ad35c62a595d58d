"""Unsolicited notices, and when they no longer apply."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from campaigns.items.dependency_cycles import list_dependency_cycles
from campaigns.model.campaign import CampaignView
from campaigns.model.item import Item
from campaigns.states import OPEN_CAMPAIGN_STATES, ItemState


class NoticeKind(StrEnum):
    """The kinds of notices about an item.

    ``blocker_gone`` means that no blocking issue is open, but the label or Status still says
    blocked. ``issue_gone`` asks a lead what to do about the component. ``snoozed`` and ``loop``
    report repeated snoozes and a dependency cycle to a lead. ``dri_left`` asks the facilitator to
    assign another DRI.
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
    """The state of a notice: ``handed`` to the sender, or ``overtaken`` before it was sent."""

    planned = "planned"
    handed = "handed"
    sent = "sent"
    overtaken = "overtaken"


FAILED, OPENED = "failed", "opened"
"""GitLab's names for a failed pipeline's status and an open merge request's state."""


@dataclass(frozen=True)
class _NoticeSubject:
    """The subject of a notice: the item in its campaign, and the merge request if there is one."""

    view: CampaignView
    item: Item
    merge_request: str | None
    dri_left: bool


def _is_being_worked_on(now: _NoticeSubject) -> bool:
    return now.item.state not in (ItemState.blocked, ItemState.production)


def _has_failed_pipeline(now: _NoticeSubject) -> bool:
    requests = [m for m in now.item.merge_requests if (m.state, m.pipeline) == (OPENED, FAILED)]
    return now.merge_request in {m.reference for m in requests}


def _is_blocked_by_nothing(now: _NoticeSubject) -> bool:
    return now.item.state == ItemState.blocked and not now.item.blockers


def _is_in_a_cycle(now: _NoticeSubject) -> bool:
    return any(now.item in cycle for cycle in list_dependency_cycles(now.view.items))


def _is_not_done(now: _NoticeSubject) -> bool:
    return now.item.state != ItemState.production


_IS_NEWS: Mapping[NoticeKind, Callable[[_NoticeSubject], bool]] = {
    NoticeKind.unblocked: _is_being_worked_on,
    NoticeKind.your_turn: _is_being_worked_on,
    NoticeKind.pipeline_failed: _has_failed_pipeline,
    NoticeKind.blocker_gone: _is_blocked_by_nothing,
    NoticeKind.issue_gone: lambda now: now.item.gone,
    NoticeKind.snoozed: _is_not_done,
    NoticeKind.loop: _is_in_a_cycle,
    NoticeKind.dri_left: lambda now: now.dri_left and _is_not_done(now),
}


def is_news(
    kind: NoticeKind,
    view: CampaignView,
    item: Item,
    *,
    merge_request: str | None = None,
    dri_left: bool = False,
) -> bool:
    """Return whether a notice about an item still applies.

    ``merge_request`` is the reference of the merge request whose pipeline failed.
    """
    if view.campaign.state not in OPEN_CAMPAIGN_STATES:
        return False
    if item.gone and kind != NoticeKind.issue_gone:
        return False
    return _IS_NEWS[kind](_NoticeSubject(view, item, merge_request, dri_left))


@dataclass(frozen=True)
class DayNoticeMessage:
    """A person's notices for one day; not posted after ``closes``."""

    KIND: ClassVar[str] = "day_notice"
    key: str
    closes: datetime

    @staticmethod
    def key_of(person: str, day: date) -> str:
        """Return the key of a person's notices for a day."""
        return f"notice:day:{person}:{day}"
