"""Absences without an end: since when they stand, and asking the facilitator about long ones."""

from campaigns.dates import long_date
from campaigns.delivery import NoticeMessage
from campaigns.model.person import Person
from campaigns.people.absence import find_absence, has_no_end, without_end_for_long
from campaigns.people.delegates import DECIDERS
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.people.recipients import find_leads
from commands.people.sync_presences import list_campaign_people
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.queues import find_message
from storage.people.queries import record_away_since
from storage.store import Store


def watch_absences(store: Store, catalog: Catalog, *, now: Clocks) -> None:
    """Record since when people of active campaigns are away without an end.

    Once that has lasted for two weeks, the facilitator is asked, once per absence; about themselves
    the functional lead is.
    """
    with store.read() as session:
        people = list_campaign_people(Unit(session, catalog, now)).values()
    changed = [one for one in people if has_no_end(one, now.story) is (one.away_since is None)]
    long = [one for one in people if without_end_for_long(one, now.story) and one not in changed]
    if not changed and not long:
        return
    with store.write() as session:
        unit = Unit(session, catalog, now)
        for person in changed:
            since = now.story if person.away_since is None else None
            record_away_since(session, person.slack_id, since)
        for person in long:
            _ask_a_lead(unit, person)


def _ask_a_lead(unit: Unit, person: Person) -> None:
    leads = find_leads(unit.session, unit.catalog, DECIDERS)
    ids = [leads[role].slack_id for role in DECIDERS if role in leads]
    to = next((one for one in ids if one != person.slack_id), None)
    since = person.away_since
    if to is None or since is None:
        return
    message = NoticeMessage.about(f"away:{person.slack_id}:{since.date()}", _question(person, unit))
    if find_message(unit.session, message.key) is None:
        enqueue(unit.session, message, to=to, now=unit.now)


def _question(person: Person, unit: Unit) -> str:
    since = long_date(person.away_since) if person.away_since else ""
    still = find_absence(person, unit.now.story) is not None
    effect = (
        "somebody else gets their reminders"
        if still
        else "GitLab's Busy flag counts for two weeks only, so they get reminders again"
    )
    return (
        f"{person.name} has been marked as away since {since}, without an end: {effect}. Ask them "
        "to add the date they are back to their status, or `assign` their components to others."
    )
