"""The assistant, assembled from the Bolt app, workers and jobs around one store."""

import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from secrets import token_hex
from types import TracebackType
from typing import Self

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_sdk import WebClient

from commands.clocks import Clocks
from commands.delivery.worker import Worker, remember_schema
from gitlab_gateway.connection import Connection
from slackapp.connection.authorization import own_ids, remember_authorization
from slackapp.connection.catch_up import catch_up_after_start
from slackapp.connection.envelopes import ask_bolt
from slackapp.connection.outages import OutageMonitor
from slackapp.connection.proxies import ignore_other_proxies, with_usual_proxies
from slackapp.connection.responses import answer_afterwards
from slackapp.connection.socket_mode import SocketMode
from slackapp.connection.startup import Startup, connect
from slackapp.connection.tls import tls_context
from slackapp.delivery.database_watch import DatabaseWatch
from slackapp.delivery.outbox import Sender
from slackapp.deps import Deps
from slackapp.homes import Homes
from slackapp.jobs import (
    THREADS,
    add_database_job,
    add_home_job,
    add_jobs,
    add_listening_job,
    create_scheduler,
    hand_over,
    stop,
    wake_jobs,
)
from slackapp.listeners.register import register
from slackapp.settings import Settings, SettingsError
from slackapp.ticks import AS_USUAL, Ticks
from slackapp.watchdog import Watchdog
from storage.catalog.read import read_catalog
from storage.files.opening import open_migrated
from storage.store import unit_is_open

log = structlog.get_logger()

SLACK_TIMEOUT, OPEN_TIMEOUT = 10, 2


def system_clock() -> Clocks:
    """Return the system time for both clocks."""
    now = datetime.now(UTC)
    return Clocks(now, now)


def refuse_inside_unit() -> None:
    """Raise if GitLab is called in a database unit, where other writers wait for the network."""
    if unit_is_open():
        raise RuntimeError("GitLab was called inside a unit of the store")


@dataclass(frozen=True)
class Assistant:
    """A running assistant; leaving its context stops it."""

    app: App
    deps: Deps
    sender: Sender
    scheduler: BackgroundScheduler
    threads: ThreadPoolExecutor
    stopping: threading.Event
    socket_mode: SocketMode
    watchdog: Watchdog
    ticks: Ticks

    def __enter__(self) -> Self:
        missed = partial(catch_up_after_start, self.deps, self.stopping)
        hear = partial(self.deps.hand_over, missed)
        listening = OutageMonitor(self.socket_mode.is_connected, hear)
        add_listening_job(self.scheduler, listening, self.ticks)
        self.scheduler.start()
        threading.Thread(target=self.watchdog.watch, args=[self.stopping], daemon=True).start()
        try:
            connect(Startup(self.deps, self.socket_mode, self.stopping))
        except SettingsError:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self.socket_mode.close()
        stop(self.scheduler, self.threads)
        self.deps.gitlab.close()
        self.deps.store.dispose()


def build_assistant(
    settings: Settings, clock: Callable[[], Clocks] = system_clock, ticks: Ticks = AS_USUAL
) -> Assistant:
    """Build the assistant from its settings. Only the database is connected.

    Raises:
        CatalogError: the catalog cannot be used.
    """
    for name in ignore_other_proxies():
        log.warning("proxy_ignored", setting=name, why="only HTTP proxies are supported")
    catalog = read_catalog(settings.runtime_upgrade_catalog)
    store = open_migrated(settings.runtime_upgrade_database_url)
    slack = slack_client(settings, timeout=SLACK_TIMEOUT)
    gitlab = Connection(
        settings.gitlab_url,
        settings.gitlab_token.get_secret_value(),
        before_call=refuse_inside_unit,
        tls=tls_context(settings.runtime_upgrade_ca_file),
    )
    by = f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"
    threads, stopping = ThreadPoolExecutor(THREADS), threading.Event()
    scheduler = create_scheduler(threads)
    worker = Worker(
        store,
        gitlab,
        catalog,
        clock,
        remember_schema(gitlab, catalog.working_group.group),
        by,
        stopping.is_set,
    )
    pace = catalog.working_group.policy.pace
    ours = partial(own_ids, store)
    sender = Sender(store, slack, catalog, clock, by, ours, stopping.is_set, pace)
    add_jobs(scheduler, sender, worker, ticks)
    homes = Homes(store, slack, catalog, clock, timedelta(seconds=ticks.home_rest))
    add_home_job(scheduler, homes, ticks)
    operators = catalog.working_group.operator_channel
    database = DatabaseWatch(store, slack, operators, scheduler.remove_all_jobs)
    add_database_job(scheduler, database, ticks)
    deps = Deps(
        store=store,
        catalog=catalog,
        gitlab=gitlab,
        gitlab_url=settings.gitlab_url,
        slack=slack,
        worker=worker,
        clock=clock,
        new_id=partial(token_hex, 8),
        hand_over=partial(hand_over, scheduler),
        wake_jobs=partial(wake_jobs, scheduler),
        open_modal=slack_client(settings, timeout=OPEN_TIMEOUT),
    )
    app = build_app(settings, deps)
    socket_mode = build_socket_mode(settings, app)
    watchdog = Watchdog(scheduler, restarted=sender.metrics.restarts.inc)
    return Assistant(app, deps, sender, scheduler, threads, stopping, socket_mode, watchdog, ticks)


def build_app(settings: Settings, deps: Deps) -> App:
    """Build the Bolt app, whose listeners run in the caller's thread and use stored data."""
    token = settings.slack_bot_token.get_secret_value()
    # Bolt would read it and warn that ``client`` and ``authorize`` take precedence.
    os.environ.pop("SLACK_BOT_TOKEN", None)
    app = App(
        client=slack_client(settings, timeout=SLACK_TIMEOUT, with_token=False),
        authorize=remember_authorization(deps.store, token),
        process_before_response=True,
        request_verification_enabled=False,
        name="runtime-upgrade",
    )
    register(app, deps)
    return app


def build_socket_mode(settings: Settings, app: App) -> SocketMode:
    """Build the Socket Mode client, with Bolt's listeners behind it."""
    return SocketMode(
        slack_client(settings, timeout=SLACK_TIMEOUT),
        settings.slack_app_token.get_secret_value(),
        partial(ask_bolt, app),
        partial(answer_afterwards, tls_context(settings.runtime_upgrade_ca_file)),
    )


def slack_client(settings: Settings, *, timeout: int, with_token: bool = True) -> WebClient:
    """Build a client that never retries; the outbox retries when it is safe."""
    client = WebClient(
        token=settings.slack_bot_token.get_secret_value() if with_token else None,
        base_url=settings.slack_api_url,
        timeout=timeout,
        ssl=tls_context(settings.runtime_upgrade_ca_file),
        retry_handlers=[],
    )
    return with_usual_proxies(client)
