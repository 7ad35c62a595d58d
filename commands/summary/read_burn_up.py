"""Reading a campaign's burn-up, and describing it as text."""

from dataclasses import dataclass
from datetime import date

from campaigns.dates import long_date
from campaigns.model.campaign import Campaign
from campaigns.summary.burn_up import BURN_UP_KINDS, Band, BurnUp, build_burn_up
from campaigns.summary.forecast import Forecast
from commands.clocks import Clocks
from commands.summary.forecast_campaign import CampaignForecast, forecast_campaign
from commands.summary.forecast_words import describe_range
from storage.events import list_events_of
from storage.lifecycle.campaigns import get_view
from storage.store import Store

BAR_LENGTH = 20


@dataclass(frozen=True)
class CampaignBurnUp:
    """A campaign's burn-up, with a forecast if it is open."""

    campaign: Campaign
    burn_up: BurnUp
    forecast: CampaignForecast | None


def read_burn_up(store: Store, campaign_id: int, *, now: Clocks) -> CampaignBurnUp:
    """Read a campaign's burn-up up to today or its end; raise `KeyError` if it does not exist."""
    forecast = forecast_campaign(store, campaign_id, now=now, explained=False)
    with store.read() as session:
        view = get_view(session, campaign_id)
        events = list_events_of(session, [campaign_id], BURN_UP_KINDS)[campaign_id]
    campaign = view.campaign
    ended = now.today if forecast or not events else events[-1].at.date()
    burn_up = build_burn_up(
        [item.component for item in view.items],
        events,
        since=campaign.started_at.date(),
        until=ended,
        due_on=campaign.due_on,
        band=_band(forecast.forecast) if forecast else None,
    )
    return CampaignBurnUp(campaign, burn_up, forecast)


def _band(forecast: Forecast) -> Band | None:
    if forecast.early is None or forecast.middle is None or forecast.late is None:
        return None
    return Band(forecast.early, forecast.middle, forecast.late)


def alt_text(read: CampaignBurnUp) -> str:
    """Return the alternative text of the burn-up chart."""
    burn_up, today = read.burn_up, read.burn_up.today
    first = burn_up.days[0].on
    said = [
        f"Burn-up of {read.campaign.title} from {long_date(first)} to {long_date(today.on)}:",
        f"{today.done} of {_components(burn_up.total)} done, {today.verified} of them verified in",
        f"their repositories and {today.claimed} by label only; {today.blocked} blocked.",
        _due(burn_up.due_on),
    ]
    return " ".join([*said, *([describe_range(read.forecast)] if read.forecast else [])])


def _components(number: int) -> str:
    return "1 component" if number == 1 else f"{number} components"


def _due(due_on: date | None) -> str:
    return f"Due {long_date(due_on)}." if due_on else "No due date."


def text_bar(burn_up: BurnUp) -> str:
    """Render today's progress as a text bar, for when the chart cannot be shown."""
    today, total = burn_up.today, burn_up.total
    done = today.done * BAR_LENGTH // total if total else 0
    verified = today.verified * BAR_LENGTH // total if total else 0
    bar = "█" * verified + "▓" * (done - verified) + "░" * (BAR_LENGTH - done)
    return (
        f"{bar}  {today.verified} verified, {today.claimed} by label only, {today.blocked} "
        f"blocked, of {total}"
    )
