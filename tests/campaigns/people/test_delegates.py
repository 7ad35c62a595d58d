"""Who is asked instead of somebody who is away or cannot be notified."""

from datetime import time

import pytest

from campaigns.model.item import Blocker, Item
from campaigns.model.person import Person
from campaigns.people.delegates import Assignees, Owner, why_not_notifiable
from campaigns.people.roles import Role
from campaigns.people.working_time import Availability
from campaigns.reminders.ladder import RungKind
from tests.entities import NOW, blocked_by, blocker, item, person

OFFICE = Availability("UTC", frozenset(range(5)), time(9, 30), time(16, 30))
GUS, MIRA, FRIDA, LEO = (person(name) for name in ("gus", "mira", "frida", "leo"))
GUS_AWAY = person("gus", gitlab_busy=True)
MIRA_AWAY = person("mira", gitlab_busy=True)
FRIDA_AWAY = person("frida", gitlab_busy=True)
LEO_AWAY = person("leo", gitlab_busy=True)
GUS_LEFT = person("gus", deleted=True)
ITEM = item(1, "Gitaly", "blocked", backup="mira")


def assignees(*people: Person) -> Assignees:
    """Build the assignees; Frida is the facilitator, Leo the functional lead."""
    known = {somebody.name.casefold(): somebody for somebody in people}
    roles = {Role.facilitator: "frida", Role.functional_lead: "leo"}
    leads = {role: known[name] for role, name in roles.items() if name in known}
    return Assignees(known, leads, lambda _person: OFFICE, NOW)


@pytest.mark.parametrize(
    ("people", "owner"),
    [
        ((GUS, MIRA, FRIDA, LEO), Owner(GUS)),
        ((GUS_AWAY, MIRA, FRIDA, LEO), Owner(MIRA, GUS_AWAY)),
        ((GUS_AWAY, MIRA_AWAY, FRIDA, LEO), Owner(FRIDA, GUS_AWAY)),
        ((GUS_AWAY, MIRA_AWAY, FRIDA_AWAY, LEO), Owner(LEO, GUS_AWAY)),
        ((GUS_AWAY, MIRA_AWAY, FRIDA_AWAY, LEO_AWAY), Owner(GUS_AWAY)),
        ((GUS_LEFT, MIRA, FRIDA, LEO), Owner(FRIDA)),
        ((MIRA, FRIDA_AWAY, LEO), Owner(LEO)),
        ((MIRA, FRIDA_AWAY), Owner(FRIDA_AWAY)),
        ((), None),
    ],
)
def test_an_items_owner_is_its_dri_or_a_delegate(
    people: tuple[Person, ...], owner: Owner | None
) -> None:
    assert assignees(*people).owner(ITEM) == owner


BLOCKING = item(2, "Shell", dri="mira", backup="leo")


@pytest.mark.parametrize(
    ("about", "people", "owner"),
    [
        (blocker("waits for a release"), (GUS, MIRA), None),
        (blocked_by(BLOCKING), (MIRA, LEO), Owner(MIRA)),
        (blocked_by(BLOCKING), (MIRA_AWAY, LEO), Owner(LEO, MIRA_AWAY)),
        (blocked_by(BLOCKING), (GUS,), None),
        (
            blocker("Elsewhere", project="g/p", iid=9, assignees=("gus", "leo")),
            (GUS_AWAY, LEO),
            Owner(LEO, GUS_AWAY),
        ),
        (blocker("Elsewhere", project="g/p", iid=9), (GUS,), None),
    ],
)
def test_a_blocker_goes_to_who_can_resolve_it(
    about: Blocker, people: tuple[Person, ...], owner: Owner | None
) -> None:
    owned: dict[str, Item] = {BLOCKING.reference: BLOCKING}

    assert assignees(*people).blocker_owner(about, owned) == owner


@pytest.mark.parametrize(
    ("kind", "people", "told"),
    [
        (RungKind.digest, (GUS, FRIDA, LEO), GUS),
        (RungKind.thread, (GUS, FRIDA, LEO), GUS),
        (RungKind.functional_lead, (GUS, FRIDA, LEO), LEO),
        (RungKind.functional_lead, (GUS, FRIDA, LEO_AWAY), FRIDA),
        (RungKind.facilitator, (GUS, FRIDA, LEO), FRIDA),
        (RungKind.facilitator, (GUS, FRIDA_AWAY, LEO_AWAY), FRIDA_AWAY),
        (RungKind.facilitator, (GUS,), GUS),
    ],
)
def test_a_rung_goes_to_an_available_lead(
    kind: RungKind, people: tuple[Person, ...], told: Person
) -> None:
    assert assignees(*people).recipient(kind, GUS) == told


@pytest.mark.parametrize(
    ("somebody", "why"),
    [
        (GUS, None),
        (GUS_LEFT, "its DRI Gus is deactivated in Slack; `assign` it to someone else"),
        (
            person("gus", gitlab_left_at=NOW),
            "its DRI Gus has left GitLab; `assign` it to someone else",
        ),
    ],
)
def test_why_a_dri_cannot_be_notified(somebody: Person, why: str | None) -> None:
    assert why_not_notifiable(somebody) == why
    assert somebody.can_be_notified == (why is None)
