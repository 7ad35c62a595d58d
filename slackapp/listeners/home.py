"""App Home: my items and the campaigns."""

from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError

from commands.actors import as_actor
from commands.show_status import list_all_campaigns, show_mine
from slackapp.deps import Deps
from slackapp.door import log
from slackapp.views.home import build_home
from storage.people import find_person


def on_home_opened(event: dict[str, Any], deps: Deps) -> None:
    """Publish the Home of whoever opened it; the messages tab sends this event, too."""
    if event.get("tab") == "home":
        deps.hand_over(partial(publish_home, deps, event["user"]))


def publish_home(deps: Deps, slack_id: str) -> None:
    """Publish one person's Home, from a worker."""
    with deps.store.read() as session:
        person = find_person(session, slack_id)
    if person is None:
        return
    mine = show_mine(deps.store, as_actor(deps.catalog, person), now=deps.clock())
    home = build_home(mine, list_all_campaigns(deps.store))
    try:
        deps.slack.views_publish(user_id=slack_id, view=home)
    except SlackApiError as error:
        log.warning("home_not_published", why=error.response["error"])
