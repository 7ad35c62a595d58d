"""The job that dispatches due notices, in one message per person and day."""

from collections.abc import Callable, Sequence

from sqlmodel import Session

from campaigns.notices import FOR_LEADS, DayNoticeMessage, NoticeState
from campaigns.people.absence import find_absence
from campaigns.people.working_time import closing, is_working, local_day, next_working_moment
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.notices.notices import NoticeContent, read_news
from commands.people.delegates import find_owner, read_assignees
from commands.people.recipients import availability_of
from commands.reminders.escalations import is_paused
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.queues import find_message
from storage.delivery.tables import QueueState
from storage.notices.queries import (
    NoticeRecord,
    has_notice,
    has_open_notices,
    list_due_notices,
    list_handed_notices,
    update_notices,
)
from storage.people.queries import find_person
from storage.store import Store


def dispatch_notices(store: Store, catalog: Catalog, *, clock: Callable[[], Clocks]) -> int:
    """Dispatch due notices to people during their working hours; return how many.

    The clock is read once the store is locked for writing, see `plan_reminders`.
    """
    with store.read() as session:
        if not has_open_notices(session, clock().story):
            return 0
    with store.write() as session:
        unit = Unit(session, catalog, now := clock())
        _follow_up(session)
        due = list_due_notices(session, now.story)
        news = [read_news(session, notice, now=now) for notice in due]
        over = [one.notice.id for one in news if not one.wanted]
        update_notices(session, over, state=NoticeState.overtaken.value)
        held = {one.campaign.id for one in news if is_paused(session, one.campaign)}
        return _dispatch(
            unit,
            [one for one in news if one.wanted and one.campaign.id not in held],
        )


def _dispatch(unit: Unit, news: Sequence[NoticeContent]) -> int:
    addressed = [(_address(unit, one), one.notice) for one in news]
    people = sorted({who for who, _ in addressed if who is not None})
    return sum(_dispatch_to(unit, who, [n for to, n in addressed if to == who]) for who in people)


def _follow_up(session: Session) -> None:
    """Mark delivered notices as sent, and plan dropped ones again.

    A notice that Slack permanently rejected also counts as sent; the operators are notified of it.
    """
    handed = list_handed_notices(session)
    for key in sorted({notice.message or "" for notice in handed}):
        row, ids = find_message(session, key), [n.id for n in handed if n.message == key]
        if row is None or (row.ts is None and row.state == QueueState.dropped.value):
            update_notices(session, ids, state=NoticeState.planned.value, message=None)
        elif row.ts is not None or row.state != QueueState.pending.value:
            update_notices(session, ids, state=NoticeState.sent.value)


def _address(unit: Unit, one: NoticeContent) -> str | None:
    """Return the Slack id to notify now, since the owner may have changed, left or returned."""
    notice = one.notice
    who = _who(unit, one)
    if who is None or who == notice.person:
        return notice.person
    if has_notice(unit.session, who, notice.item_id, notice.kind, notice.since):
        update_notices(unit.session, [notice.id], state=NoticeState.overtaken.value)
        return None
    update_notices(unit.session, [notice.id], person=who)
    return who


def _who(unit: Unit, one: NoticeContent) -> str | None:
    if one.notice.kind not in FOR_LEADS:
        owner = find_owner(unit, one.item)
        return owner.person.slack_id if owner else None
    lead = find_person(unit.session, one.notice.person)
    assignees = read_assignees(unit, ())
    return assignees.delegate(lead).person.slack_id if lead else None


def _dispatch_to(unit: Unit, who: str, due: Sequence[NoticeRecord]) -> int:
    """Add due notices to the person's message of the day, or postpone them if they are off."""
    person, ids = find_person(unit.session, who), [notice.id for notice in due]
    if person is None:
        update_notices(unit.session, ids, state=NoticeState.overtaken.value)
        return 0
    if find_absence(person, unit.now.story) is not None:
        return 0
    availability = availability_of(unit.catalog, person)
    if not is_working(availability, unit.now.story):
        update_notices(unit.session, ids, due_at=next_working_moment(availability, unit.now.story))
        return 0
    key = DayNoticeMessage.key_of(who, local_day(availability, unit.now.story))
    update_notices(unit.session, ids, state=NoticeState.handed.value, message=key)
    message = DayNoticeMessage(key, closing(availability, unit.now.story))
    enqueue(unit.session, message, to=who, now=unit.now)
    return len(ids)
