"""Acknowledging reminders, which mutes an item for three working days or until it changes."""

from campaigns.people.roles import Actor
from commands.clocks import Clocks
from commands.reminders.answer_reminder import (
    Answered,
    acknowledging,
    availability_of_actor,
    get_asked,
    list_asked,
    record_answer,
)
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


def acknowledge_reminder(
    store: Store, catalog: Catalog, actor: Actor, reminder_id: int, *, now: Clocks
) -> Answered:
    """Acknowledge a reminder, which mutes its item for three working days.

    Raises:
        NotPermittedError: the reminder is for somebody else.
        OutOfDateError: the reminder is already answered, or no longer needed.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        asked = get_asked(session, actor, reminder_id)
        said = acknowledging(availability_of_actor(unit, actor), now)
        return record_answer(unit, actor, [asked], said)


def acknowledge_all(
    store: Store, catalog: Catalog, actor: Actor, message: str | None, *, now: Clocks
) -> Answered:
    """Acknowledge all open reminders of the actor, or only those in a message.

    Raises:
        NotPermittedError: the message is for somebody else.
        OutOfDateError: there is no open reminder.
    """
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        asked = list_asked(session, actor, message)
        said = acknowledging(availability_of_actor(unit, actor), now)
        return record_answer(unit, actor, asked, said)
