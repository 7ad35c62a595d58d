"""A report that a channel refused an announcement, for the person who posted it."""

from campaigns.announcements import AnnouncementRefusedMessage
from commands.announcements.read_announcement import read_announcement
from commands.clocks import Clocks
from slackapp.messages.kind import MessageKind
from slackapp.views.announcements import build_refused
from slackapp.views.message import Message
from storage.store import Store


def _build(store: Store, refused: AnnouncementRefusedMessage, now: Clocks) -> Message:
    del now
    return build_refused(read_announcement(store, refused.announcement_id), refused.channel)


KIND = MessageKind(AnnouncementRefusedMessage, _build)
