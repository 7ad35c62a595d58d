"""The cost of reminders: the idle job, scheduling many, and sending many at once.

Run with ``python bench/reminders.py``. The baseline is APScheduler's own SQLite store, measured in
the same run; the idle job is compared with itself at fewer rows.
"""

import logging
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.queues import Queue
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from slack_sdk import WebClient
from sqlmodel import Session, col, func, select

from campaigns.delivery import Pace
from campaigns.reminders.ladder import ReminderState, RungKind
from campaigns.reminders.messages import DigestMessage
from campaigns.states import CampaignState, ItemState
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.delivery.run_intents import run_intents
from commands.delivery.worker import Worker, remember_schema
from commands.reminders.reminder_changes import find_changes
from gitlab_gateway.connection import Connection
from sandbox.people import PEOPLE
from sandbox.run import start_slack
from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.delivery.outbox import Sender
from slackapp.delivery.sender import send_due
from slackapp.logs import set_up_logs
from storage.catalog.read import Catalog, read_catalog
from storage.delivery.tables import IntentRow, OutboxRow
from storage.migrate import migrate
from storage.people.tables import PersonRow
from storage.reminders.queries import add_reminders
from storage.reminders.tables import ReminderRow
from storage.store import Store, open_store
from storage.tables import CampaignRow, ItemRow

FEW, MANY = 1_000, 100_000
PEOPLE_REMINDED = 1_000
COMPONENTS = 29
ROUNDS = 200
NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
STORY = Clocks(NOW, NOW)


def main() -> None:
    """Measure and print the table."""
    set_up_logs(logging.CRITICAL)
    catalog = read_catalog(EXAMPLE_CATALOG)
    print(f"{'what':<62}{'measured':>14}{'ratio or bound':>28}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        idle_ticks(folder, catalog)
        scheduling(folder)
        sending(folder, catalog)


def row(what: str, measured: str, ratio: str) -> None:
    print(f"{what:<62}{measured:>14}{ratio:>28}")


@contextmanager
def fresh(file: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{file}")
    migrate(store.engine)
    yield store
    store.dispose()


def idle_ticks(folder: Path, catalog: Catalog) -> None:
    few, many = (idle_tick(folder / f"{n}.db", catalog, n) for n in (FEW, MANY))
    row(f"idle tick, {FEW:,} past and {FEW:,} future rows", f"{few * 1000:.3f} ms", "")
    ratio = f"{many / few:.2f} x (at most 1.5)"
    row(f"idle tick, {MANY:,} past and {MANY:,} future rows", f"{many * 1000:.3f} ms", ratio)
    row("the same, with its absolute bound", f"{many * 1000:.3f} ms", "at most 1 ms")


def idle_tick(file: Path, catalog: Catalog, number: int) -> float:
    """Measure the median seconds of the three jobs as run by `serve`, when nothing is due."""
    with fresh(file) as store:
        fill(store, number)
        gitlab = Connection("http://127.0.0.1:9", "none")
        clock = lambda: STORY  # noqa: E731 - the time for which the rows are made
        worker = Worker(
            store,
            gitlab,
            catalog,
            clock,
            remember_schema(gitlab, catalog.working_group.group),
            "bench",
        )
        sender = Sender(store, WebClient(), catalog, clock, "bench", frozenset)

        seen = find_changes(store, None, now=STORY)

        def tick() -> None:
            assert send_due(sender) == run_intents(worker) == 0
            assert find_changes(store, seen, now=STORY) is None

        seconds = median_of(tick)
        gitlab.close()
        return seconds


def median_of(act: Callable[[], None]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def fill(store: Store, number: int) -> None:
    """Insert some past and some future rows into each of the three tables."""
    with store.write() as session:
        add_campaigns(session, 1, CampaignState.completed)
        for table in (OutboxRow, IntentRow):
            session.bulk_save_objects(queued(table, number))
        for state, sign in ((ReminderState.overtaken, 1), (ReminderState.planned, -1)):
            session.bulk_save_objects(
                reminder(1, 1 + n % COMPONENTS, f"U0P{n}", sign * (n + 1), state)
                for n in range(number)
            )


def queued(table: type[OutboxRow | IntentRow], number: int) -> Iterator[OutboxRow | IntentRow]:
    channel = {"channel": "C1"} if table is OutboxRow else {}
    for n in range(number):
        past, future = NOW - timedelta(minutes=n + 1), NOW + timedelta(minutes=n + 1)
        yield table(kind="notice", dedupe_key=f"past:{n}", due_at=past, state="sent", **channel)
        yield table(kind="notice", dedupe_key=f"future:{n}", due_at=future, **channel)


def add_campaigns(session: Session, number: int, state: CampaignState) -> None:
    for campaign in range(1, number + 1):
        session.add(
            CampaignRow(
                id=campaign,
                slug=f"go-1.{campaign}",
                runtime=f"go{campaign}",
                runtime_title="Go",
                version=f"1.{campaign}",
                state=state.value,
                group_path="gitlab-org",
                label="go",
                epic_title="Go",
                started_by="U0FRIDA",
                started_at=NOW - timedelta(days=9),
            )
        )
        session.flush()
        for n in range(COMPONENTS):
            item = (campaign - 1) * COMPONENTS + n
            session.add(
                ItemRow(
                    id=item + 1,
                    campaign_id=campaign,
                    component=f"c{n}",
                    title=f"Component {n}",
                    tier="a",
                    position=n,
                    project="gitlab-org/x",
                    issue_iid=item,
                    web_url=f"https://gitlab.example/gitlab-org/x/-/issues/{item}",
                    dri=f"p{item}",
                    state=ItemState.blocked.value,
                    state_since=NOW - timedelta(days=1),
                )
            )
    session.flush()


def reminder(
    campaign: int, item: int, person: str, number: int, state: ReminderState
) -> ReminderRow:
    return ReminderRow(
        campaign_id=campaign,
        item_id=item,
        person=person,
        owner=person,
        since=NOW - timedelta(days=1),
        step=number,
        kind=RungKind.digest.value,
        due_at=NOW - timedelta(minutes=number),
        state=state.value,
    )


def scheduling(folder: Path) -> None:
    with fresh(folder / "plan.db") as store:
        with store.write() as session:
            add_campaigns(session, 1, CampaignState.active)
        begun = time.perf_counter()
        with store.write() as session:
            add_reminders(
                session,
                [
                    reminder(1, 1, f"U0P{n}", n, ReminderState.planned)
                    for n in range(PEOPLE_REMINDED)
                ],
            )
        own = time.perf_counter() - begun
    peer = apscheduler_adds(folder / "jobs.db")
    row(f"{PEOPLE_REMINDED:,} add_job calls to APScheduler's SQLite store", f"{peer:.3f} s", "")
    ratio = f"{peer / own:.0f} x (at least 20)"
    row(f"{PEOPLE_REMINDED:,} reminders in one transaction", f"{own:.3f} s", ratio)


def apscheduler_adds(file: Path) -> float:
    scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(f"sqlite:///{file}")})
    scheduler.start(paused=True)
    begun = time.perf_counter()
    for n in range(PEOPLE_REMINDED):
        scheduler.add_job(print, "date", run_date=NOW + timedelta(days=9999), args=[n], id=str(n))
    seconds = time.perf_counter() - begun
    scheduler.shutdown()
    return seconds


def sending(folder: Path, catalog: Catalog) -> None:
    with slack_apart() as (url, token), fresh(folder / "send.db") as store:
        hand_over(store)
        client = WebClient(token=token, base_url=url, timeout=10, retry_handlers=[])
        ours = frozenset({"B0BOT"})
        sender = Sender(store, client, catalog, lambda: STORY, "bench", lambda: ours, pace=Pace(0))
        begun = time.perf_counter()
        sent = send_due(sender)
        seconds = time.perf_counter() - begun
        with store.read() as session:
            shown = session.exec(select(func.count()).where(col(OutboxRow.ts).is_not(None))).one()
    assert sent == shown == PEOPLE_REMINDED
    rate = f"{sent / seconds:.0f} per second"
    row(f"{sent:,} digests to {sent:,} people through one sender", rate, "at least 100 per second")


def hand_over(store: Store) -> None:
    """Insert campaigns, people and a due digest for each of them."""
    campaigns = -(-PEOPLE_REMINDED // COMPONENTS)
    with store.write() as session:
        add_campaigns(session, campaigns, CampaignState.active)
        for n in range(PEOPLE_REMINDED):
            who, key = f"U0P{n}", f"digest:U0P{n}:2026-03-31"
            session.add(PersonRow(slack_id=who, team_id="T0TANUKI", gitlab_username=f"p{n}"))
            sent = reminder(1 + n // COMPONENTS, n + 1, who, 0, ReminderState.sent)
            sent.message = key
            session.add(sent)
            closes = NOW + timedelta(hours=4)
            enqueue(session, DigestMessage(key, closes), to=who, now=STORY)


@contextmanager
def slack_apart() -> Iterator[tuple[str, str]]:
    """Run the sandbox's Slack in a separate process."""
    started: Queue[tuple[str, str]] = multiprocessing.Queue()
    stop = multiprocessing.Event()
    process = multiprocessing.Process(target=serve_slack, args=(started, stop))
    process.start()
    yield started.get()
    stop.set()
    process.join()


def serve_slack(started: "Queue[tuple[str, str]]", stop: object) -> None:
    people = [
        replace(PEOPLE[0], slack_id=f"U0P{n}", username=f"p{n}", name=f"Person {n}")
        for n in range(PEOPLE_REMINDED)
    ]
    with start_slack(people=[*PEOPLE, *people]) as slack:
        started.put((slack.api_url, slack.bot_token))
        stop.wait()  # type: ignore[attr-defined]  # an Event


if __name__ == "__main__":
    main()
