"""Identifying the actor by Slack id and team id, from the people table and the catalog."""

from collections.abc import Callable, Iterable

from campaigns.model.person import Person
from campaigns.people.roles import (
    PERMISSION_WORDS,
    ROLE_TITLES,
    Actor,
    Permission,
    Role,
    may,
    who_may,
)
from commands.errors import NotPermittedError
from storage.catalog.read import Catalog
from storage.people.queries import find_installation, find_person
from storage.store import Store

OPERATOR = Actor("operator", "An operator", roles=frozenset({Role.operator}))


class StrangerError(NotPermittedError):
    """The people table has no entry for this id yet."""


def get_actor(
    store: Store,
    catalog: Catalog,
    slack_id: str,
    team_id: str | None,
    *,
    look_up: Callable[[str], None] = lambda _slack_id: None,
) -> Actor:
    """Return the actor for a payload's user id and team id.

    ``look_up`` is called with an id that is missing from the people table. In an Enterprise Grid
    organization, the team may be the organization itself or the person's own workspace.

    Raises:
        NotPermittedError: a guest, a bot, a deactivated user, or from another organization.
        StrangerError: the person is not in the people table yet.
    """
    with store.read() as session:
        person, installation = find_person(session, slack_id), find_installation(session)
    organization = installation.enterprise_id if installation else None
    ours = {*catalog.working_group.teams, organization} - {None}
    if person is None and team_id in ours:
        look_up(slack_id)
        named = _named_in_catalog(catalog, slack_id)
        if named is not None:
            return named
        raise StrangerError("Your profile was just loaded. Please send the command again.")
    if person is None or team_id not in {*ours, person.team_id}:
        raise _closed_to(catalog, "people of this workspace")
    require_member(catalog, person)
    return as_actor(catalog, person)


def require_member(catalog: Catalog, person: Person) -> None:
    """Check that a person is an active full member of the organization.

    Raises:
        NotPermittedError: a guest, a bot, a deactivated user, or from another organization.
    """
    if person.is_stranger:
        raise _closed_to(catalog, "people of this workspace")
    if person.is_bot or person.deleted:
        raise _closed_to(catalog, "active people of this workspace")
    if person.is_guest:
        raise _closed_to(catalog, "full members of this workspace")


def _named_in_catalog(catalog: Catalog, slack_id: str) -> Actor | None:
    """Return an actor from the catalog, for a person who is not in the people table yet."""
    for person in catalog.working_group.people:
        if person.slack == slack_id:
            roles = catalog.working_group.roles_of(slack_id)
            return Actor(slack_id, person.name, person.gitlab, roles)
    return None


def as_actor(catalog: Catalog, person: Person) -> Actor:
    """Return a person as an actor, with the roles assigned to their Slack id in the catalog."""
    return Actor(
        slack_id=person.slack_id,
        name=person.name,
        gitlab_username=person.gitlab_username,
        roles=catalog.working_group.roles_of(person.slack_id),
    )


def require(
    catalog: Catalog, actor: Actor, permission: Permission, dris: tuple[str | None, ...] = ()
) -> None:
    """Check that an actor has a permission.

    Raises:
        NotPermittedError: they do not; the message lists the permitted roles and whom to ask.
    """
    if not may(actor, permission, dris):
        who, words = name_permitted(permission), PERMISSION_WORDS[permission]
        raise _naming(f"Only {who} may {words}", catalog, who_may(permission), actor)


def name_permitted(permission: Permission) -> str:
    """Return the roles with a permission, such as `the facilitator and the functional lead`."""
    *first, last = [ROLE_TITLES[role] for role in who_may(permission)]
    return f"{', '.join(first)} and {last}" if first else last


def _closed_to(catalog: Catalog, who: str) -> NotPermittedError:
    return _naming(
        f"Runtime upgrades are only open to {who}", catalog, (Role.facilitator,), actor=None
    )


def _naming(
    refusal: str, catalog: Catalog, roles: Iterable[Role], actor: Actor | None
) -> NotPermittedError:
    """Add whom to ask: the first person with one of the roles, other than the actor."""
    named = [person for role in roles if (person := catalog.working_group.first(role))]
    others = [p for p in named if actor is None or p.slack != actor.slack_id]
    if not others:
        return NotPermittedError(f"{refusal}: ask in the working group's channel.")
    return NotPermittedError(refusal, name=others[0].name, asked=others[0].slack)
