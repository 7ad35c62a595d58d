"""The `rehearse` command: simulates the next days in the sandbox, on a copy of the database."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from slack_sdk import WebClient

from campaigns.dates import utc_moment
from campaigns.model.person import Person
from commands.clocks import Clocks
from commands.notices.dispatch_notices import dispatch_notices
from commands.reminders.plan_reminders import plan_reminders
from commands.summary.draft_summary import draft_due_summary
from commands.summary.forecast_summary import forecast_summaries
from sandbox import people
from sandbox.clock import StoryClock
from sandbox.run import start_slack
from sandbox.slack.server import SlackServer
from slackapp.cli.installed import installed_app
from slackapp.cli.terminal import Json, jsonable
from slackapp.delivery.outbox import Sender
from slackapp.delivery.sender import send_due
from slackapp.settings import read_terminal_settings
from storage.catalog.read import Catalog, read_catalog
from storage.copying import copy_database, reset_message_positions
from storage.files.opening import open_migrated
from storage.people.queries import list_people
from storage.store import Store, open_store

STEP = timedelta(minutes=30)
MAX_DAYS = 60
Days = Annotated[int, typer.Option(min=1, max=MAX_DAYS, help="How many days to simulate.")]


@dataclass(frozen=True)
class RehearsedMessage:
    """The messages sent at one story time, as people would read them."""

    at: datetime
    words: str


def rehearse(*, days: Days = 14, as_json: Json = False) -> None:
    """Show the messages of the next days, assuming that nobody answers; changes nothing."""
    settings = read_terminal_settings()
    catalog = read_catalog(settings.runtime_upgrade_catalog)
    with copied(settings.runtime_upgrade_database_url) as store:
        messages = list(play(store, catalog, start=datetime.now(UTC), days=days))
    if as_json:
        typer.echo(json.dumps(jsonable(messages), indent=2))
        return
    for message in messages:
        typer.echo(f"== {message.at:%A} {utc_moment(message.at)}\n{message.words}\n")
    if not messages:
        typer.echo(f"Nothing would be sent in the next {days} days.")


@contextmanager
def copied(url: str) -> Iterator[Store]:
    """Open a temporary copy of a database."""
    original = open_migrated(url)
    with tempfile.TemporaryDirectory(prefix="runtime-upgrade-") as folder:
        path = Path(folder) / "rehearsal.db"
        if not copy_database(original.engine, path):
            typer.echo("`rehearse` needs a SQLite database; `reminders` works with any database.")
            sys.exit(1)
        original.dispose()
        copy = open_store(f"sqlite:///{path}")
        try:
            yield copy
        finally:
            copy.dispose()


def play(
    store: Store, catalog: Catalog, *, start: datetime, days: int
) -> Iterator[RehearsedMessage]:
    """Simulate this many days on a copied store, in steps of half an hour."""
    clock = StoryClock(start)
    with store.write() as session:
        known = list_people(session)
        reset_message_positions(session, now=datetime.now(UTC))
    group = catalog.working_group
    places = [(group.channel, group.name), (group.operator_channel or "", "operators")]
    channels = [(place, name) for place, name in places if place]
    with start_slack(
        clock=clock, people=map(_as_cast, known), channels=channels, installed=installed_app()
    ) as slack:
        sender = _sender(store, catalog, slack, clock)
        send_due(sender)
        seen = len(slack.workspace.log)
        for step in range(int(timedelta(days=days) / STEP)):
            clock.set(start + step * STEP)
            _tick(store, catalog, sender)
            if len(slack.workspace.log) > seen:
                yield RehearsedMessage(start + step * STEP, slack.transcript(seen))
                seen = len(slack.workspace.log)


def _as_cast(person: Person) -> people.Person:
    """Convert a member of the real workspace to a person in the sandbox."""
    return people.Person(
        slack_id=person.slack_id,
        username=person.gitlab_username or person.slack_id.lower(),
        name=person.name,
        tz=person.tz,
        in_gitlab=False,
        is_guest=person.is_guest,
        is_bot=person.is_bot,
        deleted=person.deleted,
    )


def _sender(store: Store, catalog: Catalog, slack: SlackServer, clock: StoryClock) -> Sender:
    bot = slack.workspace.app.bot_user_id
    for channel in slack.workspace.channels.values():
        channel.members.add(bot)

    def now() -> Clocks:
        return Clocks(clock.now(), datetime.now(UTC))

    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    return Sender(store, client, catalog, now, "rehearsal", lambda: frozenset({bot}))


def _tick(store: Store, catalog: Catalog, sender: Sender) -> None:
    """Do the work of the scheduled jobs that do not call GitLab."""
    now = sender.clock()
    plan_reminders(store, catalog, clock=sender.clock)
    dispatch_notices(store, catalog, clock=sender.clock)
    draft_due_summary(store, catalog, now=now)
    forecast_summaries(store, now=now)
    send_due(sender)
