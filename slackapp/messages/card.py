"""The campaign's card in the channel."""

from campaigns.overview import CardMessage
from commands.clocks import Clocks
from commands.overview.show_status import campaign_status
from commands.summary.forecast_campaign import forecast_campaign
from slackapp.messages.kind import MessageKind
from slackapp.views.message import Message
from slackapp.views.overview.card import build_card
from storage.store import Store


def _build(store: Store, card: CardMessage, now: Clocks) -> Message:
    status = campaign_status(store, card.campaign_id, now=now)
    forecast = forecast_campaign(store, card.campaign_id, now=now, in_short=True)
    return build_card(status, forecast)


KIND = MessageKind(CardMessage, _build, pinned=True)
