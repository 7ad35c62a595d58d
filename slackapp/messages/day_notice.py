"""A person's notices of one working day."""

from campaigns.notices import DayNoticeMessage
from commands.clocks import Clocks
from commands.notices.notices import read_day_notice
from slackapp.messages.kind import MessageKind
from slackapp.views.message import Message
from slackapp.views.notices import build_day_notice
from storage.store import Store


def _build(store: Store, wanted: DayNoticeMessage, now: Clocks) -> Message | None:
    notice = read_day_notice(store, wanted.key, closes=wanted.closes, now=now)
    return None if notice is None else build_day_notice(notice)


KIND = MessageKind(DayNoticeMessage, _build)
