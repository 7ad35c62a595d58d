"""Declining an item as "not mine", for the facilitator to reassign or keep."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.events import EventKind
from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.people.roles import Actor, Permission, Role
from campaigns.people.working_time import next_working_moment, opening_after
from campaigns.reminders.ladder import ReminderState
from campaigns.reminders.messages import DeclineMessage
from campaigns.reminders.snoozes import NOT_MINE_DAYS
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.errors import InvalidRequestError, OutOfDateError
from commands.items.assign_item import AssignRequest, assign_item
from commands.people.actors import require
from commands.people.recipients import availability_of, find_lead
from commands.reminders.answer_reminder import (
    Answered,
    NewAnswer,
    OpenReminder,
    availability_of_actor,
    get_asked,
    record_answer,
)
from commands.reminders.dispatch_declines import dispatch_in_unit
from commands.reminders.end_snooze import end_snooze
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.queues import enqueue_message_again
from storage.lifecycle.campaigns import get_campaign, get_item_record
from storage.people.queries import find_person_by_gitlab, names_by_gitlab, names_by_slack_id
from storage.reminders.declines import (
    ASKED,
    ASSIGNED,
    KEPT,
    DeclineRecord,
    add_decline,
    find_decline,
    find_open_decline,
    settle_decline,
)
from storage.reminders.queries import list_item_reminders
from storage.reminders.tables import DeclineRow
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class Declined:
    """A declined item and the decision on it; ``people`` maps Slack ids to names."""

    decline: DeclineRecord
    campaign: Campaign
    item: Item
    people: dict[str, str]
    owner: str | None


def decline_item(
    store: Store, catalog: Catalog, actor: Actor, reminder_id: int, *, now: Clocks
) -> Answered:
    """Decline an item, which mutes its reminders for that person until a decision.

    Without a decision, reminders resume after five working days.

    Raises:
        NotPermittedError: the reminder is for somebody else.
        InvalidRequestError: the actor is not the owner, or there is no facilitator to decide.
        OutOfDateError: the reminder is already answered, or no longer needed.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        asked = get_asked(session, actor, reminder_id)
        if asked.reminder.owner != actor.slack_id:
            raise InvalidRequestError(
                f"{asked.item.title} is not assigned to you: use `assign` to change its DRI."
            )
        _ask_facilitator(unit, actor, asked)
        availability = availability_of_actor(unit, actor)
        until = opening_after(availability, now.story, NOT_MINE_DAYS)
        said = NewAnswer(EventKind.item_declined, ReminderState.acknowledged, until)
        return record_answer(unit, actor, [asked], said)


def _ask_facilitator(unit: Unit, actor: Actor, asked: OpenReminder) -> None:
    facilitator = find_lead(unit.session, unit.catalog, Role.facilitator)
    if facilitator is None:
        raise InvalidRequestError(
            "There is no facilitator in Slack to decide this: name one in "
            "working-group.yml, or ask a lead to `assign` it."
        )
    if find_open_decline(unit.session, asked.item.id, actor.slack_id) is not None:
        return
    row = DeclineRow(
        item_id=asked.item.id,
        slack_id=actor.slack_id,
        dri=asked.item.dri,
        backup=_backup(unit.session, asked.item, actor),
        asked_at=unit.now.story,
        due_at=next_working_moment(availability_of(unit.catalog, facilitator), unit.now.story),
    )
    add_decline(unit.session, row)
    dispatch_in_unit(unit)


def _backup(session: Session, item: Item, actor: Actor) -> str | None:
    person = find_person_by_gitlab(session, item.backup) if item.backup else None
    if person is None or not person.can_be_notified or person.slack_id == actor.slack_id:
        return None
    return person.slack_id


def read_decline(store: Store, decline_id: int) -> Declined | None:
    """Read the current state of a declined item."""
    with store.read() as session:
        decline = find_decline(session, decline_id)
        if decline is None:
            return None
        item = get_item_record(session, decline.item_id)
        ids = {decline.slack_id, decline.backup or "", decline.decided_by or ""}
        people = names_by_slack_id(session, ids)
        owner = names_by_gitlab(session, [item.dri]).get(item.dri or "", item.dri)
        campaign = get_campaign(session, item.campaign_id)
    return Declined(decline, campaign, item, people, owner)


def get_open_decline(store: Store, catalog: Catalog, actor: Actor, decline_id: int) -> Declined:
    """Return a declined item that the actor can decide on.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may decide.
        OutOfDateError: it was already decided, or the item has a different DRI now.
    """
    require(catalog, actor, Permission.assign)
    declined = read_decline(store, decline_id)
    if declined is None or declined.decline.state != ASKED:
        raise OutOfDateError("This was already decided.")
    if declined.item.dri != declined.decline.dri:
        raise OutOfDateError(f"{declined.item.title} has since been assigned to {declined.owner}.")
    return declined


def assign_declined(
    store: Store, catalog: Catalog, actor: Actor, decline_id: int, person: str, *, now: Clocks
) -> None:
    """Assign a declined item to somebody else (a Slack id).

    Raises:
        NotPermittedError, OutOfDateError: same as `get_open_decline`.
        InvalidRequestError: that person cannot be a DRI.
    """
    declined = get_open_decline(store, catalog, actor, decline_id)
    request = AssignRequest(f"{declined.campaign.runtime}/{declined.item.component}", person)
    assign_item(store, catalog, actor, request, now=now)
    _settle(store, actor, declined, ASSIGNED, now=now)


def keep_declined(
    store: Store, catalog: Catalog, actor: Actor, decline_id: int, *, now: Clocks
) -> None:
    """Leave a declined item with its DRI, whose next digest includes it again.

    Raises:
        NotPermittedError, OutOfDateError: same as `get_open_decline`.
    """
    declined = get_open_decline(store, catalog, actor, decline_id)
    _settle(store, actor, declined, KEPT, now=now)


def _settle(store: Store, actor: Actor, declined: Declined, state: str, *, now: Clocks) -> None:
    decline = declined.decline
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        known = find_decline(session, decline.id)
        if known is None or known.state != ASKED:
            raise OutOfDateError("This was already decided.")
        settle_decline(session, decline.id, state, by=actor.slack_id)
        if state == KEPT:
            end_snooze(session, declined.campaign, declined.item, by=actor.slack_id, now=now)
        enqueue(session, DeclineMessage(decline.id), to=actor.slack_id, now=now)
        for reminder in list_item_reminders(session, decline.item_id):
            answer = (reminder.answered_by, reminder.answered_at)
            if reminder.message and answer == (decline.slack_id, decline.asked_at):
                enqueue_message_again(session, reminder.message, now=now.wall)
