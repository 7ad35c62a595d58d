"""Giving an item another DRI."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.roles import Actor
from commands.actors import require
from commands.errors import InvalidRequestError
from commands.find_items import get_item
from commands.messages import want_card, want_history
from commands.moments import Moment
from commands.notes import as_markdown, want_note
from commands.write_item import DRI, want_item_written
from storage.campaigns import update_item
from storage.catalog import Catalog
from storage.events import record_event
from storage.people import find_person, find_person_by_gitlab
from storage.records import CampaignRecord, ItemRecord, PersonRecord
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class AssignRequest:
    """`assign <component> @person`, understood: by Slack id or GitLab username."""

    component: str
    person: str


@dataclass(frozen=True)
class Assigned:
    """What `assign_item` did; ``already`` where that person was the DRI."""

    campaign: CampaignRecord
    item: ItemRecord
    person: PersonRecord
    already: bool = False


def assign_item(
    store: Store, catalog: Catalog, actor: Actor, request: AssignRequest, *, now: Moment
) -> Assigned:
    """Make a person the DRI of an item; a worker tells GitLab.

    Raises:
        NotPermittedError: only facilitator and functional lead assign.
        InvalidRequestError: no such component or person, or their GitLab user is unknown.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        campaign, item = get_item(session, request.component)
        require(catalog, actor, "assign")
        person = _assignable(session, request.person)
        if item.dri == person.gitlab_username:
            return Assigned(campaign, item, person, already=True)
        update_item(session, item.id, dri=person.gitlab_username)
        event = Event(
            EventKind.dri_changed,
            campaign.slug,
            now.story,
            actor.slack_id,
            component=item.component,
            before=item.dri,
            after=person.gitlab_username,
        )
        event_id = record_event(session, campaign.id, event)
        body = (
            f"{as_markdown(person.name)} is now the DRI, says {as_markdown(actor.name)} in Slack."
        )
        want_note(session, item.id, event_id, body, now=now)
        want_item_written(session, item.id, {DRI}, by=actor.slack_id, now=now)
        want_card(session, catalog, campaign.id, now=now)
        want_history(session, catalog, campaign.id, [event_id], now=now)
    return Assigned(campaign, item, person)


def _assignable(session: Session, name: str) -> PersonRecord:
    person = find_person(session, name) or find_person_by_gitlab(session, name)
    if person is None or person.deleted or person.is_bot or person.is_guest or person.is_stranger:
        raise InvalidRequestError(
            f"{name} cannot be a DRI: name an active member of this workspace whose GitLab user "
            "I know. They say `/runtime-upgrade link @gitlab-username` once."
        )
    if person.gitlab_username is None:
        raise InvalidRequestError(
            f"I do not know who <@{person.slack_id}> is in GitLab: ask them to say "
            "`/runtime-upgrade link @gitlab-username` first."
        )
    return person
