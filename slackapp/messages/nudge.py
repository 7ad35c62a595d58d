"""A mention of somebody in the thread of a campaign card."""

from campaigns.overview import CardMessage
from campaigns.reminders.messages import NudgeMessage
from commands.clocks import Clocks
from commands.reminders.digests import read_digest
from slackapp.messages.kind import MessageKind
from slackapp.views.message import Message
from slackapp.views.reminders.digest import build_nudge
from storage.store import Store


def _build(store: Store, nudge: NudgeMessage, now: Clocks) -> Message | None:
    digest = read_digest(store, nudge.key, closes=None, now=now)
    return None if digest is None else build_nudge(digest)


def _under(nudge: NudgeMessage) -> str:
    return CardMessage(nudge.campaign_id).key


KIND = MessageKind(NudgeMessage, _build, under=_under)
