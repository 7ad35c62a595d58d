"""An item that somebody says is not theirs, for the facilitator to decide on."""

from campaigns.reminders.messages import DeclineMessage
from commands.clocks import Clocks
from commands.reminders.decline_item import read_decline
from slackapp.messages.kind import MessageKind
from slackapp.views.message import Message
from slackapp.views.reminders.decline_item import build_declined
from storage.store import Store


def _build(store: Store, decline: DeclineMessage, now: Clocks) -> Message | None:
    del now
    declined = read_decline(store, decline.decline_id)
    return None if declined is None else build_declined(declined)


KIND = MessageKind(DeclineMessage, _build)
