"""The forecasts in a summary, computed once per draft and stored with it."""

from campaigns.summary.messages import SummaryDraftMessage
from commands.clocks import Clocks
from commands.delivery.messages import enqueue_wherever_shown
from commands.summary.forecast_campaign import CampaignForecast, forecast_campaigns
from commands.summary.forecast_words import describe_lever, describe_range
from storage.store import Store
from storage.summary.queries import list_without_forecasts, save_forecasts

MAX_LEVERS = 2


def forecast_summaries(store: Store, *, now: Clocks) -> int:
    """Add forecasts to the drafts that have none; return the number of drafts."""
    with store.read() as session:
        drafts = list_without_forecasts(session)
    if not drafts:
        return 0
    found = forecast_campaigns(store, None, None, now=now)
    said = {one.campaign.slug: _lines(one) for one in found}
    with store.write() as session:
        for draft in drafts:
            save_forecasts(session, draft.id, said)
            enqueue_wherever_shown(session, SummaryDraftMessage.prefix(draft.id), now=now)
    return len(drafts)


def _lines(forecast: CampaignForecast) -> list[str]:
    levers = forecast.forecast.levers[:MAX_LEVERS]
    return [describe_range(forecast), *(describe_lever(one, forecast.titles) for one in levers)]
