"""The modal opened by Unblocked, which does the same as `unblock`, with an optional note."""

from slack_bolt import Ack

from commands.items.unblock_item import UnblockRequest, unblock_item
from commands.reminders.answer_reminder import show_asked
from slackapp.listeners.pressing import Action, Press, Submitted, update_modal
from slackapp.payloads import SubmittedView
from slackapp.views.reminders import unblock_reminded as view
from slackapp.views.reminders.digest_buttons import UNBLOCK


def on_unblocked(press: Press) -> None:
    """Handle Unblocked: open the modal that asks for a note."""
    press.open(view.build_unblock(show_asked(press.deps.store, press.actor, int(press.value))))


def on_submitted(ack: Ack, press: Press, submitted: SubmittedView) -> None:
    """Handle the modal; ask before changing a link that somebody else made."""
    _unblock(ack, press, view.parse_unblock(press.value, submitted["state"]["values"]))


def on_foreign_submitted(ack: Ack, press: Press, submitted: SubmittedView) -> None:
    """Handle the confirmation about somebody else's link."""
    del submitted
    _unblock(ack, press, view.parse_foreign(press.value))


def _unblock(ack: Ack, press: Press, request: UnblockRequest) -> None:
    done = press.deps.carry_out(unblock_item, press.actor, request)
    if done.foreign:
        update_modal(ack, view.build_foreign(done, request))
    else:
        ack()


BUTTONS: dict[str, Action] = {UNBLOCK: on_unblocked}
MODALS: dict[str, Submitted] = {
    view.CALLBACK: on_submitted,
    view.FOREIGN_CALLBACK: on_foreign_submitted,
}
