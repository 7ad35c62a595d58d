"""App Home: it is published when someone opens it, and a job keeps it up to date."""

from functools import partial
from typing import Any

from slackapp.deps import Deps
from slackapp.homes import Homes, open_home


def on_home_opened(event: dict[str, Any], deps: Deps) -> None:
    """Publish the Home that was opened; opening the Messages tab sends this event, too."""
    if event.get("tab") == "home":
        homes = Homes(deps.store, deps.slack, deps.catalog, deps.clock)
        deps.hand_over(partial(open_home, homes, event["user"]))
