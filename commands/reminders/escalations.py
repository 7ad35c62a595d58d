"""The rounds of reminders that are going on: who is asked what of an item, and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from campaigns.people.working_time import Availability
from campaigns.reminders.causes import Ask
from campaigns.reminders.ladder import (
    Answer,
    Cause,
    Due,
    Given,
    ReminderState,
    RungKind,
    forecast,
    silence_since,
)
from campaigns.states import CampaignState
from commands.people.delegates import Assignees, read_crew
from commands.reminders.causes import OpenQuestion, list_asked
from storage.catalog.read import Catalog
from storage.lifecycle.campaigns import list_views
from storage.records import (
    CampaignRecord,
    CampaignView,
    ItemRecord,
    PersonRecord,
)
from storage.reminders.pauses import EVERYTHING, list_pauses
from storage.reminders.queries import ReminderRecord, list_reminders_of


@dataclass(frozen=True)
class Escalation:
    """One silence about an item: it ends with an answer, a new owner or another cause.

    ``owner`` is who is asked, ``instead_of`` whom where that person is away. ``last`` is
    the last reminder given in it, ``planned`` whether one is to come. ``sponsor`` is what
    the facilitator has asked of the executive sponsor and has yet to leave: it stands
    beside the ladder, which goes on.
    """

    campaign: CampaignRecord
    item: ItemRecord
    cause: Cause
    blocker: str
    owner: PersonRecord
    instead_of: PersonRecord | None
    availability: Availability
    since: datetime
    last: Given | None
    planned: bool
    sponsor: ReminderRecord | None = None

    @property
    def key(self) -> tuple[int, str, Cause, str, datetime]:
        """What tells this round from every other."""
        return (self.item.id, self.owner.slack_id, self.cause, self.blocker, self.since)

    def begins_later(self, now: datetime) -> bool:
        """Tell whether nothing has happened yet that asks for it: a day has to come first."""
        by_day = self.cause in (Cause.not_started, Cause.still_open)
        return by_day and self.last is None and self.since > now

    def to_come(self, catalog: Catalog, until: datetime) -> tuple[Due, ...]:
        """List the reminders to come until a moment, if everybody stays silent."""
        ladder = catalog.working_group.reminders.ladder.rungs
        due = forecast(ladder, self.last, self.since, self.availability, until=until)
        return tuple(due)


def round_of(reminder: ReminderRecord) -> tuple[int, str, Cause, str, datetime]:
    """Give the key of the round that a reminder belongs to."""
    return (
        reminder.item_id,
        reminder.owner,
        reminder.cause,
        reminder.blocker,
        reminder.since,
    )


def list_escalations(
    session: Session, catalog: Catalog, *, now: datetime
) -> tuple[Escalation, ...]:
    """List the rounds of the active campaigns; everything is read once, whatever their size."""
    views = list_active(session)
    crew = read_crew(session, catalog, usernames_of(views), now)
    asked = [(view.campaign, one) for view in views for one in list_asked(view, views, crew)]
    told: dict[int, list[ReminderRecord]] = {}
    for reminder in list_reminders_of(session, {one.item.id for _, one in asked}):
        told.setdefault(reminder.item_id, []).append(reminder)
    return tuple(_round(crew, campaign, one, told.get(one.item.id, ())) for campaign, one in asked)


def is_paused(session: Session, campaign: CampaignRecord) -> bool:
    """Tell whether the reminders of a campaign are held back."""
    return not list_pauses(session).keys().isdisjoint({EVERYTHING, campaign.slug})


def list_active(session: Session) -> list[CampaignView]:
    """List the active campaigns with their items."""
    views = list_views(session, only_open=True)
    return [view for view in views if view.campaign.state == CampaignState.active]


def usernames_of(views: Iterable[CampaignView]) -> set[str | None]:
    """Name who is named in these campaigns, by GitLab username."""
    items = [item for view in views for item in view.items]
    named = {name for item in items for name in (item.dri, item.backup)}
    return named | {name for item in items for b in item.blockers for name in b.assignees}


def _round(
    crew: Assignees,
    campaign: CampaignRecord,
    one: OpenQuestion,
    reminders: Sequence[ReminderRecord],
) -> Escalation:
    owner, ask = one.owner.person, one.ask
    own = [r for r in reminders if r.owner == owner.slack_id]
    answers = [
        Answer(r.answered_at, r.quiet_until)
        for r in own
        if r.answered_at and r.quiet_until and r.state in _ANSWERED
    ]
    silent = max(silence_since(ask.since, answers), *_back_since(ask, owner, reminders))
    begun = Escalation(
        campaign=campaign,
        item=one.item,
        cause=ask.cause,
        blocker=ask.blocker,
        owner=owner,
        instead_of=one.owner.instead_of,
        availability=crew.availability(owner),
        since=silent,
        last=None,
        planned=False,
    )
    told = [r for r in own if round_of(r) == begun.key]
    climbed = [r for r in told if r.kind != RungKind.executive_sponsor]
    given = [Given(r.step, r.sent_at) for r in climbed if r.sent_at is not None]
    to_come = [r for r in told if r.state == ReminderState.planned]
    return replace(
        begun,
        last=max(given, key=lambda g: g.step, default=None),
        planned=any(r in climbed for r in to_come),
        sponsor=next((r for r in to_come if r not in climbed), None),
    )


_ANSWERED = (ReminderState.acknowledged, ReminderState.snoozed)


def _back_since(
    ask: Ask, owner: PersonRecord, reminders: Sequence[ReminderRecord]
) -> list[datetime]:
    """Give since when an owner has the item back, where somebody else was asked in between.

    Their silence begins anew: nobody climbs the ladder while somebody stands in for them.
    """
    same = [
        r
        for r in reminders
        if (r.cause, r.blocker) == (ask.cause, ask.blocker) and r.since >= ask.since and r.sent_at
    ]
    mine = [r.id for r in same if r.owner == owner.slack_id]
    others = [r for r in same if mine and r.owner != owner.slack_id and r.id > mine[0]]
    return [ask.since, *(r.sent_at for r in others if r.sent_at)]
