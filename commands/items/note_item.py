"""Adding a note to an issue, after a preview that its author confirms."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.people.roles import Actor, Permission
from campaigns.reminders.messages import ReplyMessage
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.errors import InvalidRequestError, OutOfDateError
from commands.items.find_items import get_item
from commands.items.notes import enqueue_note
from commands.markdown import MAX_WORDS, markdown
from commands.overview.update_card import add_to_thread
from commands.people.actors import require
from commands.reminders.answer_reminder import (
    acknowledging,
    availability_of_actor,
    read_asked,
    record_answer,
)
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.queues import enqueue_message_again, find_message
from storage.events import list_events, record_event
from storage.reminders.queries import list_item_reminders, list_waiting
from storage.reminders.replies import mark_published
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class NoteRequest:
    """A parsed `note <component> <words>`; ``reply`` is the id of the reply it came from."""

    component: str
    words: str
    reply: int | None = None


@dataclass(frozen=True)
class NoteDraft:
    """The preview of a note for its author; ``text`` is what GitLab will show."""

    campaign: Campaign
    item: Item
    request: NoteRequest
    text: str


@dataclass(frozen=True)
class Noted:
    """A note that a worker will write."""

    campaign: Campaign
    item: Item


def draft_note(store: Store, catalog: Catalog, actor: Actor, request: NoteRequest) -> NoteDraft:
    """Build the preview of a note, without changing anything.

    Raises:
        NotPermittedError: the actor is neither a group member nor was asked about the item.
        InvalidRequestError: the component is unknown or has no issue yet, or the text is empty or
            too long.
    """
    with store.read() as session:
        campaign, item = _get_noted(session, catalog, actor, request)
    return NoteDraft(
        campaign, item, request, f"{actor.name} says in Slack: {request.words.strip()}"
    )


def publish_note(
    store: Store, catalog: Catalog, actor: Actor, request: NoteRequest, *, now: Clocks
) -> Noted:
    """Enqueue a note, which also acknowledges the actor's open reminders of the item.

    Raises:
        NotPermittedError, InvalidRequestError: same as `draft_note`.
        OutOfDateError: the note was already published.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        campaign, item = _get_noted(session, catalog, actor, request)
        _refuse_twice(session, campaign, item, actor, request)
        event = Event(
            EventKind.item_noted,
            campaign.slug,
            now.story,
            actor.slack_id,
            component=item.component,
            after=request.words.strip(),
        )
        event_id = record_event(session, campaign.id, event)
        body = markdown("{} says in Slack: {}", actor.name, request.words)
        enqueue_note(session, item.id, event_id, body, by=actor.slack_id, now=now)
        add_to_thread(unit, campaign.id, [event_id])
        if request.reply is not None:
            _publish_reply(unit, actor, item, request.reply)
        _acknowledge(unit, actor, item)
    return Noted(campaign, item)


def _publish_reply(unit: Unit, actor: Actor, item: Item, reply_id: int) -> None:
    """Mark a reply as published, and refresh the messages that offer to publish it."""
    reply = mark_published(unit.session, reply_id, actor.slack_id, now=unit.now.story)
    if reply is None:
        return
    if find_message(unit.session, ReplyMessage(reply_id).key) is not None:
        enqueue(unit.session, ReplyMessage(reply_id), to=actor.slack_id, now=unit.now)
    for reminder in list_item_reminders(unit.session, item.id):
        if reminder.message and reminder.answered_at == reply.at:
            enqueue_message_again(unit.session, reminder.message, now=unit.now.wall)


def _get_noted(
    session: Session, catalog: Catalog, actor: Actor, request: NoteRequest
) -> tuple[Campaign, Item]:
    campaign, item = get_item(session, request.component)
    asked = {reminder.person for reminder in list_item_reminders(session, item.id)}
    if actor.slack_id not in asked:
        require(catalog, actor, Permission.note, (item.dri, item.backup))
    words = request.words.strip()
    if not words:
        raise InvalidRequestError("The note is empty. Example: `note gitaly the image is built`.")
    if len(words) > MAX_WORDS:
        raise InvalidRequestError(
            f"A note can have at most {MAX_WORDS} characters; this one has {len(words)}. Write the "
            "rest on the issue."
        )
    if item.issue_iid is None:
        raise InvalidRequestError(f"{item.title} has no issue yet, so you cannot add a note.")
    return campaign, item


def _refuse_twice(
    session: Session,
    campaign: Campaign,
    item: Item,
    actor: Actor,
    request: NoteRequest,
) -> None:
    """Reject a repeat of the author's last note on the item, such as from a double click."""
    noted = [
        event
        for event in list_events(session, campaign.id, kind=EventKind.item_noted)
        if (event.component, event.actor) == (item.component, actor.slack_id)
    ]
    if noted and noted[-1].after == request.words.strip():
        raise OutOfDateError(f"This note is already on the issue for {item.title}.")


def _acknowledge(unit: Unit, actor: Actor, item: Item) -> None:
    waiting = [r for r in list_waiting(unit.session, actor.slack_id) if r.item_id == item.id]
    if waiting:
        said = acknowledging(availability_of_actor(unit, actor), unit.now)
        record_answer(unit, actor, [read_asked(unit.session, waiting[-1])], said)
