"""Updating the people table from Slack: at startup, on events, and for unknown people."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from campaigns.model.person import Person
from campaigns.people.away_status import says_away
from slackapp.deps import Deps
from storage.catalog.read import Catalog
from storage.people.queries import save_people, save_person
from storage.store import Store

log = structlog.get_logger()
PAGE = 200
LAST_EPOCH = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


def as_person(user: Mapping[str, Any], catalog: Catalog) -> Person:
    """Convert Slack's user object (docs.slack.dev, "User object")."""
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or user["id"]
    team_id = user.get("team_id", "")
    text, emoji = profile.get("status_text") or "", profile.get("status_emoji") or ""
    grid = (user.get("enterprise_user") or {}).get("teams") or ()
    home = {team_id, *grid} & set(catalog.working_group.teams)
    return Person(
        slack_id=user["id"],
        team_id=team_id,
        name=name,
        tz=user.get("tz") or "UTC",
        gitlab_username=gitlab_username_of(user["id"], catalog),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_stranger=bool(user.get("is_stranger")) or not home,
        deleted=bool(user.get("deleted")),
        status_text=text,
        status_emoji=emoji,
        status_until=_moment(profile.get("status_expiration")),
        status_away=says_away(f"{emoji} {text}", catalog.working_group.reminders.away_words),
    )


def _moment(epoch: object) -> datetime | None:
    """Return when a status expires; None for 0, which means never, and for invalid times."""
    if not isinstance(epoch, int) or not 0 < epoch < LAST_EPOCH:
        return None
    return datetime.fromtimestamp(epoch, UTC)


def gitlab_username_of(slack_id: str, catalog: Catalog) -> str | None:
    """Return the GitLab username that the catalog lists for a Slack id."""
    people = catalog.working_group.people
    return next((person.gitlab for person in people if person.slack == slack_id), None)


def fill_people(store: Store, slack: WebClient, catalog: Catalog) -> int:
    """Save all members of the workspace in the people table; return how many.

    Raises:
        SlackApiError: Slack refuses, for example because `users:read` is missing.
    """
    cursor, number = "", 0
    while True:
        page = slack.users_list(limit=PAGE, cursor=cursor)
        people = [as_person(user, catalog) for user in page["members"]]
        with store.write() as session:
            save_people(session, people)
        number += len(people)
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return number


def look_up(deps: Deps, slack_id: str) -> None:
    """Fetch an unknown person from Slack and save them; runs in a worker."""
    try:
        user = deps.slack.users_info(user=slack_id)["user"]
    except SlackApiError as error:
        log.warning("person_unknown", slack_id=slack_id, why=error.response["error"])
        return
    with deps.store.write() as session:
        save_person(session, as_person(user, deps.catalog))
