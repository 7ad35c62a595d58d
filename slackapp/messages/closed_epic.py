"""A report that an open campaign's epic was closed manually, offering to close the campaign."""

from campaigns.lifecycle.messages import ClosedEpicMessage
from commands.clocks import Clocks
from commands.lifecycle.dispatch_closed_epics import read_closed_epic
from slackapp.messages.kind import MessageKind
from slackapp.views.lifecycle.close_campaign import build_closed_epic
from slackapp.views.message import Message
from storage.lifecycle.campaigns import get_campaign
from storage.store import Store


def _build(store: Store, closed: ClosedEpicMessage, now: Clocks) -> Message:
    del now
    with store.read() as session:
        campaign = get_campaign(session, closed.campaign_id)
    return build_closed_epic(campaign, read_closed_epic(store, closed.campaign_id))


KIND = MessageKind(ClosedEpicMessage, _build)
