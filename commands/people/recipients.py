"""Finding when people can be contacted, and the people with a role."""

from collections.abc import Iterable

from sqlmodel import Session

from campaigns.model.person import Person
from campaigns.people.roles import Role
from campaigns.people.working_time import Availability
from storage.catalog.read import Catalog
from storage.people.queries import people_by_slack_id


def availability_of(catalog: Catalog, person: Person) -> Availability:
    """Return the hours in which a person may be contacted."""
    return catalog.working_group.reminders.availability(person.slack_id, person.tz)


def find_lead(session: Session, catalog: Catalog, role: Role) -> Person | None:
    """Return the first person with a role, if they can be notified."""
    return find_leads(session, catalog, [role]).get(role)


def find_leads(session: Session, catalog: Catalog, roles: Iterable[Role]) -> dict[Role, Person]:
    """Map each role to the first person with it, if they can be notified."""
    firsts = {role: catalog.working_group.first(role) for role in roles}
    ids = {role: lead.slack for role, lead in firsts.items() if lead is not None and lead.slack}
    people = people_by_slack_id(session, ids.values())
    found = {role: people.get(slack_id) for role, slack_id in ids.items()}
    return {role: one for role, one in found.items() if one is not None and one.can_be_notified}
