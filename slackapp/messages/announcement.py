"""An announcement in one of its channels; the draft shows where it has been posted."""

from sqlmodel import Session

from campaigns.announcements import AnnouncementMessage
from commands.announcements.decide_announcement import record_arrival, record_refusal
from commands.announcements.read_announcement import read_announcement
from commands.clocks import Clocks
from slackapp.messages.kind import Failure, MessageKind
from slackapp.views.announcements import build_post
from slackapp.views.message import Message
from storage.store import Store


def _build(store: Store, post: AnnouncementMessage, now: Clocks) -> Message:
    del now
    return build_post(read_announcement(store, post.announcement_id))


def _sent(session: Session, post: AnnouncementMessage, now: Clocks) -> None:
    record_arrival(session, post.announcement_id, now=now)


def _refused(session: Session, post: AnnouncementMessage, failure: Failure, now: Clocks) -> None:
    del failure  # the report reads the error from the outbox
    record_refusal(session, post.announcement_id, post.channel, now=now)


KIND = MessageKind(
    AnnouncementMessage, _build, on_sent=_sent, on_refused=_refused, on_unknown=_refused
)
