"""Changing the DRI of an item."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.model.person import Person
from campaigns.people.roles import Actor, Permission, is_one_of
from commands.clocks import Clocks
from commands.errors import InvalidRequestError
from commands.items.find_items import get_item
from commands.items.record_item_decision import record_item_decision
from commands.items.write_item import DRI
from commands.markdown import markdown
from commands.people.actors import require
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.lifecycle.campaigns import update_item
from storage.people.queries import find_person, find_person_by_gitlab
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class AssignRequest:
    """A parsed `assign <component> @person`, by Slack id or GitLab username."""

    component: str
    person: str


@dataclass(frozen=True)
class Assigned:
    """The result of `assign_item`; ``already`` if that person was already the DRI."""

    campaign: Campaign
    item: Item
    person: Person
    already: bool = False


def assign_item(
    store: Store, catalog: Catalog, actor: Actor, request: AssignRequest, *, now: Clocks
) -> Assigned:
    """Make a person the DRI of an item; a worker updates GitLab.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may assign.
        InvalidRequestError: unknown component or person, or no linked GitLab user.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        campaign, item = get_item(session, request.component)
        require(catalog, actor, Permission.assign)
        person = _assignable(session, request.person)
        if is_one_of(item.dri, [person.gitlab_username]):
            return Assigned(campaign, item, person, already=True)
        update_item(session, item.id, dri=person.gitlab_username)
        decision = Event(
            EventKind.dri_changed,
            campaign.slug,
            unit.now.story,
            actor.slack_id,
            component=item.component,
            before=item.dri,
            after=person.gitlab_username,
            reason=None,
        )
        record_item_decision(
            unit,
            item,
            decision,
            note=markdown("{} is now the DRI (assigned by {} in Slack).", person.name, actor.name),
            aspects={DRI},
        )
    return Assigned(campaign, item, person)


def _assignable(session: Session, name: str) -> Person:
    person = find_person(session, name) or find_person_by_gitlab(session, name)
    if person is None or person.deleted or person.is_bot or person.is_guest or person.is_stranger:
        raise InvalidRequestError(
            f"{name} cannot be a DRI: choose an active member of this workspace who is "
            "linked to GitLab. "
            "They can link their account with `/runtime-upgrade link @gitlab-username`."
        )
    if person.gitlab_username is None:
        raise InvalidRequestError(
            f"{person.name} is not linked to a GitLab user: ask them to run "
            "`/runtime-upgrade link @gitlab-username` first."
        )
    return person
