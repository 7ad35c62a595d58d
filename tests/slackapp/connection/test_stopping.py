"""Stopping: prompt, also during work, and the next start resumes."""

import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from sandbox.faults import Fault, FaultKind
from sandbox.run import Sandbox
from sandbox.slack.acting.actions import Reply
from sandbox.slack.acting.reading import SeenMessage
from slackapp.cli.demo import assistant_in
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.views.lifecycle.start_campaign import EDIT
from tests.slackapp.lifecycle.test_start import (
    ask_for_plan,
    channel_saying,
    count_made,
    press_start,
)

OPEN_MODAL, CONNECT = "views.open", "apps.connections.open"

# A signal a few microseconds away, many times over: some come just before the wait begins.
HELD = """
import random
import signal
from slackapp.cli.serve import hold

alarm = frozenset({signal.SIGALRM})
hold(alarm)
for _ in range(5_000):
    signal.setitimer(signal.ITIMER_REAL, random.uniform(5e-6, 4e-5))
    signal.sigwait(alarm)
print("every signal was seen")
"""


def test_a_start_that_is_stopped_in_the_middle_goes_on_at_the_next_start(
    box: Sandbox, tmp_path: Path
) -> None:
    database = tmp_path / "assistant.db"
    with assistant_in(box, database):
        plan = ask_for_plan(box)
        press_start(box, plan)
        channel_saying(box, "Starting Go 1.20")

    with assistant_in(box, database) as assistant:
        channel_saying(box, "Started Go 1.20: 29 issues")

        assert count_made(assistant) == (1, 29)


def test_it_stops_while_many_things_wait(box: Sandbox, tmp_path: Path) -> None:
    with assistant_in(box, tmp_path / "assistant.db"):
        plan = ask_for_plan(box)
        press_start(box, plan)
        for number in range(40):
            box.slack.command(FACILITATOR, CHANNEL, "/runtime-upgrade", f"block kas by {number}")

    assert len(box.slack.ephemerals(FACILITATOR)) >= 40


def press_edit(box: Sandbox, plan: SeenMessage, people: ThreadPoolExecutor) -> Future[Reply]:
    """Press Edit, whose modal Slack opens slowly, and wait until the listener runs."""
    box.slack.faults.plan(Fault(OPEN_MODAL, FaultKind.SLOW_BODY, seconds=2))
    pressed = people.submit(box.slack.click, FACILITATOR, plan.channel, plan.ts, EDIT)
    wait_for(lambda: box.slack.faults.journal(OPEN_MODAL) or None, "the modal to be opened")
    return pressed


def test_what_is_pressed_just_before_the_stop_is_acknowledged(
    box: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with ThreadPoolExecutor(1) as people, assistant_in(box, tmp_path / "assistant.db"):
        pressed = press_edit(box, ask_for_plan(box), people)

    assert pressed.result().acked
    assert [record.getMessage() for record in caplog.records] == []


def test_an_acknowledgement_that_finds_no_connection_leaves_one_line(
    box: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        capture_logs() as logs,
        ThreadPoolExecutor(1) as people,
        assistant_in(box, tmp_path / "a.db") as assistant,
    ):
        plan, client = ask_for_plan(box), assistant.socket_mode
        box.slack.faults.plan(Fault(CONNECT, FaultKind.STATUS, times=None))
        pressed = press_edit(box, plan, people)
        box.slack.sockets.disconnect("refresh_requested")
        wait_for(lambda: None if client.is_connected() else True, "the connection to be gone")

    assert not pressed.result().acked
    assert [log["event"] for log in logs].count("acknowledgement_lost") == 1
    assert [record.exc_text for record in caplog.records if record.exc_info] == []


def test_a_signal_is_seen_whenever_it_comes() -> None:
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", HELD], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "every signal was seen\n"
