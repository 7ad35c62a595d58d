"""Senders are killed while sending, and replies are lost: no message is lost or doubled."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import func, select

from campaigns.delivery import NoticeMessage
from commands.delivery.messages import enqueue
from sandbox.fault_plan import Fault, FaultKind
from sandbox.people import PEOPLE
from sandbox.run import start_slack
from sandbox.slack.server import SlackServer
from storage.delivery.tables import OutboxRow, QueueState
from storage.migrate import migrate
from storage.store import Store, open_store
from tests.chaos.killed_sender import system_clock

LONG = os.environ.get("CHAOS") == "long"
MESSAGES, KILLS, TRIALS = (400, 10, 5) if LONG else (60, 2, 1)
SENDERS = 3
ROOT = Path(__file__).parent.parent.parent
MAX_SECONDS = 90
POST = "chat.postMessage"
TOLD = [p.slack_id for p in PEOPLE if p.team_id == "T0TANUKI" and not (p.is_bot or p.deleted)]
BAD_LUCK = (
    Fault(POST, FaultKind.RATE_LIMITED, times=None, probability=0.05),
    Fault(POST, FaultKind.STATUS, times=None, probability=0.05),
    Fault(POST, FaultKind.LOSE_REPLY, times=None, probability=0.05),
)


class Crew:
    """Several senders that are killed with -9 and replaced."""

    def __init__(self, **job: object) -> None:
        command = [sys.executable, "-m", "tests.chaos.killed_sender", json.dumps(job)]
        self.nursery = subprocess.Popen(  # noqa: S603 - our own
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        self.members = [self.hire() for _ in range(SENDERS)]

    def hire(self) -> int:
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write("\n")
        self.nursery.stdin.flush()
        return int(self.nursery.stdout.readline())

    def replace(self, number: int) -> None:
        os.kill(self.members[number], signal.SIGKILL)
        self.members[number] = self.hire()

    def dismiss(self) -> None:
        for member in self.members:
            os.kill(member, signal.SIGKILL)
        self.nursery.communicate()


def pending(store: Store) -> int:
    with store.read() as session:
        waiting = OutboxRow.state == QueueState.pending.value
        return session.exec(select(func.count()).where(waiting)).one()


def told(slack: SlackServer) -> Counter[str]:
    return Counter(message.plain for person in TOLD for message in slack.direct_messages(person))


def trial(folder: Path, seed: int, *, kills: int = KILLS, retries: bool = False) -> Counter[str]:
    """Send all messages with dying senders and a failing Slack; return what was posted."""
    url, dice = f"sqlite:///{folder / 'kills.db'}", random.Random(seed)
    store = open_store(url)
    migrate(store.engine)
    with store.write() as session:
        for number in range(MESSAGES):
            who = TOLD[number % len(TOLD)]
            enqueue(
                session,
                NoticeMessage.about(f"m{number}", f"This is {number}."),
                to=who,
                now=system_clock(),
            )
    with start_slack() as slack:
        for fault in BAD_LUCK:
            slack.faults.plan(fault)
        assignees = Crew(database=url, url=slack.api_url, token=slack.bot_token, retries=retries)
        for _ in range(kills):
            time.sleep(1)
            assignees.replace(dice.randrange(SENDERS))
        end = time.monotonic() + MAX_SECONDS
        while pending(store) and time.monotonic() < end:
            time.sleep(0.2)
        assignees.dismiss()
        heard = told(slack)
    store.dispose()
    return heard


@pytest.mark.parametrize("seed", range(TRIALS))
def test_senders_that_are_killed_lose_and_double_nothing(tmp_path: Path, seed: int) -> None:
    assert trial(tmp_path, seed) == {f"This is {number}.": 1 for number in range(MESSAGES)}


def test_the_trial_notices_an_sdk_that_repeats_a_call_by_itself(tmp_path: Path) -> None:
    heard = trial(tmp_path, 1, kills=0, retries=True)

    assert max(heard.values()) > 1
