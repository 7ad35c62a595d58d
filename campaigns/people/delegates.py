"""Who is asked about an item now: its DRI, or who stands in for them while they are away."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from campaigns.model.item import Blocker, Item
from campaigns.model.person import Person
from campaigns.people.absence import find_absence
from campaigns.people.roles import Role
from campaigns.people.working_time import Availability
from campaigns.reminders.ladder import RungKind

DECIDERS = (Role.facilitator, Role.functional_lead)
LEADS = (*DECIDERS, Role.executive_sponsor)
_ASKED_AT = {
    RungKind.functional_lead: DECIDERS[::-1],
    RungKind.facilitator: DECIDERS,
    RungKind.executive_sponsor: (Role.executive_sponsor,),
}


@dataclass(frozen=True)
class Owner:
    """Who is asked, and ``instead_of`` whom where that person is away."""

    person: Person
    instead_of: Person | None = None

    @property
    def slack_ids(self) -> frozenset[str]:
        """The ids of whoever is asked, and of who it is for."""
        people = (self.person, self.instead_of)
        return frozenset(person.slack_id for person in people if person is not None)


@dataclass(frozen=True)
class Assignees:
    """The people of some items as they are now.

    ``people`` are by GitLab username, folded; ``availability`` tells when one of them may be
    written to.
    """

    people: Mapping[str, Person]
    leads: Mapping[Role, Person]
    availability: Callable[[Person], Availability]
    now: datetime

    def known(self, username: str | None) -> Person | None:
        """Return who is bound to a GitLab username."""
        return self.people.get((username or "").casefold())

    def owner(self, item: Item) -> Owner | None:
        """Return who is asked about an item: its DRI, or the facilitator where they cannot be told.

        Of someone away it is the backup, else a lead; where all are away it waits for them.
        """
        dri = self.known(item.dri)
        if dri is None or not dri.can_be_told:
            lead = self.decider() or self.leads.get(Role.facilitator)
            return Owner(lead) if lead is not None else None
        return self.delegate(dri, [self.known(item.backup)])

    def blocker_owner(self, blocker: Blocker, owned: Mapping[str, Item]) -> Owner | None:
        """Return who can end a blocker: the DRI of the item that blocks, or the issue's assignee.

        ``owned`` maps the references of issues to the items that they track.
        """
        if not blocker.reference:
            return None
        item = owned.get(blocker.reference)
        named = [self.known(name) for name in (item.dri if item else None, *blocker.assignees)]
        able = [person for person in named if person is not None and person.can_be_told]
        backups = [self.known(item.backup)] if item else able[1:]
        return self.delegate(able[0], backups) if able else None

    def delegate(self, person: Person, backups: Iterable[Person | None] = ()) -> Owner:
        """Return someone, or who stands in for them while they are away."""
        if not self.is_away(person):
            return Owner(person)
        stand_in = self._first_here([*backups, *self._deciders()])
        return Owner(stand_in, person) if stand_in is not None else Owner(person)

    def recipient(self, kind: RungKind, owner: Person) -> Person:
        """Return who is told at a rung: a lead who is there, or it stays with the owner."""
        leads = [self.leads.get(role) for role in _ASKED_AT.get(kind, ())]
        return self._first_here(leads) or next((lead for lead in leads if lead), owner)

    def decider(self) -> Person | None:
        """Return who decides for the group: the facilitator, else the functional lead.

        None while both are away, or where neither is known.
        """
        return self._first_here(self._deciders())

    def is_away(self, person: Person) -> bool:
        """Return whether someone is away."""
        return find_absence(person, self.now) is not None

    def _deciders(self) -> list[Person | None]:
        return [self.leads.get(role) for role in DECIDERS]

    def _first_here(self, people: Iterable[Person | None]) -> Person | None:
        able = (person for person in people if person is not None and person.can_be_told)
        return next((person for person in able if not self.is_away(person)), None)


def why_not_told(person: Person) -> str | None:
    """Return why a DRI cannot be told, and what helps; None where they can."""
    reasons = {
        "is deactivated in Slack": person.deleted,
        "is in another workspace": person.is_stranger,
        "is a guest": person.is_guest,
        "is a bot": person.is_bot,
        "has left GitLab": person.gitlab_left_at is not None,
    }
    why = next((reason for reason, true in reasons.items() if true), None)
    return f"its DRI {person.name} {why}: `assign` it to somebody else" if why else None
