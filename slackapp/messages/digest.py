"""A person's digest of one working day."""

from campaigns.reminders.messages import DigestMessage
from commands.clocks import Clocks
from commands.reminders.digests import read_digest
from slackapp.messages.kind import MessageKind
from slackapp.views.message import Message
from slackapp.views.reminders.digest import build_digest
from storage.store import Store


def _build(store: Store, wanted: DigestMessage, now: Clocks) -> Message | None:
    digest = read_digest(store, wanted.key, closes=wanted.closes, now=now)
    return None if digest is None else build_digest(digest)


KIND = MessageKind(DigestMessage, _build)
