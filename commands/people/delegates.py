"""Who is told about an item now: its owner, or who stands in for them while they are away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from campaigns.people.absence import Absence, Statuses, back_on, find_absence
from campaigns.people.roles import Role
from campaigns.people.working_time import Availability
from campaigns.reminders.ladder import RungKind
from commands.people.recipients import availability_of, can_be_told, find_lead
from storage.catalog.read import Catalog
from storage.people.queries import find_person, people_by_gitlab
from storage.records import ItemRecord, PersonRecord

_LEADS = (Role.facilitator, Role.functional_lead)
_ASKED = {
    RungKind.functional_lead: _LEADS[::-1],
    RungKind.facilitator: _LEADS,
    RungKind.executive_sponsor: (Role.executive_sponsor,),
}


@dataclass(frozen=True)
class Owner:
    """Who is asked, and ``instead_of`` whom where that person is away."""

    person: PersonRecord
    instead_of: PersonRecord | None = None

    @property
    def slack_ids(self) -> frozenset[str]:
        """The ids of whoever is asked, and of who it is for."""
        people = (self.person, self.instead_of)
        return frozenset(person.slack_id for person in people if person is not None)


@dataclass(frozen=True)
class Assignees:
    """The people of some items as they are now; ``people`` by GitLab username, folded."""

    catalog: Catalog
    people: Mapping[str, PersonRecord]
    leads: Mapping[Role, PersonRecord]
    now: datetime

    def known(self, username: str | None) -> PersonRecord | None:
        """Find who is bound to a GitLab username."""
        return self.people.get((username or "").casefold())

    def absence(self, person: PersonRecord) -> Absence | None:
        """Find whether someone is away."""
        return absence_of(person, self.now)

    def availability(self, person: PersonRecord) -> Availability:
        """Give when someone may be written to."""
        return availability_of(self.catalog, person)

    def owner(self, item: ItemRecord) -> Owner | None:
        """Find who is asked about an item: its DRI, or the facilitator where they cannot be told.

        Of someone away it is the backup, else a lead; where all are away it waits for them.
        """
        dri = self.known(item.dri)
        if dri is None or not can_be_told(dri):
            lead = self._first_here(self._leads()) or self.leads.get(Role.facilitator)
            return Owner(lead) if lead is not None else None
        return self.here(dri, [self.known(item.backup)])

    def here(self, person: PersonRecord, backups: Iterable[PersonRecord | None] = ()) -> Owner:
        """Give someone, or who stands in for them while they are away."""
        if self.absence(person) is None:
            return Owner(person)
        stand_in = self._first_here([*backups, *self._leads()])
        return Owner(stand_in, person) if stand_in is not None else Owner(person)

    def recipient(self, kind: RungKind, owner: PersonRecord) -> PersonRecord:
        """Give who is told at a rung: a lead who is there, or it stays with the owner."""
        asked = _ASKED.get(kind, ())
        leads = [self.leads.get(role) for role in asked]
        return self._first_here(leads) or next((lead for lead in leads if lead), owner)

    def decider(self) -> PersonRecord | None:
        """Give who decides for the group: the facilitator, else the functional lead.

        None while both are away, or where neither is known.
        """
        return self._first_here(self._leads())

    def _leads(self) -> list[PersonRecord | None]:
        return [self.leads.get(role) for role in _LEADS]

    def _first_here(self, people: Iterable[PersonRecord | None]) -> PersonRecord | None:
        able = (person for person in people if person is not None and can_be_told(person))
        return next((person for person in able if self.absence(person) is None), None)


def read_crew(
    session: Session, catalog: Catalog, usernames: Iterable[str | None], now: datetime
) -> Assignees:
    """Read, in a few queries, the people bound to GitLab usernames, and the leads."""
    found = people_by_gitlab(session, usernames)
    roles = (*_LEADS, Role.executive_sponsor)
    leads = {role: find_lead(session, catalog, role) for role in roles}
    return Assignees(
        catalog,
        {name.casefold(): person for name, person in found.items()},
        {role: lead for role, lead in leads.items() if lead is not None},
        now,
    )


def absence_of(person: PersonRecord, now: datetime) -> Absence | None:
    """Find whether someone is away, from their statuses in Slack and GitLab."""
    statuses = Statuses(
        slack=f"{person.status_emoji} {person.status_text}",
        until=person.status_until,
        gitlab=person.gitlab_status,
        busy=person.gitlab_busy,
    )
    return find_absence(statuses, now)


def is_away(session: Session, slack_id: str, now: datetime) -> bool:
    """Tell whether somebody known is away: nothing is sent to them until they are back."""
    person = find_person(session, slack_id)
    return person is not None and absence_of(person, now) is not None


def describe_absence(person: PersonRecord, now: datetime) -> str | None:
    """Say that someone is away, and until when where they said so; never why."""
    absence = absence_of(person, now)
    if absence is None:
        return None
    day = back_on(absence, person.tz)
    until = f" until {day:%a} {day.day} {day:%B}" if day else ""
    return f"{person.name} is away{until}"


def find_owner(session: Session, catalog: Catalog, item: ItemRecord, now: datetime) -> Owner | None:
    """Find who is told about one item now."""
    return read_crew(session, catalog, (item.dri, item.backup), now).owner(item)


def why_instead(session: Session, username: str | None, told: str, now: datetime) -> str | None:
    """Say why somebody else (a Slack id) is told what is for a GitLab username."""
    if username is None:
        return None
    person = people_by_gitlab(session, [username]).get(username)
    if person is None:
        return f"its DRI {username} has no Slack account that I know: `assign` or `link` helps"
    if person.slack_id == told:
        return None
    return describe_absence(person, now) or _unable(person)


def _unable(person: PersonRecord) -> str | None:
    """Say why a DRI cannot be told."""
    reasons = {
        "is deactivated in Slack": person.deleted,
        "is in another workspace": person.is_stranger,
        "is a guest": person.is_guest,
        "is a bot": person.is_bot,
        "has left GitLab": person.gitlab_left_at is not None,
    }
    why = next((reason for reason, true in reasons.items() if true), None)
    return f"its DRI {person.name} {why}: `assign` it to somebody else" if why else None
