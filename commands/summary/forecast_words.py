"""Describing forecasts in sentences for the card, the `forecast` command and the summary."""

from collections.abc import Mapping, Sequence
from datetime import date

from campaigns.dates import long_date
from campaigns.summary.durations import ASSUMED_DAYS, MIN_FINISHED
from campaigns.summary.forecast import RUNS, Critical, ForecastBasis, Lever
from commands.summary.forecast_campaign import CampaignForecast

MAX_NAMED = 3
SURE = 100


def describe_range(forecast: CampaignForecast) -> str:
    """Describe when a campaign finishes, and how likely it is to meet its due date."""
    found = forecast.forecast
    if found.standpoint == ForecastBasis.no_items:
        return "There is nothing to forecast: the campaign has no components."
    if found.standpoint == ForecastBasis.all_done:
        return "Every component is done."
    span = _span(found.early or forecast.today, found.late or forecast.today)
    if found.standpoint == ForecastBasis.nothing_finished:
        return (
            f"{span}, assuming a component takes {ASSUMED_DAYS[0]:.0f} to "
            f"{ASSUMED_DAYS[-1]:.0f} working "
            "days. Nothing is finished yet, so there is no probability."
        )
    if found.standpoint == ForecastBasis.few_finished:
        return (
            f"{span}. Only {found.finished} of the {MIN_FINISHED} components needed for a "
            "probability are finished."
        )
    return f"{span}{_chance(forecast)}."


def _span(early: date, late: date) -> str:
    if early == late:
        return f"Finishes on {long_date(early)}"
    return f"Finishes between {long_date(early, beside=late)} and {long_date(late)}"


def _chance(forecast: CampaignForecast) -> str:
    found = forecast.forecast
    if found.due_on is None or found.percent_by_due is None:
        return "; there is no due date to compare with"
    due = long_date(found.due_on, beside=found.late or found.due_on)
    if found.due_on < forecast.today:
        return f"; it was due on {due}"
    return f", {percent(found.percent_by_due)} by {due}"


def percent(number: int) -> str:
    """Format a probability, never as 0 or 100 %, because it is an estimate from simulations."""
    return {0: "under 1 %", SURE: "over 99 %"}.get(number, f"{number} %")


def describe_lever(lever: Lever, titles: Mapping[str, str]) -> str:
    """Describe a lever, such as `If Gitaly is unblocked by 29 September: 12 days sooner`."""
    verb = "is" if len(lever.components) == 1 else "are"
    done = "unblocked" if lever.unblocked else "done"
    days = "1 day" if lever.days == 1 else f"{lever.days} days"
    when = f"{lever.by:%A} {long_date(lever.by, beside=lever.by)}"
    return f"If {_named(lever.components, titles)} {verb} {done} by {when}: {days} sooner."


def describe_path(path: Sequence[Critical], titles: Mapping[str, str]) -> str:
    """Describe the critical path in order, such as `GitLab Runner (100 %), then KAS (62 %)`."""
    parts = [f"{_named(one.components, titles)} ({one.percent} %)" for one in path]
    return f"The finish date depends on {', then '.join(parts)}." if parts else ""


def _named(components: Sequence[str], titles: Mapping[str, str]) -> str:
    names = [titles[component] for component in components]
    if len(names) > MAX_NAMED:
        return f"the last of {len(names)} components"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def describe_basis(forecast: CampaignForecast) -> str:
    """Describe what a forecast is based on."""
    found, earlier = forecast.forecast, forecast.campaigns
    campaigns = {0: "this campaign", 1: "this campaign and 1 earlier one"}.get(
        earlier, f"this campaign and {earlier} earlier ones"
    )
    things = "finished component" if found.finished == 1 else "finished components"
    return (
        f"Based on {found.finished} {things} of {campaigns}. Of {RUNS:,} simulated runs, 8 in 10 "
        "end within the range. Weekends are excluded."
    )
