"""Reading the current content of a digest, or of a mention in the thread."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Blocker, Item
from campaigns.model.reminder import Reminder
from campaigns.people.absence import describe_absence
from campaigns.reminders.causes import is_asked
from campaigns.reminders.escalations import escalation_of
from campaigns.reminders.ladder import Cause, ReminderState, RungKind
from campaigns.states import ItemState
from commands.clocks import Clocks
from commands.people.delegates import is_away, why_delegated
from storage.delivery.queues import find_message, may_be_visible
from storage.lifecycle.campaigns import get_campaign, get_item_record, get_view
from storage.people.queries import names_by_gitlab, names_by_slack_id, people_by_gitlab
from storage.reminders.declines import DeclineRecord, find_decline_of
from storage.reminders.queries import list_item_reminders, list_message_reminders
from storage.reminders.replies import ReplyRecord, list_replies
from storage.store import Store


@dataclass(frozen=True)
class DigestEntry:
    """An item in a digest.

    ``unblockers`` are the names of the blockers' owners. For leads, ``snoozes`` counts the snoozes
    and ``reason`` is the latest reason. ``reply`` is the owner's written answer, and ``decline``
    their "not mine". ``asked`` is whether the question still applies, and ``instead`` explains why
    somebody other than the owner is asked. ``sponsor`` is the question to the executive sponsor in
    the same escalation.
    """

    reminder: Reminder
    campaign: Campaign
    item: Item
    unblockers: tuple[str, ...]
    snoozes: int
    reason: str | None = None
    reply: ReplyRecord | None = None
    decline: DeclineRecord | None = None
    asked: bool = True
    instead: str | None = None
    sponsor: Reminder | None = None

    @property
    def wanted(self) -> bool:
        """Whether it is still waiting for an answer."""
        return self.reminder.state == ReminderState.sent and self.asked


@dataclass(frozen=True)
class Digest:
    """A message about items with open questions.

    ``people`` maps Slack ids to names, and ``owners`` maps GitLab usernames to names.
    """

    key: str
    entries: tuple[DigestEntry, ...]
    people: Mapping[str, str]
    owners: Mapping[str, str]
    now: datetime


def read_digest(store: Store, key: str, *, closes: datetime | None, now: Clocks) -> Digest | None:
    """Read the content of a message; None if it is unsent and must no longer be sent.

    An unsent message contains only items that are waiting for an answer, and is not sent after
    ``closes`` or to somebody who is away.
    """
    with store.read() as session:
        stands = may_be_visible(find_message(session, key))
        told = list_message_reminders(session, key)
        views = _views(session, told)
        entries = tuple(read_entry(session, views[r.campaign_id], r, now=now) for r in told)
        kept = entries if stands else tuple(entry for entry in entries if entry.wanted)
        late = closes is not None and now.story >= closes
        if not kept or (not stands and (late or is_away(session, told[0].person, now.story))):
            return None
        return build_digest_of(session, key, kept, now=now)


def _views(session: Session, told: Iterable[Reminder]) -> dict[int, CampaignView]:
    """Read the campaigns of these reminders, with only the reminders' items if possible.

    Other items are needed to find who can unblock an item, and whether it can start.
    """
    views: dict[int, CampaignView] = {}
    items: dict[int, set[int]] = {}
    for reminder in told:
        items.setdefault(reminder.campaign_id, set()).add(reminder.item_id)
    for campaign_id, ids in items.items():
        own = [get_item_record(session, item_id) for item_id in sorted(ids)]
        if all(not i.blockers and i.state != ItemState.not_started for i in own):
            views[campaign_id] = CampaignView(get_campaign(session, campaign_id), tuple(own))
        else:
            views[campaign_id] = get_view(session, campaign_id)
    return views


def build_digest_of(
    session: Session, key: str, entries: tuple[DigestEntry, ...], *, now: Clocks
) -> Digest:
    """Build a digest from entries: the person's own items first, then items they block."""
    told = [r for e in entries for r in (e.reminder, e.sponsor) if r is not None]
    ids = {who for r in told for who in (r.answered_by, r.owner, r.asked_by, r.person) if who}
    owners = names_by_gitlab(session, [entry.item.dri for entry in entries])
    entries = tuple(sorted(entries, key=lambda entry: entry.reminder.cause == Cause.blocker))
    return Digest(key, entries, names_by_slack_id(session, ids), owners, now.story)


def read_entry(
    session: Session, view: CampaignView, reminder: Reminder, *, now: Clocks
) -> DigestEntry:
    """Read the digest entry of one reminder."""
    item = next(item for item in view.items if item.id == reminder.item_id)
    dris = [other.dri for other in view.items if any(_is(other, b) for b in item.blockers)]
    past = list_item_reminders(session, item.id)
    snoozed = [r for r in past if r.state == ReminderState.snoozed]
    return DigestEntry(
        reminder=reminder,
        campaign=view.campaign,
        item=item,
        unblockers=tuple(names_by_gitlab(session, dris).values()),
        snoozes=len({r.answered_at for r in snoozed}),
        reason=next((r.reason for r in reversed(snoozed) if r.reason), None),
        asked=is_asked(view, item, reminder.cause, reminder.blocker),
        instead=_instead(session, view, item, reminder, now=now),
        sponsor=find_sponsor_asked(past, reminder),
        **_said(session, reminder),
    )


def find_sponsor_asked(reminders: Iterable[Reminder], reminder: Reminder) -> Reminder | None:
    """Find the question to the executive sponsor in the escalation of a reminder."""
    same = [r for r in reminders if escalation_of(r) == escalation_of(reminder)]
    return next((r for r in same if r.kind == RungKind.executive_sponsor), None)


def _instead(
    session: Session,
    view: CampaignView,
    item: Item,
    reminder: Reminder,
    *,
    now: Clocks,
) -> str | None:
    """Return why somebody other than the owner is asked about an item, or None."""
    if reminder.cause != Cause.blocker:
        return why_delegated(session, item.dri, reminder.owner, now.story)
    blockers = [b for b in item.blockers if b.reference == reminder.blocker]
    owned = [other.dri for other in view.items if any(_is(other, b) for b in blockers)]
    found = people_by_gitlab(session, [*owned, *(name for b in blockers for name in b.assignees)])
    if reminder.owner in {person.slack_id for person in found.values()}:
        return None
    away = (describe_absence(person, now.story) for person in found.values())
    return next((described for described in away if described), None)


def _said(session: Session, reminder: Reminder) -> dict[str, Any]:
    """Return the author's reply or decline of a reminder, as fields of `DigestEntry`."""
    at = reminder.answered_at
    if at is None or reminder.answered_by != reminder.person:
        return {}
    said = list_replies(session, reminder.person, at)
    reply = next((reply for reply in said if reminder.item_id in reply.item_ids), None)
    decline = find_decline_of(session, reminder.item_id, reminder.person, at)
    return {"reply": reply, "decline": decline}


def _is(item: Item, blocker: Blocker) -> bool:
    return blocker.iid is not None and (item.project, item.issue_iid) == (
        blocker.project,
        blocker.iid,
    )
