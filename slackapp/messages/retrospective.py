"""A campaign's retrospective, posted in its card's thread."""

from dataclasses import replace

from campaigns.overview import CardMessage
from campaigns.reports.messages import RetrospectiveMessage
from commands.clocks import Clocks
from commands.reports.read_retrospective import read_retrospective
from slackapp.messages.kind import MessageKind
from slackapp.views.lifecycle.close_campaign import build_retrospective
from slackapp.views.message import Message
from storage.store import Store


def _build(store: Store, wanted: RetrospectiveMessage, now: Clocks) -> Message | None:
    del now
    seen = read_retrospective(store, wanted.owners, wanted.campaign_id)
    return None if seen is None else build_retrospective(replace(seen, learned=wanted.learned))


def _under(wanted: RetrospectiveMessage) -> str:
    return CardMessage(wanted.campaign_id).key


KIND = MessageKind(RetrospectiveMessage, _build, under=_under)
