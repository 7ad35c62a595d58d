"""Who can be told something, and when they work."""

from sqlmodel import Session

from campaigns.people.roles import Role
from campaigns.people.working_time import Availability
from storage.catalog.read import Catalog
from storage.people.queries import find_person
from storage.records import PersonRecord


def can_be_told(person: PersonRecord | None) -> bool:
    """Tell whether someone is a full and active member of the workspace who has not left GitLab."""
    return person is not None and not (
        person.deleted
        or person.is_bot
        or person.is_guest
        or person.is_stranger
        or person.gitlab_left_at is not None
    )


def availability_of(catalog: Catalog, person: PersonRecord) -> Availability:
    """Give when someone may be written to."""
    return catalog.working_group.reminders.availability(person.slack_id, person.tz)


def find_lead(session: Session, catalog: Catalog, role: Role) -> PersonRecord | None:
    """Find the first person with a role, where they can be told."""
    lead = catalog.working_group.first(role)
    person = find_person(session, lead.slack) if lead is not None and lead.slack else None
    return person if can_be_told(person) else None
