"""An announcement's draft, for the facilitator to edit, post or skip."""

from campaigns.announcements import AnnouncementDraftMessage
from commands.announcements.read_announcement import read_announcement
from commands.clocks import Clocks
from slackapp.messages.kind import MessageKind
from slackapp.views.announcements import build_draft
from slackapp.views.message import Message
from storage.store import Store


def _build(store: Store, draft: AnnouncementDraftMessage, now: Clocks) -> Message:
    del now
    return build_draft(read_announcement(store, draft.announcement_id))


KIND = MessageKind(AnnouncementDraftMessage, _build)
