"""When people work, and who has a role."""

from sqlmodel import Session

from campaigns.model.person import Person
from campaigns.people.roles import Role
from campaigns.people.working_time import Availability
from storage.catalog.read import Catalog
from storage.people.queries import find_person


def availability_of(catalog: Catalog, person: Person) -> Availability:
    """Return when someone may be written to."""
    return catalog.working_group.reminders.availability(person.slack_id, person.tz)


def find_lead(session: Session, catalog: Catalog, role: Role) -> Person | None:
    """Find the first person with a role, where they can be told."""
    lead = catalog.working_group.first(role)
    person = find_person(session, lead.slack) if lead is not None and lead.slack else None
    return person if person is not None and person.can_be_told else None
