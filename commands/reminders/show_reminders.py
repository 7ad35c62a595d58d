"""Forecasting the reminders of the next days, assuming that nobody answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.people.delegates import Assignees
from campaigns.people.working_time import next_working_moment
from campaigns.reminders.escalations import Escalation
from campaigns.reminders.ladder import Cause, NextReminder, RungKind
from commands.clocks import Clocks
from commands.errors import InvalidRequestError
from commands.people.delegates import read_assignees
from commands.reminders.escalations import is_paused, list_escalations
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.people.queries import names_by_slack_id
from storage.reminders.pauses import Pause, list_pauses
from storage.store import Store

MAX_DAYS = 60


@dataclass(frozen=True)
class UpcomingReminder:
    """An upcoming reminder; ``since`` is when the wait for an answer began.

    ``person`` is the recipient's Slack id and ``owner`` that of the person asked. ``instead_of`` is
    the name of the absent person whom the owner stands in for.
    """

    at: datetime
    person: str
    kind: RungKind
    campaign: Campaign
    item: Item
    since: datetime
    cause: Cause
    owner: str
    instead_of: str | None
    paused: bool


@dataclass(frozen=True)
class UpcomingReminders:
    """Upcoming reminders; ``people`` maps Slack ids to names, ``pauses`` maps scopes to pauses."""

    days: int
    coming: tuple[UpcomingReminder, ...]
    people: Mapping[str, str]
    pauses: Mapping[str, Pause]


def show_reminders(store: Store, catalog: Catalog, days: int, *, now: Clocks) -> UpcomingReminders:
    """Return the reminders of the next days, with their causes.

    An overdue reminder is sent at the person's next working time.

    Raises:
        InvalidRequestError: ``days`` is not from 1 to 60.
    """
    if not 1 <= days <= MAX_DAYS:
        raise InvalidRequestError(f"Enter a number of days from 1 to {MAX_DAYS}: `reminders 14`.")
    with store.read() as session:
        unit = Unit(session, catalog, now)
        assignees = read_assignees(unit, ())
        until = now.story + timedelta(days=days)
        ladder = catalog.working_group.reminders.ladder.rungs
        coming = tuple(
            _coming(unit, assignees, one, due)
            for one in list_escalations(unit)
            for due in (*_asked(one, until), *one.to_come(ladder, until))
        )
        pauses = list_pauses(session)
        people = names_by_slack_id(
            session, [*(c.person for c in coming), *(p.by for p in pauses.values())]
        )
    by_time = tuple(sorted(coming, key=lambda c: (c.at, c.person, c.item.position)))
    return UpcomingReminders(days, by_time, people, pauses)


def _asked(one: Escalation, until: datetime) -> tuple[NextReminder, ...]:
    """Return the planned question to the sponsor, if it is due by then."""
    row = one.sponsor
    return (NextReminder(row.step, row.kind, row.due_at),) if row and row.due_at <= until else ()


def _coming(
    unit: Unit, assignees: Assignees, one: Escalation, due: NextReminder
) -> UpcomingReminder:
    person = assignees.recipient(due.kind, one.owner)
    earliest = max(due.at, unit.now.story)
    return UpcomingReminder(
        at=next_working_moment(assignees.availability(person), earliest),
        person=person.slack_id,
        kind=due.kind,
        campaign=one.campaign,
        item=one.item,
        since=one.since,
        cause=one.cause,
        owner=one.owner.slack_id,
        instead_of=one.instead_of.name if one.instead_of else None,
        paused=is_paused(unit.session, one.campaign),
    )
