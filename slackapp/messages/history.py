"""A campaign's events, posted in its card's thread."""

from campaigns.overview import CardMessage, HistoryMessage
from commands.clocks import Clocks
from slackapp.messages.kind import MessageKind
from slackapp.views.message import Message
from slackapp.views.overview.card import build_history
from storage.events import list_events
from storage.lifecycle.campaigns import get_campaign, list_items
from storage.people.queries import names_by_slack_id
from storage.store import Store


def _build(store: Store, history: HistoryMessage, now: Clocks) -> Message:
    del now
    campaign_id = history.campaign_id
    with store.read() as session:
        events = list_events(session, campaign_id, ids=history.event_ids)
        names = {item.component: item.title for item in list_items(session, campaign_id)}
        campaign = get_campaign(session, campaign_id)
        names |= {tier.key: tier.title for tier in campaign.tiers}
        people = names_by_slack_id(session, [event.actor for event in events])
    return build_history(campaign.title, events, names, people)


def _under(history: HistoryMessage) -> str:
    return CardMessage(history.campaign_id).key


KIND = MessageKind(HistoryMessage, _build, under=_under)
