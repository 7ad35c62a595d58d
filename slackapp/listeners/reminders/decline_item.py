"""The Not mine option, the menu that offers it, and the facilitator's decision."""

from slack_bolt import Ack

from commands.reminders.decline_item import (
    assign_declined,
    decline_item,
    get_open_decline,
    keep_declined,
)
from slackapp.listeners.items.note_item import on_note
from slackapp.listeners.pressing import Action, Press, Submitted, decides
from slackapp.payloads import SubmittedView
from slackapp.views.reminders import decline_item as view
from slackapp.views.reminders.digest_buttons import MORE, NOTE


def on_more(press: Press) -> None:
    """Handle the menu next to the buttons: Add a note or Not mine."""
    what, _, reminder = press.value.partition(":")
    if what == NOTE:
        on_note(press, reminder)
        return
    press.deps.carry_out(decline_item, press.actor, int(reminder))


def on_assign_backup(press: Press) -> None:
    """Handle Assign to the backup."""
    deps, number = press.deps, int(press.value)
    declined = get_open_decline(deps.store, deps.catalog, press.actor, number)
    backup = declined.decline.backup or ""
    assign_declined(deps.store, deps.catalog, press.actor, number, backup, now=deps.clock())
    deps.wake_jobs()


def on_choose(press: Press) -> None:
    """Handle Choose someone: open the modal that asks for a person."""
    deps = press.deps
    declined = get_open_decline(deps.store, deps.catalog, press.actor, int(press.value))
    press.open(view.build_choice(declined))


def on_chosen(ack: Ack, press: Press, submitted: SubmittedView) -> None:
    """Handle the submitted modal; permission is checked again."""
    deps, person = press.deps, view.parse_choice(submitted["state"]["values"])
    assign_declined(
        deps.store, deps.catalog, press.actor, int(press.value), person, now=deps.clock()
    )
    deps.wake_jobs()
    ack()


BUTTONS: dict[str, Action] = {
    MORE: on_more,
    view.ASSIGN_BACKUP: on_assign_backup,
    view.CHOOSE: on_choose,
    view.KEEP: decides(keep_declined, int),
}
MODALS: dict[str, Submitted] = {view.CALLBACK: on_chosen}
