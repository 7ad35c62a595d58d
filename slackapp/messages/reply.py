"""The answer to somebody's reply."""

from campaigns.reminders.messages import ReplyMessage
from commands.clocks import Clocks
from commands.reminders.show_reply import read_reply
from slackapp.messages.kind import MessageKind
from slackapp.views.message import Message
from slackapp.views.reminders.replies import build_taken
from storage.store import Store


def _build(store: Store, reply: ReplyMessage, now: Clocks) -> Message | None:
    del now
    taken = read_reply(store, reply.reply_id)
    return None if taken is None else build_taken(taken)


KIND = MessageKind(ReplyMessage, _build)
