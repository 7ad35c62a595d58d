"""A sender on a real store and the sandbox's Slack, with an adjustable wall clock."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from slack_sdk import WebClient

from campaigns.delivery import NoticeMessage, Pace
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from sandbox.run import start_slack
from sandbox.slack.server import SlackServer
from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.delivery.clock_drift import ClockDrift
from slackapp.delivery.outbox import Sender
from slackapp.delivery.sender import send_due
from storage.catalog.read import read_catalog
from storage.delivery.queues import find_message
from storage.delivery.tables import OutboxRow, QueueState
from tests.snapshots import migrated_store

GUS = "U0GUS"


@dataclass
class WallClock:
    """The real time plus an offset set by the test."""

    passed: timedelta = field(default_factory=timedelta)
    wrong_by: timedelta = field(default_factory=timedelta)

    def __call__(self) -> Clocks:
        now = datetime.now(UTC) + self.passed + self.wrong_by
        return Clocks(now, now)

    def monotonic(self) -> float:
        return monotonic() + self.passed.total_seconds()

    def set_by(self, **by: float) -> None:
        self.wrong_by += timedelta(**by)

    def let_pass(self, seconds: float) -> None:
        self.passed += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Outbox:
    """The outbox as a test uses it."""

    sender: Sender
    clock: WallClock
    slack: SlackServer

    def want(self, key: str, words: str, to: str = GUS) -> None:
        with self.sender.store.write() as session:
            enqueue(session, NoticeMessage.about(key, words), to=to, now=self.clock())

    def send(self) -> None:
        send_due(self.sender)

    def row(self, key: str) -> OutboxRow:
        with self.sender.store.read() as session:
            row = find_message(session, NoticeMessage.key_of(key))
        assert row is not None
        return row

    def state(self, key: str) -> QueueState:
        return QueueState(self.row(key).state)

    def read_by(self, person: str) -> list[str]:
        return [message.plain for message in self.slack.direct_messages(person)]


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with start_slack() as started:
        yield started


@pytest.fixture
def outbox(slack: SlackServer, tmp_path: Path) -> Iterator[Outbox]:
    store = migrated_store(tmp_path / "outbox.db")
    clock = WallClock()
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, timeout=1, retry_handlers=[])
    sender = Sender(
        store=store,
        slack=client,
        catalog=read_catalog(EXAMPLE_CATALOG),
        clock=clock,
        by="the test",
        own_ids=lambda: frozenset({"B0BOT", "U0BOT"}),
        pace=Pace(100),
        clock_drift=ClockDrift(clock.monotonic),
    )
    yield Outbox(sender, clock, slack)
    store.dispose()
