"""The exit criteria, which everyone can read and the facilitator and lead can change."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.people.roles import Actor, Permission
from campaigns.reports.criteria import Criterion, date_mistake, is_late, percent_completed
from commands.clocks import Clocks
from commands.errors import InvalidRequestError
from commands.people.actors import require
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.lifecycle.campaigns import list_campaigns
from storage.people.queries import find_person, names_by_gitlab
from storage.reports import (
    add_criterion,
    find_criterion,
    list_criteria,
    numbers_of_campaign,
    seed_criteria,
    update_criterion,
)
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store

MAX_TITLE = 300
DATES = {"start": "start_on", "target": "target_on", "completed": "completed_on"}
FIELDS = ("title", *DATES, "dri", "campaign")


@dataclass(frozen=True)
class CriterionChange:
    """A parsed `criteria set <n> <field> <value>`; a value of None clears the field.

    ``value`` is a date for start, target and completed, a Slack id or GitLab username for dri, and
    text otherwise.
    """

    number: int
    field: str
    value: date | str | None


@dataclass(frozen=True)
class CriteriaTable:
    """The criteria, their DRIs' names by username, and the numbers of overdue criteria."""

    criteria: tuple[Criterion, ...]
    people: dict[str, str]
    percent: int
    late: tuple[int, ...]


def read_criteria(store: Store, catalog: Catalog, *, now: Clocks) -> CriteriaTable:
    """Read the criteria; the first read copies them from the catalog."""
    with store.read() as session:
        unit = Unit(session, catalog, now)
        table = _table(unit)
    if table.criteria:
        return table
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        seed_criteria(session, catalog)
        return _table(unit)


def _table(unit: Unit) -> CriteriaTable:
    criteria = list_criteria(unit.session)
    people = names_by_gitlab(unit.session, [criterion.dri for criterion in criteria])
    late = tuple(c.number for c in criteria if is_late(c, unit.now.story.date()))
    return CriteriaTable(criteria, people, percent_completed(criteria), late)


def add_to_criteria(
    store: Store, catalog: Catalog, actor: Actor, title: str, *, now: Clocks
) -> CriteriaTable:
    """Append a criterion to the table.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may change the criteria.
        InvalidRequestError: the title is empty or too long.
    """
    require(catalog, actor, Permission.change_criteria)
    kept = _title(title)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        seed_criteria(session, catalog)
        added = add_criterion(session, kept)
        _record(unit, actor.slack_id, None, added)
        return _table(unit)


def change_criterion(
    store: Store, catalog: Catalog, actor: Actor, change: CriterionChange, *, now: Clocks
) -> CriteriaTable:
    """Change one field of a criterion.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may change the criteria.
        InvalidRequestError: the criterion, campaign or person is unknown, or the dates conflict.
    """
    require(catalog, actor, Permission.change_criteria)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        seed_criteria(session, catalog)
        before = find_criterion(session, change.number)
        if before is None:
            raise InvalidRequestError(_no_such(change.number, list_criteria(session)))
        column, stored, shown = _value(session, change)
        values: dict[str, Any] = {column.replace("campaign_id", "campaign"): shown}
        after = replace(before, **values)
        mistake = date_mistake(after, now.story.date())
        if mistake:
            raise InvalidRequestError(mistake)
        update_criterion(session, change.number, **{column: stored})
        _record(unit, actor.slack_id, before, after)
        return _table(unit)


def complete_criteria_of(unit: Unit, campaign: Campaign, by: str) -> tuple[int, ...]:
    """Complete a campaign's open criteria; return their numbers."""
    numbers = numbers_of_campaign(unit.session, campaign.id)
    for before in [c for c in list_criteria(unit.session) if c.number in numbers]:
        after = replace(before, completed_on=unit.now.story.date())
        update_criterion(unit.session, before.number, completed_on=after.completed_on)
        _record(unit, by, before, after, reason=f"{campaign.title} is completed")
    return numbers


def _value(session: Session, change: CriterionChange) -> tuple[str, object, object]:
    """Return the column to change, the value to store, and the value to show in the event."""
    value = change.value
    if change.field in DATES:
        return DATES[change.field], value, value
    if change.field == "title":
        title = _title(str(value or ""))
        return "title", title, title
    if change.field == "dri":
        dri = None if value is None else _username(session, str(value))
        return "dri", dri, dri
    campaign = None if value is None else _campaign(session, str(value))
    return "campaign_id", campaign and campaign.id, campaign and campaign.slug


def _title(words: str) -> str:
    title = " ".join(words.split())
    if not title:
        raise InvalidRequestError("Add a title: `criteria add Upgrade to Go 1.21`.")
    if len(title) > MAX_TITLE:
        raise InvalidRequestError(
            f"A criterion can have at most {MAX_TITLE} characters; this one has {len(title)}."
        )
    return title


def _username(session: Session, name: str) -> str:
    person = find_person(session, name)
    if person is None:
        return name
    if person.gitlab_username is None:
        raise InvalidRequestError(
            f"{person.name} is not linked to a GitLab user: enter @ and their GitLab username."
        )
    return person.gitlab_username


def _campaign(session: Session, words: str) -> Campaign:
    listed = list_campaigns(session)
    for campaign in listed:
        if words.casefold() in (campaign.slug.casefold(), campaign.title.casefold()):
            return campaign
    known = ", ".join(f"`{campaign.slug}`" for campaign in listed) or "none"
    raise InvalidRequestError(f"No campaign {words} found. Campaigns: {known}.")


def _no_such(number: int, known: tuple[Criterion, ...]) -> str:
    if not known:
        return "There are no exit criteria yet. Add the first with `criteria add <title>`."
    return f"There is no criterion {number}. Choose a number from 1 to {known[-1].number}."


def _record(
    unit: Unit, by: str, before: Criterion | None, after: Criterion, *, reason: str | None = None
) -> None:
    event = Event(
        EventKind.criterion_changed,
        "",
        unit.now.story,
        by,
        before=None if before is None else _plain(before),
        after=_plain(after),
        reason=reason,
    )
    record_event(unit.session, None, event)


def _plain(criterion: Criterion) -> dict[str, object]:
    return {
        "number": criterion.number,
        "title": criterion.title,
        **{
            name: str(day) if (day := getattr(criterion, name)) else None for name in DATES.values()
        },
        "dri": criterion.dri,
        "campaign": criterion.campaign,
    }
