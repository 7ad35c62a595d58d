"""Publishing App Homes: immediately when they are opened, later only when they have changed.

views.publish is Tier 4 (docs.slack.dev, rate limits), and publishing the same view twice
changes nothing, so a Home needs no outbox, only a record of what it shows.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import structlog
from slack_sdk import WebClient
from slack_sdk.models.views import View

from commands.clocks import Clocks
from commands.errors import NotPermittedError
from commands.overview.show_home import show_home
from commands.people.actors import as_actor, require_member
from slackapp.delivery.slack_results import CallOutcome, attempt
from slackapp.errors import to_slack_message
from slackapp.views.fitting import fit_view
from slackapp.views.overview.home import build_closed, build_home
from storage.catalog.read import Catalog
from storage.overview import HomeRecord, list_homes, read_change_token, record_opened, save_shown
from storage.people.queries import find_person
from storage.store import Store

log = structlog.get_logger()

REMEMBERED = timedelta(days=30)
MAX_PER_RUN = 20
# What a Home shows after a failure that passes: it is published again after its rest.
FAILED = ""


@dataclass(frozen=True)
class Homes:
    """The dependencies and state of publishing.

    A Home that was just published is not published again for ``rest``. ``seen`` is the change
    token from which all Homes were built.
    """

    store: Store
    slack: WebClient
    catalog: Catalog
    clock: Callable[[], Clocks]
    rest: timedelta = timedelta(seconds=10)
    seen: list[str] = field(default_factory=list)


def open_home(homes: Homes, slack_id: str) -> None:
    """Publish the Home that someone opened, and keep it up to date from now on."""
    with homes.store.write() as session:
        home = record_opened(session, slack_id, now=homes.clock().wall)
    _publish(homes, home, always=True)


def publish_changed(homes: Homes) -> int:
    """Publish the Homes that an event or a new day has changed; return how many."""
    moment = homes.clock()
    now = moment.wall
    with homes.store.read() as session:
        pulse = f"{moment.story.date()}:{read_change_token(session)}"
        known = list_homes(session, opened_since=now - REMEMBERED)
    if homes.seen == [pulse]:
        known = tuple(home for home in known if home.shown == FAILED)
    due = [h for h in known if h.published_at is None or h.published_at + homes.rest <= now]
    done = sum(_published(homes, home) for home in due[:MAX_PER_RUN])
    if len(due) == len(known) <= MAX_PER_RUN:
        homes.seen[:] = [pulse]
    return done


def _published(homes: Homes, home: HomeRecord) -> bool:
    """Publish one Home of many: one that cannot be built does not stop the others."""
    try:
        return _publish(homes, home)
    except Exception:
        log.exception("home_not_built", person=home.slack_id)
        return False


def _publish(homes: Homes, home: HomeRecord, *, always: bool = False) -> bool:
    """Publish one Home if its content has changed; return whether it did."""
    view = _view(homes, home.slack_id)
    if view is None:
        return False
    shown = hashlib.sha256(json.dumps(view.to_dict(), sort_keys=True).encode()).hexdigest()
    if shown == home.shown and not always:
        return False
    result = attempt(partial(homes.slack.views_publish, user_id=home.slack_id, view=view))
    if result.verdict != CallOutcome.done:
        log.warning("home_not_published", why=result.error)
        shown = shown if result.verdict == CallOutcome.refused else FAILED
    with homes.store.write() as session:
        save_shown(session, home.slack_id, shown, now=homes.clock().wall)
    return result.verdict == CallOutcome.done


def _view(homes: Homes, slack_id: str) -> View | None:
    with homes.store.read() as session:
        person = find_person(session, slack_id)
    if person is None:
        return None
    try:
        require_member(homes.catalog, person)
    except NotPermittedError as refusal:
        return build_closed(to_slack_message(refusal))
    actor = as_actor(homes.catalog, person)
    return fit_view(build_home(show_home(homes.store, homes.catalog, actor, now=homes.clock())))
