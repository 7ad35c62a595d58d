"""Reading the DRIs' presence from GitLab: who is busy, and who has left."""

from collections.abc import Iterable

from campaigns.model.person import Person
from campaigns.notices import NoticeKind
from campaigns.people.away_status import says_away
from campaigns.people.roles import Role
from commands.clocks import Clocks
from commands.notices.notices import plan_notice
from commands.people.recipients import find_lead
from commands.reminders.escalations import list_active, usernames_of
from commands.unit import Unit
from gitlab_gateway.connection import Connection
from gitlab_gateway.people import Presence, read_presences
from storage.catalog.read import Catalog
from storage.people.queries import people_by_gitlab, record_presence
from storage.store import Store


def sync_presences(store: Store, gitlab: Connection, catalog: Catalog, *, now: Clocks) -> int:
    """Record the GitLab presence of everyone in active campaigns; return how many changed.

    Only people in the people table are read. If a DRI has left, the facilitator is notified once
    per component.

    Raises:
        GitLabError: GitLab did not respond.
    """
    with store.read() as session:
        unit = Unit(session, catalog, now)
        known = list_campaign_people(unit)
    seen = read_presences(gitlab, sorted(known)) if known else {}
    changed = [
        (person, seen[name])
        for name, person in known.items()
        if name in seen and _as_known(person) != seen[name]
    ]
    if changed:
        with store.write() as session:
            unit = Unit(session, catalog, now)
            _record(unit, changed)
    return len(changed)


def list_campaign_people(unit: Unit) -> dict[str, Person]:
    """Map case-folded GitLab usernames to the people of active campaigns, including leads."""
    views = list_active(unit.session)
    leads = {person.gitlab for person in unit.catalog.working_group.people} if views else set()
    found = people_by_gitlab(unit.session, usernames_of(views) | leads)
    return {name.casefold(): person for name, person in found.items()}


def _as_known(person: Person) -> Presence:
    left = person.gitlab_left_at is not None
    return Presence(person.gitlab_busy, person.gitlab_status, left)


def _record(unit: Unit, changed: Iterable[tuple[Person, Presence]]) -> None:
    own = unit.catalog.working_group.reminders.away_words
    for person, presence in changed:
        left_at = (person.gitlab_left_at or unit.now.story) if presence.left else None
        record_presence(
            unit.session,
            person.slack_id,
            busy=presence.busy,
            status=presence.status,
            status_away=says_away(presence.status, own),
            left_at=left_at,
        )
        if presence.left and person.gitlab_left_at is None:
            _notify_left(unit, person)


def _notify_left(unit: Unit, person: Person) -> None:
    """Notify the facilitator of the components that have lost their DRI."""
    facilitator = find_lead(unit.session, unit.catalog, Role.facilitator)
    username = (person.gitlab_username or "").casefold()
    detail = {"who": person.name}
    for view in list_active(unit.session):
        for item in view.items:
            if (item.dri or "").casefold() == username and facilitator is not None:
                kind = NoticeKind.dri_left
                plan_notice(unit, item, kind, detail=detail, person=facilitator)
