"""A sender in a separate process, to be killed; its timeouts are shortened."""

import json
import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler

from commands.clocks import Clocks
from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.delivery.outbox import Sender, Timing
from slackapp.delivery.sender import send_due
from storage.catalog.read import read_catalog
from storage.store import open_store

TIMING = Timing(
    timeout=timedelta(seconds=1), settle=timedelta(seconds=1.5), lease=timedelta(seconds=3.5)
)


def system_clock() -> Clocks:
    now = datetime.now(UTC)
    return Clocks(now, now)


def send_until_killed(database: str, url: str, token: str, *, retries: bool = False) -> None:
    """Send due messages for ever; with ``retries`` as the SDK does by default."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    handlers = [ConnectionErrorRetryHandler(max_retry_count=1)] if retries else []
    sender = Sender(
        store=open_store(database),
        slack=WebClient(token=token, base_url=url, timeout=1, retry_handlers=handlers),
        catalog=read_catalog(EXAMPLE_CATALOG),
        clock=system_clock,
        by=f"pid {os.getpid()}",
        own_ids=lambda: frozenset({"B0BOT", "U0BOT"}),
        timing=TIMING,
    )
    while True:
        send_due(sender)
        time.sleep(0.05)


def nurse(job: dict[str, Any]) -> None:
    """Start a sender for each line read, and print its process id.

    Everything is imported before, so that a sender begins at once.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            send_until_killed(**job)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    nurse(json.loads(sys.argv[1]))
