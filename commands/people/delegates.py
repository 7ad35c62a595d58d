"""Finding whom to ask about items, from the people table and the catalog."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from sqlmodel import Session

from campaigns.model.item import Item
from campaigns.model.person import Person
from campaigns.people.absence import describe_absence, find_absence
from campaigns.people.delegates import LEADS, Assignees, Owner, why_not_notifiable
from commands.people.recipients import availability_of, find_leads
from commands.unit import Unit
from storage.people.queries import find_person, people_by_gitlab


def read_assignees(unit: Unit, usernames: Iterable[str | None]) -> Assignees:
    """Read the people linked to GitLab usernames, and the leads, in a few queries."""
    found = people_by_gitlab(unit.session, usernames)
    return Assignees(
        people={name.casefold(): person for name, person in found.items()},
        leads=find_leads(unit.session, unit.catalog, LEADS),
        availability=partial(availability_of, unit.catalog),
        now=unit.now.story,
    )


def is_away(session: Session, slack_id: str, now: datetime) -> bool:
    """Return whether a known person is away, so that nothing is sent to them."""
    person = find_person(session, slack_id)
    return person is not None and find_absence(person, now) is not None


def find_owner(unit: Unit, item: Item) -> Owner | None:
    """Return the person to notify about an item now, or None."""
    return read_assignees(unit, (item.dri, item.backup)).owner(item)


def why_delegated(session: Session, username: str | None, told: str, now: datetime) -> str | None:
    """Return why ``told`` (a Slack id) is notified instead of the user with a GitLab username."""
    if username is None:
        return None
    person: Person | None = people_by_gitlab(session, [username]).get(username)
    if person is None:
        return f"its DRI {username} is not linked to a Slack account: use `assign` or `link`"
    if person.slack_id == told:
        return None
    return describe_absence(person, now) or why_not_notifiable(person)
