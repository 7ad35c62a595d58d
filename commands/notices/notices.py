"""The daily notice: planned when a state changes, and rendered when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.model.person import Person
from campaigns.notices import FOR_LEADS, NoticeKind, is_news
from campaigns.people.working_time import next_working_moment
from commands.clocks import Clocks
from commands.people.delegates import find_owner, is_away, why_delegated
from commands.people.recipients import availability_of
from commands.unit import Unit
from storage.delivery.queues import enqueue_message_again, find_message, may_be_visible
from storage.lifecycle.campaigns import get_view
from storage.notices.queries import (
    NoticeRecord,
    add_notice,
    list_item_notices,
    list_message_notices,
)
from storage.notices.tables import NoticeRow
from storage.people.queries import find_person_by_gitlab
from storage.store import Store


def plan_notice(
    unit: Unit,
    item: Item,
    kind: NoticeKind,
    *,
    detail: Mapping[str, Any] | None = None,
    person: Person | None = None,
) -> bool:
    """Plan a notice for a person's next working time, by default for the item's owner.

    If the owner is away, it goes to their delegate, which is checked again when it is sent.

    ``detail`` is JSON for the view of this kind. Return whether a notice was planned, which is not
    the case if it already exists or nobody can be notified.
    """
    owner = None if person else find_owner(unit, item)
    told = owner.person if owner else person
    if told is None:
        return False
    row = NoticeRow(
        campaign_id=item.campaign_id,
        item_id=item.id,
        person=told.slack_id,
        kind=kind.value,
        detail=dict(detail or {}),
        since=unit.now.story,
        due_at=next_working_moment(availability_of(unit.catalog, told), unit.now.story),
    )
    return add_notice(unit.session, row)


def refresh_notices(session: Session, item_id: int, *, now: Clocks) -> None:
    """Refresh the messages about an item after its state changed."""
    for message in sorted({n.message for n in list_item_notices(session, item_id) if n.message}):
        enqueue_message_again(session, message, now=now.wall)


@dataclass(frozen=True)
class NoticeContent:
    """A notice with its campaign and item; not ``wanted`` if it is out of date.

    ``instead`` explains why somebody other than the owner is notified.
    """

    notice: NoticeRecord
    campaign: Campaign
    item: Item
    wanted: bool
    instead: str | None = None

    @property
    def tier(self) -> str:
        """The title of the item's tier."""
        titles = (tier.title for tier in self.campaign.tiers if tier.key == self.item.tier)
        return str(next(titles, ""))


@dataclass(frozen=True)
class DayNotice:
    """The content of a person's daily message."""

    news: tuple[NoticeContent, ...]
    now: datetime


def read_news(session: Session, notice: NoticeRecord, *, now: Clocks) -> NoticeContent:
    """Read the current state of a notice's campaign and item."""
    view = get_view(session, notice.campaign_id)
    item = next(item for item in view.items if item.id == notice.item_id)
    wanted = is_news(
        notice.kind,
        view,
        item,
        merge_request=notice.detail.get("reference"),
        dri_left=_has_left(session, item),
    )
    owned = None if notice.kind in FOR_LEADS else item.dri
    instead = why_delegated(session, owned, notice.person, now.story)
    return NoticeContent(notice, view.campaign, item, wanted, instead)


def _has_left(session: Session, item: Item) -> bool:
    """Return whether an item's DRI no longer has a GitLab account."""
    dri = find_person_by_gitlab(session, item.dri) if item.dri else None
    return dri is not None and dri.gitlab_left_at is not None


def read_day_notice(store: Store, key: str, *, closes: datetime, now: Clocks) -> DayNotice | None:
    """Read the content of a message; None if it is unsent and must no longer be sent.

    An unsent message contains only current notices, and is not sent after ``closes`` or to somebody
    who is away.
    """
    with store.read() as session:
        stands = may_be_visible(find_message(session, key))
        told = list_message_notices(session, key)
        news = tuple(read_news(session, notice, now=now) for notice in told)
        away = any(is_away(session, notice.person, now.story) for notice in told)
    kept = news if stands else tuple(one for one in news if one.wanted)
    if not kept or (not stands and (away or now.story >= closes)):
        return None
    return DayNotice(kept, now.story)
