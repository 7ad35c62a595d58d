"""Linking a GitLab username to a Slack user, after the facilitator confirms."""

from dataclasses import dataclass

from campaigns.delivery import NoticeMessage
from campaigns.events import Event, EventKind
from campaigns.people.messages import LinkRequestMessage
from campaigns.people.roles import Actor, Permission, Role
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.errors import InvalidRequestError, OutOfDateError
from commands.people.actors import OPERATOR, require
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.people.queries import (
    add_link_request,
    bind_gitlab,
    find_link_request,
    find_person_by_gitlab,
)
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class LinkRequest:
    """A parsed `link @gitlab-username`."""

    username: str


@dataclass(frozen=True)
class LinkRequested:
    """A request waiting for ``facilitator`` (a Slack id); ``already`` if the user is linked."""

    username: str
    facilitator: str | None
    already: bool = False


def link_person(
    store: Store, catalog: Catalog, actor: Actor, request: LinkRequest, *, now: Clocks
) -> LinkRequested:
    """Ask the facilitator to confirm that the actor is this GitLab user.

    Raises:
        InvalidRequestError: the actor has no Slack id, or there is no facilitator.
    """
    if actor == OPERATOR:
        raise InvalidRequestError("Add --as with the Slack id of the person to link.")
    facilitator = catalog.working_group.first(Role.facilitator)
    if facilitator is None or facilitator.slack is None:
        raise InvalidRequestError(
            "The catalog has no facilitator with a Slack id to confirm this: "
            "ask an operator to complete catalog/working-group.yml."
        )
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        bound = find_person_by_gitlab(session, request.username)
        if bound is not None and bound.slack_id == actor.slack_id:
            return LinkRequested(request.username, None, already=True)
        request_id = add_link_request(session, actor.slack_id, request.username, now=now.story)
        enqueue(session, LinkRequestMessage(request_id), to=facilitator.slack, now=now)
    return LinkRequested(request.username, facilitator.slack)


def decide_link(
    store: Store, catalog: Catalog, actor: Actor, request_id: int, *, confirmed: bool, now: Clocks
) -> str:
    """Confirm or decline a request to link; return the reply to the facilitator.

    Raises:
        NotPermittedError: only the facilitator may confirm.
        OutOfDateError: it was already decided.
    """
    require(catalog, actor, Permission.confirm_link)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        request = find_link_request(session, request_id)
        if request is None or request.state != "asked":
            raise OutOfDateError("This request was already decided.")
        request.state = "confirmed" if confirmed else "declined"
        request.decided_by = actor.slack_id
        session.add(request)
        told = (
            f"The facilitator did not confirm that you are `{request.gitlab_username}` in GitLab."
        )
        if confirmed:
            bind_gitlab(session, request.slack_id, request.gitlab_username)
            told = f"You are now linked to `{request.gitlab_username}` in GitLab."
            event = Event(
                EventKind.person_linked,
                "",
                now.story,
                actor.slack_id,
                before=request.slack_id,
                after=request.gitlab_username,
            )
            record_event(session, None, event)
        enqueue(
            session, NoticeMessage.about(f"link:{request_id}", told), to=request.slack_id, now=now
        )
        enqueue(session, LinkRequestMessage(request_id), to=actor.slack_id, now=now)
        return f"The link to `{request.gitlab_username}` was {request.state}."
