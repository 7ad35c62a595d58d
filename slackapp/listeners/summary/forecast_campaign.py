"""`forecast`: estimates when campaigns will finish."""

from campaigns.people.roles import Permission
from commands.summary.forecast_campaign import forecast_campaigns
from slackapp.listeners.overview.show_status import Target, parse_target
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.summary.forecast_campaign import build_forecasts


def act(call: Call, target: Target) -> Reply:
    """Show when campaigns will finish, and what would change that most."""
    runtime, version = target
    found = forecast_campaigns(call.deps.store, runtime, version, now=call.deps.clock())
    return Reply(build_forecasts(found), found)


VERB = Verb(
    "forecast",
    "forecast [<runtime> [<version>]]",
    "forecast when campaigns will finish, and what would change that most",
    parse_target,
    act,
    example="forecast go",
    permission=Permission.read,
)
