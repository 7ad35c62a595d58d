"""Replies that arrived during an outage, read after a start."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlmodel import select
from structlog.testing import capture_logs

from campaigns.events import EventKind
from sandbox.faults import Fault, FaultKind
from sandbox.slack.acting.reading import SeenMessage
from slackapp.cli.installed import installed_app
from slackapp.cli.story.waiting import CHANNEL, wait_for
from slackapp.connection.catch_up import catch_up, catch_up_after_start
from slackapp.connection.outages import LONG_SECONDS, OutageMonitor
from storage.delivery.queues import find_posted
from storage.delivery.tables import OutboxRow, QueueState
from tests.conftest import campaign_from
from tests.slackapp.reminders.test_answers import kinds
from tests.slackapp.reminders.test_reminders import (
    FRIDAY_0930,
    GUS,
    WEDNESDAY_0930,
    at,
    block_on_thursday_evening,
    nth,
)
from tests.slackapp.started import Campaign
from tests.snapshots import Kept

OPEN, HISTORY = "apps.connections.open", "conversations.history"
OFTEN = timedelta(seconds=0.05)


@pytest.fixture
def unheard(started_campaign: Kept, tmp_path: Path) -> Iterator[Campaign]:
    """Yield a campaign in which Gus was asked this morning, and whose app receives no events."""
    deaf = replace(installed_app(), events=frozenset())
    with campaign_from(started_campaign, tmp_path / "assistant.db", installed=deaf) as campaign:
        block_on_thursday_evening(campaign)
        at(campaign, FRIDAY_0930)
        nth(campaign, 1)
        yield campaign


def listen_again(campaign: Campaign) -> None:
    catch_up(campaign.assistant.deps, campaign.assistant.stopping, pause=0)


def say_to_the_assistant(campaign: Campaign, words: str) -> None:
    campaign.slack.say(GUS, campaign.slack.workspace.app.bot_user_id, words)


def forget(campaign: Campaign, message: SeenMessage) -> None:
    """Write the state left by a sender killed between its post and recording it."""
    with campaign.assistant.deps.store.write() as session:
        row = find_posted(session, message.channel, message.ts)
        assert row is not None
        row.ts, row.in_doubt = None, True
        row.lease_until = (row.first_attempt_at or row.due_at) + timedelta(days=1)
        row.state = QueueState.pending.value
        session.add(row)


def find_again(campaign: Campaign, message: SeenMessage) -> None:
    """Write the state after the sender found the message in Slack."""
    with campaign.assistant.deps.store.write() as session:
        digests = select(OutboxRow).where(OutboxRow.kind == "digest", OutboxRow.channel == GUS)
        row = session.exec(digests).one()
        row.ts, row.in_doubt = message.ts, False
        row.lease_until = None
        session.add(row)


def test_words_written_while_nobody_listened_are_heard_after_a_start(unheard: Campaign) -> None:
    say_to_the_assistant(unheard, "on it")
    card = unheard.card("1 blocked")

    listen_again(unheard)
    nth(unheard, 1, "on it")
    assert kinds(unheard).count(EventKind.item_acknowledged) == 1

    for number, days in ((2, 0), (3, 1)):  # each leaves before the story goes on
        at(unheard, WEDNESDAY_0930 + timedelta(days=days))
        nth(unheard, number)
    at(unheard, WEDNESDAY_0930 + timedelta(days=2))
    unheard.mention(f"<@{GUS}>", "what about")
    unheard.slack.say(GUS, CHANNEL, "still on it", card.ts)
    listen_again(unheard)
    listen_again(unheard)
    assert kinds(unheard).count(EventKind.reply_received) == 2
    assert kinds(unheard).count(EventKind.item_acknowledged) == 2


@contextmanager
def hearing(campaign: Campaign) -> Iterator[threading.Thread]:
    """Catch up as after a start, checking often whether a message in doubt was found."""
    deps, stopping = campaign.assistant.deps, threading.Event()
    hear = partial(catch_up_after_start, deps, stopping, pause=0, again=OFTEN)
    thread = threading.Thread(target=hear)
    thread.start()
    try:
        yield thread
    finally:
        stopping.set()
        thread.join()


def test_words_below_a_message_in_doubt_are_heard_once_it_is_found(unheard: Campaign) -> None:
    asking = nth(unheard, 1)
    forget(unheard, asking)
    say_to_the_assistant(unheard, "on it")
    with hearing(unheard) as thread:
        assert EventKind.item_acknowledged not in kinds(unheard)
        find_again(unheard, asking)
        thread.join()
        nth(unheard, 1, "on it")
    assert kinds(unheard).count(EventKind.item_acknowledged) == 1


def test_words_below_a_message_that_is_found_during_the_reading_are_heard(
    unheard: Campaign,
) -> None:
    asking, faults = nth(unheard, 1), unheard.slack.faults
    forget(unheard, asking)
    say_to_the_assistant(unheard, "on it")
    faults.plan(Fault(HISTORY, FaultKind.SLOW_BODY, seconds=2))
    with hearing(unheard):
        reading = partial(faults.journal, HISTORY)
        wait_for(lambda: any(call.fault for call in reading()) or None, "the reading")
        find_again(unheard, asking)
        nth(unheard, 1, "on it")


def test_words_are_heard_once_the_database_has_time_for_them(unheard: Campaign) -> None:
    deps = unheard.assistant.deps
    say_to_the_assistant(unheard, "on it")
    with capture_logs() as logs, ThreadPoolExecutor() as threads:
        with deps.store.write():
            catching_up = threads.submit(listen_again, unheard)
            wait_for(lambda: "reply_waits" in [log["event"] for log in logs] or None, "the wait")
        catching_up.result()
    nth(unheard, 1, "on it")


def test_words_written_while_the_connection_was_cut_are_heard_after_it(
    unheard: Campaign,
) -> None:
    assistant, slack = unheard.assistant, unheard.slack
    client, opening = assistant.socket_mode, Fault(OPEN, FaultKind.STATUS, times=None)
    listening = OutageMonitor(
        client.is_connected,
        partial(listen_again, unheard),
        clock=lambda: monotonic() * LONG_SECONDS,  # a second is a long outage
    )
    listening.look()

    slack.faults.plan(opening)
    slack.sockets.disconnect("refresh_requested")
    wait_for(lambda: None if client.is_connected() else True, "the connection to be gone")
    say_to_the_assistant(unheard, "on it")
    listening.look()
    sleep(1)
    slack.faults.clear()
    wait_for(lambda: client.is_connected() or None, "the connection to be back")
    assert EventKind.item_acknowledged not in kinds(unheard)

    listening.look()

    nth(unheard, 1, "on it")
    assert kinds(unheard).count(EventKind.item_acknowledged) == 1
