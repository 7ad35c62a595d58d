"""Response times: acknowledgements, concurrent users, start-up and memory.

Run with ``python bench/acknowledgement.py``. Baselines are measured in the same run: an empty Bolt
app in the same mode, one bare SQLite commit, and the bare import of the libraries.
"""

import logging
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from sandbox.run import Sandbox, start_sandbox
from sandbox.slack.acting.actions import Reply
from slackapp.cli.demo import EXAMPLE_CATALOG, assistant_in
from slackapp.cli.installed import installed_app
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.connection.socket_mode import CONCURRENCY
from slackapp.logs import set_up_logs
from storage.catalog.read import read_catalog

COMMAND = "/runtime-upgrade"
ROUNDS = 29
PEOPLE = 20
ACK_LIMIT_SECONDS = 3.0
WORKERS_REST_SECONDS = 0.4
PING_SECONDS = 3
IMPORTS = (
    "import slack_bolt, slack_bolt.adapter.socket_mode.builtin, gitlab, gql, apscheduler,"
    "apscheduler.schedulers.background, sqlmodel, pydantic, pydantic_settings, alembic.command,"
    "typer, structlog, yaml, jinja2"
)


def main() -> None:
    """Measure and print the table."""
    set_up_logs(logging.ERROR)
    os.environ.pop("SLACK_BOT_TOKEN", None)  # Bolt would read it and warn
    print(f"{'what':<58}{'measured':>14}{'ratio or bound':>28}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty, commit = empty_app(), bare_commit(folder)
        with started(folder) as box:
            acknowledgements(box, empty + commit)
            status_at_once(box)
            crowd(box)
        start_up(folder)


def paced(act: Callable[[], float]) -> list[float]:
    """Measure the seconds that some calls take, paced like people clicking buttons."""
    times = []
    for _ in range(ROUNDS):
        times.append(act())
        time.sleep(WORKERS_REST_SECONDS)
    return times


def row(what: str, measured: str, ratio: str) -> None:
    print(f"{what:<58}{measured:>14}{ratio:>28}")


@contextmanager
def started(folder: Path) -> Iterator[Sandbox]:
    with (
        start_sandbox(installed=installed_app()) as box,
        assistant_in(box, folder / "bench.db"),
    ):
        box.slack.command(FACILITATOR, CHANNEL, COMMAND, "start go 1.20")
        plan = wait_for(
            lambda: next(
                (m for m in box.slack.direct_messages(FACILITATOR) if "[Start]" in m.plain), None
            ),
            "the plan",
        )
        box.slack.click(FACILITATOR, plan.channel, plan.ts, "start_campaign")
        wait_for(
            lambda: next((m for m in box.slack.messages(CHANNEL) if "Started" in m.plain), None),
            "the campaign",
        )
        yield box


def empty_app() -> float:
    """Measure the median acknowledgement time of an empty app in the same mode."""
    with start_sandbox(installed=installed_app()) as box:
        client = WebClient(base_url=box.slack.api_url)
        app = App(
            client=client,
            authorize=lambda: AuthorizeResult(
                enterprise_id=None, team_id="T0TANUKI", bot_token=box.slack.bot_token
            ),
            process_before_response=True,
            request_verification_enabled=False,
        )
        app.command(COMMAND)(lambda ack: ack())
        handler = SocketModeHandler(
            app,
            box.slack.app_token,
            concurrency=CONCURRENCY,
            ping_interval=PING_SECONDS,
            web_client=WebClient(token=box.slack.bot_token, base_url=box.slack.api_url),
        )
        handler.connect()
        times = paced(lambda: say(box, "nothing").seconds)
        handler.close()
    median = statistics.median(times)
    row("acknowledgement by an empty Bolt app, median", f"{median * 1000:.2f} ms", "")
    return median


def bare_commit(folder: Path) -> float:
    """Measure the median commit time of one row on SQLite with the same pragmas."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE said (words TEXT)")

    def commit() -> float:
        begun = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO said VALUES ('words')")
        connection.execute("COMMIT")
        return time.perf_counter() - begun

    times = paced(commit)
    connection.close()
    median = statistics.median(times)
    row("one bare SQLite commit, median", f"{median * 1000:.2f} ms", "")
    return median


def say(box: Sandbox, words: str, who: str = FACILITATOR) -> Reply:
    return box.slack.command(who, CHANNEL, COMMAND, words)


def acknowledgements(box: Sandbox, peer: float) -> None:
    keys = iter([c.key for c in read_catalog(EXAMPLE_CATALOG).runtimes["go"].components])
    times = paced(lambda: say(box, f"block {next(keys)} by a reason").seconds)
    median = statistics.median(times)
    ratio = f"{median / peer:.1f} x peers (at most 10)"
    row("acknowledgement of `block`, which writes, median", f"{median * 1000:.2f} ms", ratio)


def status_at_once(box: Sandbox) -> None:
    people = active_people(box)[:PEOPLE]
    with ThreadPoolExecutor(PEOPLE) as pool:
        replies = list(
            pool.map(lambda n: say(box, "status", people[n % len(people)]), range(PEOPLE * 5))
        )
    p95 = statistics.quantiles([reply.seconds for reply in replies], n=20)[-1]
    assert all("Go 1.20" in reply.text for reply in replies)
    row("`status` of 29 items, 20 people at once, p95", f"{p95 * 1000:.0f} ms", "under 1,000 ms")


def active_people(box: Sandbox) -> list[str]:
    """Return the Slack ids of active people."""
    return [
        person.slack_id
        for person in box.slack.people()
        if person.team_id == "T0TANUKI" and not (person.is_guest or person.is_bot or person.deleted)
    ]


def crowd(box: Sandbox) -> None:
    count("30 commands at once, acknowledged", 30, lambda n: say(box, f"block kas by crowd {n}"))
    count(
        "200 interactions at once, acknowledged within 3 s",
        200,
        lambda n: say(box, "status go" if n % 2 else f"block cng by crowd {n}"),
    )


def count(what: str, number: int, act: Callable[[int], Reply]) -> None:
    with ThreadPoolExecutor(number) as pool:
        replies = list(pool.map(act, range(number)))
    answered = sum(r.acked and r.seconds < ACK_LIMIT_SECONDS for r in replies)
    worst = max(reply.seconds for reply in replies)
    row(what, f"{answered} of {number}", f"worst {worst:.2f} s (under 3 s)")


def start_up(folder: Path) -> None:
    bare = min(seconds_of([sys.executable, "-c", IMPORTS]) for _ in range(3))
    with start_sandbox(installed=installed_app()) as box:
        runs = [connected(box, folder / f"serve{number}.db") for number in range(3)]
    seconds, megabytes = min(runs)
    row("bare import of the same libraries", f"{bare:.2f} s", "")
    row(
        "`serve`, until connected to Slack",
        f"{seconds:.2f} s",
        f"{seconds / bare:.2f} x (at most 2)",
    )
    row("resident memory of `serve`", f"{megabytes:.0f} MB", "")


def seconds_of(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True)  # noqa: S603 - our own interpreter
    return time.perf_counter() - begun


def connected(box: Sandbox, database: Path) -> tuple[float, float]:
    """Measure the seconds until `serve` is connected, and its resident memory in MB by then."""
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": box.slack.bot_token,
        "SLACK_APP_TOKEN": box.slack.app_token,
        "SLACK_API_URL": box.slack.api_url,
        "GITLAB_URL": box.gitlab.url,
        "GITLAB_TOKEN": box.gitlab.token,
        "RUNTIME_UPGRADE_DATABASE_URL": f"sqlite:///{database}",
        "RUNTIME_UPGRADE_CATALOG": str(EXAMPLE_CATALOG),
    }
    command = [str(Path(sys.executable).with_name("runtime-upgrade")), "serve"]
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stderr is not None
    for line in process.stderr:
        if '"connected"' in line:
            break
    seconds = time.perf_counter() - begun
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    kilobytes = next(
        int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")
    )
    process.terminate()
    process.wait(timeout=20)
    return seconds, kilobytes / 1024


if __name__ == "__main__":
    main()
