"""One sentence for a person or a channel."""

from campaigns.delivery import NoticeMessage
from commands.clocks import Clocks
from slackapp.messages.kind import MessageKind
from slackapp.views.message import MAX_SENTENCE, Message, sentence
from slackapp.views.mrkdwn import escape
from storage.store import Store


def _build(store: Store, notice: NoticeMessage, now: Clocks) -> Message:
    del store, now
    return sentence(escape(notice.sentence, MAX_SENTENCE))


KIND = MessageKind(NoticeMessage, _build)
