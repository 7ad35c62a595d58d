"""The forecasts of campaigns, shown on request; the card shows the first line."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, DividerBlock

from campaigns.summary.forecast import ForecastBasis
from commands.summary.forecast_campaign import CampaignForecast
from commands.summary.forecast_words import (
    describe_basis,
    describe_lever,
    describe_path,
    describe_range,
)
from slackapp.views.message import (
    MAX_SENTENCE,
    Message,
    context,
    fit,
    header,
    section,
    sections,
    sentence,
)
from slackapp.views.mrkdwn import escape

_AHEAD = frozenset(
    {ForecastBasis.nothing_finished, ForecastBasis.few_finished, ForecastBasis.enough}
)


def build_forecasts(forecasts: Sequence[CampaignForecast]) -> Message:
    """Build the reply to `forecast`."""
    if not forecasts:
        return sentence(
            "There is no open campaign. Plan one with `/runtime-upgrade start go 1.20`."
        )
    blocks: list[Block] = []
    for forecast in forecasts:
        blocks += [*_one(forecast), DividerBlock()]
    lines = [f"{escape(f.campaign.title)}: {escape(describe_range(f))}" for f in forecasts]
    return Message("\n".join(lines), fit(blocks[:-1]))


def _one(forecast: CampaignForecast) -> list[Block]:
    found, titles = forecast.forecast, forecast.titles
    blocks: list[Block] = [
        header(forecast.campaign.title),
        section(escape(describe_range(forecast))),
    ]
    if found.standpoint not in _AHEAD:
        return blocks
    levers = [f"• {escape(describe_lever(lever, titles))}" for lever in found.levers]
    blocks += sections("What would change it most", levers) if levers else []
    blocks += (
        [context(escape(describe_path(found.path, titles), MAX_SENTENCE))] if found.path else []
    )
    return [*blocks, context(escape(describe_basis(forecast)))]
