"""Recording the last activity on an item, and ending its snoozes if its blockers change."""

from datetime import datetime

from campaigns.events import GITLAB
from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.reminders.ladder import ReminderState, acknowledged_until
from campaigns.states import ItemState
from campaigns.sync.activity import active_since
from campaigns.sync.snapshots import IssueSnapshot
from commands.people.recipients import availability_of
from commands.reminders.end_snooze import end_snooze
from commands.unit import Unit
from storage.delivery.queues import enqueue_message_again
from storage.lifecycle.campaigns import get_item_record, update_item
from storage.people.queries import find_person
from storage.reminders.answers import list_muting_answers
from storage.reminders.queries import update_reminders
from storage.store import Store


def record_activity(
    unit: Unit, campaign: Campaign, item: Item, seen: IssueSnapshot, *, blockers_changed: bool
) -> None:
    """Record when people were last active on an item, and end snoozes if its blockers changed.

    Activity extends acknowledgements. An added or removed blocker ends snoozes only if the item is
    still blocked, since an unblocked item needs no reminder.
    """
    active_at = active_since(seen, item.touched_at)
    if active_at is not None and (item.active_at is None or active_at > item.active_at):
        update_item(unit.session, item.id, active_at=active_at)
        _renew(unit, item, active_at)
    if blockers_changed and get_item_record(unit.session, item.id).state == ItemState.blocked:
        end_snooze(
            unit.session, campaign, item, by=GITLAB, now=unit.now, why="its blockers have changed"
        )


def _renew(unit: Unit, item: Item, active_at: datetime) -> None:
    """Extend active acknowledgements to three working days after the activity."""
    for reminder in list_muting_answers(unit.session, item.id, unit.now.story):
        owner = find_person(unit.session, reminder.owner)
        if owner is None or reminder.state != ReminderState.acknowledged:
            continue
        until = acknowledged_until(availability_of(unit.catalog, owner), active_at)
        if reminder.quiet_until is not None and until > reminder.quiet_until:
            update_reminders(unit.session, [reminder.id], quiet_until=until)
            if reminder.message:
                enqueue_message_again(unit.session, reminder.message, now=unit.now.wall)


def record_own_write(store: Store, item_id: int, at: datetime) -> None:
    """Record that the assistant changed an item's issue, so that it does not count as activity."""
    with store.write() as session:
        update_item(session, item_id, touched_at=at)
