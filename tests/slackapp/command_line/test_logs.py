"""Logs: every line of `serve` is one JSON object without tokens."""

import json
import socket
import sqlite3
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from sandbox.faults import Fault, FaultKind
from sandbox.run import Sandbox
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from tests.slackapp.command_line.test_slack_cli import (
    ended,
    environment_of,
    lines_of,
    logged,
    started,
)
from tests.slackapp.delivery.test_metrics import free_port

POST = "chat.postMessage"
# Longer than a tick, so that the next tick finds the sender still running.
SLOW_SECONDS = 1.5
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: on, for no time
CARELESS = """
import logging
import threading
import warnings

from slackapp.logs import log, set_up_logs


class Unraisable:
    def __del__(self):
        raise ValueError("xoxb-unraisable")


def fail(token):
    raise ValueError(f"thread {token}")


set_up_logs()
log.info("ours", headers={"authorization": "Bearer ours"})
logging.getLogger("library").warning("library %s", "glpat-library")
warnings.warn("warned xapp-1-warned")
thread = threading.Thread(target=fail, args=["xoxb-thread"], name="worker")
thread.start()
thread.join()
Unraisable()
fail("xoxb-main")
"""


def reset_a_connection(port: int) -> None:
    """Disconnect in the middle of a request, like a killed scraper."""
    with socket.create_connection(("127.0.0.1", port)) as scraper:
        scraper.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        scraper.sendall(b"GET /met")


def test_serve_writes_only_json_while_slack_is_slow_people_are_many_and_a_table_is_gone(
    box: Sandbox, tmp_path: Path
) -> None:
    log, port = tmp_path / "log", free_port()
    environment = environment_of(box, tmp_path, RUNTIME_UPGRADE_METRICS_PORT=str(port))
    box.slack.faults.plan(Fault(POST, FaultKind.SLOW_BODY, times=None, seconds=SLOW_SECONDS))
    with started(environment, log) as running:
        logged(log, "serving")
        box.slack.command(FACILITATOR, CHANNEL, "/runtime-upgrade", "start go 1.20")
        with ThreadPoolExecutor(10) as people:
            replies = people.map(
                lambda _: box.slack.command(FACILITATOR, CHANNEL, "/runtime-upgrade", "list"),
                range(40),
            )
            assert all(reply.acked for reply in replies)
        wait_for(lambda: box.slack.faults.journal(POST) or None, "a message that is posted slowly")
        reset_a_connection(port)
        logged(log, "metrics_not_read")
        with closing(sqlite3.connect(tmp_path / "slack-run.db")) as database:
            database.execute("ALTER TABLE summary RENAME TO elsewhere")
        for job in ('Job "summarise', 'Job "publish_changed'):
            logged(log, job)

        assert ended(running) == 0
    lines = lines_of(log)
    assert all(line["timestamp"] for line in lines)
    troubles = [line for line in lines if line["level"] != "info"]
    assert {(line["level"], line["event"].partition(" (")[0]) for line in troubles} == {
        ("warning", "metrics_not_read"),
        ("error", 'Job "summarise'),
        ("error", 'Job "publish_changed'),
    }


def test_an_uncaught_error_is_one_line_without_its_token() -> None:
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", CARELESS], capture_output=True, text=True, check=False, timeout=60
    )

    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert (done.returncode, done.stdout) == (1, "")
    assert [(line["level"], line["event"].splitlines()[0]) for line in lines] == [
        ("info", "ours"),
        ("warning", "library [redacted]"),
        ("warning", "<string>:21: UserWarning: warned [redacted]"),
        ("critical", "uncaught"),
        ("error", "unraisable"),
        ("critical", "uncaught"),
    ]
    assert lines[0]["headers"] == {"authorization": "[redacted]"}
    assert lines[3]["thread"] == "worker"
    assert [line["exception"].splitlines()[-1] for line in lines[3:]] == [
        "ValueError: thread [redacted]",
        "ValueError: [redacted]",
        "ValueError: thread [redacted]",
    ]
