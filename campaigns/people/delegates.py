"""The owner of an item: its DRI, or a delegate while the DRI is away."""

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
    """The person to remind; ``instead_of`` is the absent person they stand in for."""

    person: Person
    instead_of: Person | None = None

    @property
    def slack_ids(self) -> frozenset[str]:
        """The Slack ids of the person to remind and of the person they stand in for."""
        people = (self.person, self.instead_of)
        return frozenset(person.slack_id for person in people if person is not None)


@dataclass(frozen=True)
class Assignees:
    """The people responsible for items, with their current absences.

    ``people`` is keyed by case-folded GitLab username; ``availability`` returns a person's working
    hours.
    """

    people: Mapping[str, Person]
    leads: Mapping[Role, Person]
    availability: Callable[[Person], Availability]
    now: datetime

    def known(self, username: str | None) -> Person | None:
        """Return the person linked to a GitLab username, if any."""
        return self.people.get((username or "").casefold())

    def owner(self, item: Item) -> Owner | None:
        """Return an item's owner: its DRI, or a lead if the DRI cannot be notified.

        If the DRI is away, the backup or else a lead stands in. If they are all away, the DRI
        remains the owner.
        """
        dri = self.known(item.dri)
        if dri is None or not dri.can_be_notified:
            lead = self.decider() or self.leads.get(Role.facilitator)
            return Owner(lead) if lead is not None else None
        return self.delegate(dri, [self.known(item.backup)])

    def blocker_owner(self, blocker: Blocker, owned: Mapping[str, Item]) -> Owner | None:
        """Return who can resolve a blocker: the DRI of the blocking item, or the issue's assignee.

        ``owned`` maps issue references to the items that the issues track.
        """
        if not blocker.reference:
            return None
        item = owned.get(blocker.reference)
        named = [self.known(name) for name in (item.dri if item else None, *blocker.assignees)]
        able = [person for person in named if person is not None and person.can_be_notified]
        backups = [self.known(item.backup)] if item else able[1:]
        return self.delegate(able[0], backups) if able else None

    def delegate(self, person: Person, backups: Iterable[Person | None] = ()) -> Owner:
        """Return a person as the owner, or their delegate while they are away."""
        if not self.is_away(person):
            return Owner(person)
        stand_in = self._first_here([*backups, *self._deciders()])
        return Owner(stand_in, person) if stand_in is not None else Owner(person)

    def recipient(self, kind: RungKind, owner: Person) -> Person:
        """Return who is notified at a rung: a lead, preferably an available one, else the owner."""
        leads = [self.leads.get(role) for role in _ASKED_AT.get(kind, ())]
        return self._first_here(leads) or next((lead for lead in leads if lead), owner)

    def decider(self) -> Person | None:
        """Return who decides for the group: the facilitator, or else the functional lead.

        None if both are away or unknown.
        """
        return self._first_here(self._deciders())

    def is_away(self, person: Person) -> bool:
        """Return whether a person is away."""
        return find_absence(person, self.now) is not None

    def _deciders(self) -> list[Person | None]:
        return [self.leads.get(role) for role in DECIDERS]

    def _first_here(self, people: Iterable[Person | None]) -> Person | None:
        able = (person for person in people if person is not None and person.can_be_notified)
        return next((person for person in able if not self.is_away(person)), None)


def why_not_notifiable(person: Person) -> str | None:
    """Return why a DRI cannot be notified and what to do about it; None if they can be."""
    reasons = {
        "is deactivated in Slack": person.deleted,
        "is in another workspace": person.is_stranger,
        "is a guest": person.is_guest,
        "is a bot": person.is_bot,
        "has left GitLab": person.gitlab_left_at is not None,
    }
    why = next((reason for reason, true in reasons.items() if true), None)
    return f"its DRI {person.name} {why}; `assign` it to someone else" if why else None
