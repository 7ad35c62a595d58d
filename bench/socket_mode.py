"""Socket Mode: this client beside slack_sdk's own, as it was configured before, in one run.

A loopback Slack behind a relay delivers bursts, and the relay loses the connection in three ways.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import structlog
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

from sandbox.relay import Relay, start_relay
from sandbox.run import start_slack
from sandbox.slack.connections import NotDeliveredError
from sandbox.slack.server import SlackServer
from slackapp.connection.socket_mode import CONCURRENCY, SocketMode

BURST, BURST_SECONDS = 2_000, 10
WORDS = {"text": "x" * 4_000}
PATIENCE_SECONDS = 30
FORMER_PING_SECONDS = 3

Connected = Callable[[SlackServer, Relay], Any]


def main() -> None:
    logging.disable()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    print(f"{'':44}{'this client':>14}{'slack_sdk':>14}")
    ours, theirs = measured(connect_ours), measured(connect_theirs)
    for what, value in ours.items():
        print(f"{what:44}{value:>14}{theirs[what]:>14}")


def measured(connect: Connected) -> dict[str, str]:
    with client_of(connect) as (slack, _):
        burst = acknowledged(slack)
    with client_of(connect) as (slack, _):
        gap = seconds_without_connection(slack)
    return {
        f"{BURST:,} envelopes at once, acknowledged": f"{burst:,}",
        "seconds without a connection at a refresh": f"{gap:.2f}",
        "seconds until back after a reset": recovery(connect, Relay.reset),
        "seconds until back after a cut": recovery(connect, Relay.cut),
        "seconds until back from a silent peer": recovery(connect, Relay.silence),
    }


@contextmanager
def client_of(connect: Connected) -> Iterator[tuple[SlackServer, Relay]]:
    with start_slack() as slack, start_relay(urlsplit(slack.url).port or 0) as relay:
        client = connect(slack, relay)
        slack.sockets.wait_connected()
        yield slack, relay
        threading.Thread(target=client.close, daemon=True).start()


def connect_ours(slack: SlackServer, relay: Relay) -> SocketMode:
    client = SocketMode(web(slack, relay), slack.app_token, lambda _: {}, lambda *_: None)
    client.connect()
    return client


def connect_theirs(slack: SlackServer, relay: Relay) -> SocketModeClient:
    client = SocketModeClient(
        app_token=slack.app_token,
        web_client=web(slack, relay),
        ping_interval=FORMER_PING_SECONDS,
        concurrency=CONCURRENCY,
    )
    client.socket_mode_request_listeners.append(
        lambda socket, request: socket.send_socket_mode_response(
            SocketModeResponse(envelope_id=request.envelope_id)
        )
    )
    client.connect()
    return client


def web(slack: SlackServer, relay: Relay) -> WebClient:
    return WebClient(slack.bot_token, base_url=f"{relay.url}/api/", timeout=5)


def acknowledged(slack: SlackServer) -> int:
    sent = [one for _ in range(BURST) if (one := delivered(slack))]
    done, _ = wait(sent, BURST_SECONDS)
    return sum(one.exception() is None for one in done)


def delivered(slack: SlackServer) -> Future[Any] | None:
    try:
        return slack.sockets.deliver("events_api", WORDS)
    except NotDeliveredError:
        return None


def seconds_without_connection(slack: SlackServer) -> float:
    slack.sockets.disconnect("refresh_requested")
    begun = time.perf_counter()
    slack.sockets.wait_connected(PATIENCE_SECONDS)
    return time.perf_counter() - begun


def recovery(connect: Connected, lose: Callable[[Relay], None]) -> str:
    with client_of(connect) as (slack, relay):
        begun = time.perf_counter()
        lose(relay)
        while time.perf_counter() - begun < PATIENCE_SECONDS:
            if is_answered(slack):
                return f"{time.perf_counter() - begun:.1f}"
    return f"over {PATIENCE_SECONDS}"


def is_answered(slack: SlackServer) -> bool:
    sent = delivered(slack)
    if sent is None:
        time.sleep(0.1)
        return False
    wait([sent], 0.1)
    return sent.done() and sent.exception() is None


if __name__ == "__main__":
    main()
