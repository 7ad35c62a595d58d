"""The current escalations: who is reminded of an item, why, since when, and at which rung."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from campaigns.lifecycle.tiers import list_startable
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.model.person import Person
from campaigns.model.reminder import Reminder
from campaigns.people.delegates import Assignees, Owner
from campaigns.people.working_time import Availability
from campaigns.reminders.causes import Ask, find_ask, in_state_since
from campaigns.reminders.ladder import (
    Answer,
    Cause,
    LastReminder,
    NextReminder,
    ReminderState,
    Rung,
    RungKind,
    forecast,
    silence_since,
)

EscalationKey = tuple[int, str, Cause, str, datetime]


@dataclass(frozen=True)
class OpenQuestion:
    """One question to one person about an item."""

    campaign: Campaign
    item: Item
    ask: Ask
    owner: Owner


@dataclass(frozen=True)
class Escalation:
    """An unanswered question about an item, ended by an answer, a new owner or a new cause.

    ``owner`` is the person asked; ``instead_of`` is the absent person they stand in for. ``last``
    is the last reminder sent; ``planned`` is True if another one is planned or not sent yet.
    ``sponsor`` is an unsent question to the executive sponsor, which is independent of the ladder.
    """

    campaign: Campaign
    item: Item
    cause: Cause
    blocker: str
    owner: Person
    instead_of: Person | None
    availability: Availability
    since: datetime
    last: LastReminder | None = None
    planned: bool = False
    sponsor: Reminder | None = None

    @property
    def key(self) -> EscalationKey:
        """The key that identifies this escalation."""
        return (self.item.id, self.owner.slack_id, self.cause, self.blocker, self.since)

    def begins_later(self, now: datetime) -> bool:
        """Return whether the question begins on a future day."""
        by_day = self.cause in (Cause.not_started, Cause.still_open)
        return by_day and self.last is None and self.since > now

    def to_come(self, ladder: Sequence[Rung], until: datetime) -> tuple[NextReminder, ...]:
        """List the upcoming reminders until a moment if nobody answers."""
        due = forecast(ladder, self.last, self.since, self.availability, until=until)
        return tuple(due)


def escalation_of(reminder: Reminder) -> EscalationKey:
    """Return the key of the escalation that a reminder belongs to."""
    return (reminder.item_id, reminder.owner, reminder.cause, reminder.blocker, reminder.since)


def list_questions(
    views: Sequence[CampaignView], assignees: Assignees, nears_days: int
) -> tuple[OpenQuestion, ...]:
    """List the open questions about campaign items, at most one per item and person.

    For an item that has not started, the question begins ``nears_days`` working days before the
    due date.
    """
    owned = {item.reference: item for view in views for item in view.items if item.reference}
    questions: list[OpenQuestion] = []
    for view in views:
        startable = list_startable(view)
        for item in view.items:
            question = _question_to_owner(view.campaign, item, startable, assignees, nears_days)
            if question is not None:
                questions += _with_blockers(question, assignees, owned)
    return tuple(questions)


def _question_to_owner(
    campaign: Campaign,
    item: Item,
    startable: Sequence[str],
    assignees: Assignees,
    nears_days: int,
) -> OpenQuestion | None:
    owner = assignees.owner(item)
    if owner is None:
        return None
    ask = find_ask(campaign, item, startable, assignees.availability(owner.person), nears_days)
    return None if ask is None else OpenQuestion(campaign, item, ask, owner)


def _with_blockers(
    question: OpenQuestion, assignees: Assignees, owned: Mapping[str, Item]
) -> Iterable[OpenQuestion]:
    """Return a question and those to the owners of its item's blockers, at most one per person."""
    asked = {question.owner.person.slack_id: question}
    if question.ask.cause == Cause.blocked:
        for other in _questions_to_blockers(question.campaign, question.item, assignees, owned):
            asked.setdefault(other.owner.person.slack_id, other)
    return asked.values()


def _questions_to_blockers(
    campaign: Campaign, item: Item, assignees: Assignees, owned: Mapping[str, Item]
) -> Iterator[OpenQuestion]:
    """Yield the questions to the owners of an item's blockers."""
    since = in_state_since(campaign, item)
    for blocker in item.blockers:
        owner = assignees.blocker_owner(blocker, owned)
        if owner is not None:
            ask = Ask(Cause.blocker, max(since, blocker.since), blocker.reference)
            yield OpenQuestion(campaign, item, ask, owner)


def find_escalation(
    question: OpenQuestion,
    reminders: Iterable[Reminder],
    availability: Availability,
    leaving: Collection[str] = (),
) -> Escalation:
    """Return a question's escalation, computed from the item's reminders, oldest first.

    ``leaving`` contains the keys of messages that are neither posted nor dropped yet.
    """
    owner, ask, told = question.owner.person, question.ask, list(reminders)
    own = [r for r in told if r.owner == owner.slack_id]
    silent = max(silence_since(ask.since, _answers(own)), *_back_since(ask, owner, told))
    begun = Escalation(
        campaign=question.campaign,
        item=question.item,
        cause=ask.cause,
        blocker=ask.blocker,
        owner=owner,
        instead_of=question.owner.instead_of,
        availability=availability,
        since=silent,
    )
    return _climbed(begun, [r for r in own if escalation_of(r) == begun.key], leaving)


def _climbed(begun: Escalation, told: Sequence[Reminder], leaving: Collection[str]) -> Escalation:
    """Add the sent and planned reminders to an escalation."""
    on_ladder = [r for r in told if r.kind != RungKind.executive_sponsor]
    given = [LastReminder(r.step, r.sent_at) for r in on_ladder if r.sent_at is not None]
    to_come = [r for r in told if r.state == ReminderState.planned]
    return replace(
        begun,
        last=max(given, key=lambda g: g.step, default=None),
        planned=any(r in to_come or r.message in leaving for r in on_ladder),
        sponsor=next((r for r in to_come if r not in on_ladder), None),
    )


def _answers(reminders: Iterable[Reminder]) -> list[Answer]:
    answered = (ReminderState.acknowledged, ReminderState.snoozed)
    return [
        Answer(r.answered_at, r.quiet_until)
        for r in reminders
        if r.answered_at and r.quiet_until and r.state in answered
    ]


def _back_since(ask: Ask, owner: Person, reminders: Iterable[Reminder]) -> list[datetime]:
    """Return when the question began, and when others were reminded of it in the owner's place.

    The owner's escalation restarts then, because it must not proceed while a delegate stands in.
    """
    same = [
        r
        for r in reminders
        if (r.cause, r.blocker) == (ask.cause, ask.blocker) and r.since >= ask.since and r.sent_at
    ]
    mine = [r.id for r in same if r.owner == owner.slack_id]
    others = [r for r in same if mine and r.owner != owner.slack_id and r.id > mine[0]]
    return [ask.since, *(r.sent_at for r in others if r.sent_at)]
