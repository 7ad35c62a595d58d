"""The job that asks the facilitator about declined items during working hours."""

from campaigns.people.roles import Role
from campaigns.people.working_time import is_working
from campaigns.reminders.messages import DeclineMessage
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.people.delegates import read_assignees
from commands.people.recipients import availability_of, find_lead
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.queues import find_message
from storage.reminders.declines import list_due_declines
from storage.store import Store


def dispatch_declines(store: Store, catalog: Catalog, *, now: Clocks) -> int:
    """Ask the facilitator, during working hours, about declined items; return how many."""
    with store.read() as session:
        due = list_due_declines(session, now.story)
        if all(find_message(session, DeclineMessage(one.id).key) is not None for one in due):
            return 0
    with store.write() as session:
        unit = Unit(session, catalog, now)
        return dispatch_in_unit(unit)


def dispatch_in_unit(unit: Unit) -> int:
    """Ask once about each decline, in an open unit; a delegate if the facilitator is away."""
    facilitator = find_lead(unit.session, unit.catalog, Role.facilitator)
    if facilitator is None:
        return 0
    asked = read_assignees(unit, ()).delegate(facilitator).person
    if not is_working(availability_of(unit.catalog, asked), unit.now.story):
        return 0
    due = [
        one.id
        for one in list_due_declines(unit.session, unit.now.story)
        if find_message(unit.session, DeclineMessage(one.id).key) is None
    ]
    for decline_id in due:
        enqueue(unit.session, DeclineMessage(decline_id), to=asked.slack_id, now=unit.now)
    return len(due)
