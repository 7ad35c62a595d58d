"""The Socket Mode client: every envelope is acknowledged, and every loss is noticed."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from structlog.testing import capture_logs

from sandbox.faults import Fault, FaultKind
from sandbox.relay import Relay, start_relay
from sandbox.run import start_slack
from sandbox.slack.server import SlackServer
from slackapp.cli.story.waiting import wait_for
from slackapp.connection.envelopes import Envelope
from slackapp.connection.links import Pings
from slackapp.connection.socket_mode import Answerer, SocketMode

Json = dict[str, Any]
OPEN = "apps.connections.open"
RECOVERY_SECONDS = 20.0


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with start_slack() as started:
        yield started


@pytest.fixture
def relay(slack: SlackServer) -> Iterator[Relay]:
    with start_relay(urlsplit(slack.url).port or 0) as started:
        yield started


# A lost connection is noticed within a second, unless the machine is busy.
IMPATIENT = Pings(0.5, 0.5)


@contextmanager
def connected(
    slack: SlackServer,
    url: str,
    answer: Answerer,
    late: list[Json] | None = None,
    pings: Pings = IMPATIENT,
) -> Iterator[SocketMode]:
    """Connect to a Slack at ``url``, which may be a relay's."""
    web = WebClient(slack.bot_token, base_url=f"{url}/api/", retry_handlers=[])
    kept = [] if late is None else late
    client = SocketMode(web, slack.app_token, answer, lambda _, said: kept.append(said), pings)
    client.connect()
    try:
        yield client
    finally:
        client.close()


def echo(envelope: Envelope) -> Json:
    return {"text": envelope.payload["text"]}


def opened(slack: SlackServer) -> int:
    """Count the connections that were opened so far."""
    return len(slack.faults.journal(OPEN))


def test_two_thousand_envelopes_at_once_are_all_acknowledged(
    slack: SlackServer,
) -> None:
    long = "x" * 4000
    with connected(slack, slack.url, echo, pings=Pings()):
        sent = [
            slack.sockets.deliver("slash_commands", {"text": f"{n} {long}"}, accepts=True)
            for n in range(2000)
        ]
        wait(sent, 60)

    assert [s.result(0)["text"] for s in sent] == [f"{n} {long}" for n in range(2000)]


@pytest.mark.parametrize("lose", [Relay.reset, Relay.cut, Relay.silence])
def test_a_lost_connection_is_noticed_and_replaced(
    slack: SlackServer, relay: Relay, lose: Callable[[Relay], None]
) -> None:
    with connected(slack, relay.url, echo):
        before = monotonic()
        lose(relay)
        wait_for(lambda: opened(slack) > 1 or None, "another connection")
        assert slack.sockets.wait_connected()
        assert monotonic() - before < RECOVERY_SECONDS


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_at_a_refresh_every_envelope_is_acknowledged(slack: SlackServer, reason: str) -> None:
    """Half of them are being handled when the connection is replaced."""
    begun, go = threading.Semaphore(0), threading.Event()

    def answer(envelope: Envelope) -> Json:
        begun.release()
        go.wait(10)
        return echo(envelope)

    with connected(slack, slack.url, answer):
        sent = [slack.sockets.deliver("slash_commands", {"text": f"{n}"}) for n in range(8)]
        for _ in sent:
            assert begun.acquire(timeout=10)
        slack.sockets.disconnect(reason)
        wait_for(lambda: opened(slack) > 1 or None, "another connection")
        assert slack.sockets.wait_connected()
        sent += [slack.sockets.deliver("slash_commands", {"text": f"{n}"}) for n in range(8, 16)]
        go.set()
        assert [s.result(10)["text"] for s in sent] == [f"{n}" for n in range(16)]


def test_an_answer_whose_connection_was_refreshed_goes_over_the_next_one(
    slack: SlackServer,
) -> None:
    begun, go = threading.Event(), threading.Event()

    def answer(envelope: Envelope) -> Json:
        begun.set()
        go.wait(10)
        return echo(envelope)

    with connected(slack, slack.url, answer):
        sent = slack.sockets.deliver("slash_commands", {"text": "done"})
        assert begun.wait(10)
        with capture_logs() as logs:
            slack.sockets.disconnect("refresh_requested")
            wait_for(lambda: "reconnected" in [log["event"] for log in logs] or None, "the next")
            assert slack.sockets.wait_connections(1)
        go.set()
        assert sent.result(10) == {"text": "done"}


def test_an_answer_whose_connection_broke_is_not_lost(slack: SlackServer, relay: Relay) -> None:
    begun, go, late = threading.Event(), threading.Event(), list[Json]()

    def answer(envelope: Envelope) -> Json:
        begun.set()
        go.wait(10)
        return echo(envelope)

    with connected(slack, relay.url, answer, late):
        slack.sockets.deliver("slash_commands", {"text": "done"})
        assert begun.wait(10)
        relay.reset()
        wait_for(lambda: opened(slack) > 1 or None, "another connection")
        go.set()

    assert late == [{"text": "done"}]


def test_closing_acknowledges_what_was_taken(slack: SlackServer) -> None:
    begun, go = threading.Event(), threading.Event()

    def answer(envelope: Envelope) -> Json:
        begun.set()
        go.wait(10)
        return echo(envelope)

    with ThreadPoolExecutor(1) as threads:
        with connected(slack, slack.url, answer):
            sent = slack.sockets.deliver("slash_commands", {"text": "done"})
            assert begun.wait(10)
            threads.submit(go.set)
        assert sent.result(10) == {"text": "done"}
    assert slack.sockets.wait_connections(0)


def test_an_envelope_that_nobody_answers_is_not_acknowledged(slack: SlackServer) -> None:
    with connected(slack, slack.url, lambda _: None):
        sent = slack.sockets.deliver("events_api", {"text": "unknown"})
    assert not sent.done() or sent.exception() is not None


def test_it_waits_as_long_as_slack_asks_for(slack: SlackServer) -> None:
    with connected(slack, slack.url, echo) as client, capture_logs() as logs:
        slack.faults.plan(Fault(OPEN, FaultKind.RATE_LIMITED, 1))
        slack.sockets.disconnect("refresh_requested")
        wait_for(lambda: "reconnected" in [log["event"] for log in logs] or None, "the next")
        assert client.is_connected()
    assert [log["event"] for log in logs if log["event"] != "connection_lost"] == [
        "not_reconnected",
        "reconnected",
    ]


def test_an_answer_too_large_for_an_acknowledgement_follows_it(slack: SlackServer) -> None:
    late = list[Json]()
    with connected(slack, slack.url, lambda _: {"text": "語" * 6_000}, late):
        assert slack.sockets.deliver("slash_commands", {"text": "help"}).result(10) == {}
    assert late == [{"text": "語" * 6_000}]
