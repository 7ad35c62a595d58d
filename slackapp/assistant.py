"""The assistant put together: Bolt app, workers and jobs around one store."""

import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from secrets import token_hex
from types import TracebackType
from typing import Self

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from commands.moments import Moment
from commands.worker import Worker, remember_schema
from gitlab_gateway.connection import Connection
from slackapp.catch_up import catch_up
from slackapp.deps import Deps
from slackapp.homes import Homes
from slackapp.jobs import (
    THREADS,
    add_home_job,
    add_jobs,
    add_listening_job,
    create_scheduler,
    hand_over,
    nudge,
    stop,
)
from slackapp.listeners.register import register
from slackapp.listening import Listening
from slackapp.outbox import Sender
from slackapp.people import fill_people
from slackapp.settings import Settings, SettingsError
from slackapp.watchdog import Watchdog
from storage.catalog import read_catalog
from storage.migrate import migrate
from storage.people import find_installation, save_installation
from storage.store import Store, open_store, unit_is_open
from storage.tables import InstallationRow

log = structlog.get_logger()

CONCURRENCY = 32
SLACK_TIMEOUT = 10
OPEN_TIMEOUT = 2
PING_SECONDS = 3
# docs.slack.dev, errors of auth.test and apps.connections.open that only a new token mends.
REFUSED_TOKENS = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)


def system_clock() -> Moment:
    """Tell the real time on both clocks."""
    now = datetime.now(UTC)
    return Moment(now, now)


def refuse_inside_unit() -> None:
    """Refuse to call GitLab while a database unit is open: it would hold everyone up."""
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
    handler: SocketModeHandler
    watchdog: Watchdog

    def __enter__(self) -> Self:
        hear = partial(self.deps.hand_over, partial(_hear_what_was_missed, self))
        add_listening_job(self.scheduler, Listening(self.handler.client.is_connected, hear))
        self.scheduler.start()
        threading.Thread(target=self.watchdog.watch, args=[self.stopping], daemon=True).start()
        try:
            connect(self)
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
        self.handler.close()  # type: ignore[no-untyped-call]
        stop(self.scheduler, self.threads)
        self.deps.gitlab.close()
        self.deps.store.dispose()


def build_assistant(settings: Settings, clock: Callable[[], Moment] = system_clock) -> Assistant:
    """Build the assistant from its settings; connects to nothing yet but the database.

    Raises:
        CatalogError: the catalog cannot be used.
    """
    catalog = read_catalog(settings.runtime_upgrade_catalog)
    store = open_store(settings.runtime_upgrade_database_url)
    migrate(store.engine)
    slack = slack_client(settings, timeout=SLACK_TIMEOUT)
    gitlab = Connection(
        settings.gitlab_url,
        settings.gitlab_token.get_secret_value(),
        before_call=refuse_inside_unit,
    )
    by = f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"
    threads, stopping = ThreadPoolExecutor(THREADS), threading.Event()
    scheduler = create_scheduler(threads)
    worker = Worker(store, gitlab, catalog, clock, remember_schema(gitlab), by, stopping.is_set)
    pace = catalog.working_group.policy.pace
    ours = partial(own_ids, store)
    sender = Sender(store, slack, catalog, clock, by, ours, stopping.is_set, pace)
    add_jobs(scheduler, sender, worker)
    add_home_job(scheduler, Homes(store, slack, catalog, clock))
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
        nudge=partial(nudge, scheduler),
        open_modal=slack_client(settings, timeout=OPEN_TIMEOUT),
    )
    app = build_app(settings, deps)
    handler = build_handler(settings, app)
    watchdog = Watchdog(scheduler, restarted=sender.metrics.restarts.inc)
    return Assistant(app, deps, sender, scheduler, threads, stopping, handler, watchdog)


def build_app(settings: Settings, deps: Deps) -> App:
    """Build the Bolt app: listeners run in the caller's thread and answer from what is stored."""
    token = settings.slack_bot_token.get_secret_value()
    app = App(
        client=slack_client(settings, timeout=SLACK_TIMEOUT, with_token=False),
        authorize=remember_authorization(deps.store, token),
        process_before_response=True,
        request_verification_enabled=False,
        name="runtime-upgrade",
    )
    register(app, deps)
    return app


def build_handler(settings: Settings, app: App) -> SocketModeHandler:
    """Build the Socket Mode connection, pinging often so that a dead one is noticed."""
    return SocketModeHandler(
        app,
        settings.slack_app_token.get_secret_value(),
        concurrency=CONCURRENCY,
        ping_interval=PING_SECONDS,
        web_client=slack_client(settings, timeout=SLACK_TIMEOUT),
    )


def slack_client(settings: Settings, *, timeout: int, with_token: bool = True) -> WebClient:
    """Make a client that never repeats a call by itself: the outbox does, when it is safe."""
    return WebClient(
        token=settings.slack_bot_token.get_secret_value() if with_token else None,
        base_url=settings.slack_api_url,
        timeout=timeout,
        retry_handlers=[],
    )


class NotIntroducedError(Exception):
    """Slack has not yet said who this app is: no payload can have come from it."""


def remember_authorization(store: Store, token: str) -> Callable[[], AuthorizeResult]:
    """Give Bolt an answer that is read from the store once a process."""
    known: list[AuthorizeResult] = []

    def authorization() -> AuthorizeResult:
        if not known:
            known.append(authorize(store, token))
        return known[0]

    return authorization


def authorize(store: Store, token: str) -> AuthorizeResult:
    """Answer Bolt from the stored auth.test, so that no payload waits for Slack."""
    with store.read() as session:
        row = find_installation(session)
    if row is None:
        raise NotIntroducedError
    return AuthorizeResult(
        enterprise_id=row.enterprise_id,
        team_id=row.team_id,
        team=row.team,
        url=row.url,
        bot_id=row.bot_id,
        bot_user_id=row.bot_user_id,
        bot_token=token,
    )


def own_ids(store: Store) -> frozenset[str]:
    """Give the ids by which the assistant's own messages are known."""
    with store.read() as session:
        row = find_installation(session)
    return frozenset({row.bot_id, row.bot_user_id} - {""}) if row else frozenset()


def connect(assistant: Assistant) -> None:
    """Learn who the app is, fill the people table and open the Socket Mode connection.

    While Slack is down the stored answers serve, and a thread keeps trying.

    Raises:
        SettingsError: Slack refuses one of the tokens.
    """
    if not _introduce(assistant):
        threading.Thread(target=_keep_trying, args=[assistant], daemon=True).start()


def _introduce(assistant: Assistant) -> bool:
    """Connect, and fill the people table; tells whether both are done."""
    deps, handler = assistant.deps, assistant.handler
    if not handler.client.is_connected():
        if not _taken("SLACK_BOT_TOKEN", partial(_save_auth_test, deps)):
            return False
        if not _taken("SLACK_APP_TOKEN", handler.connect):
            return False
        log.info("connected")
        deps.hand_over(partial(_hear_what_was_missed, assistant))
    return _filled(deps)


def _hear_what_was_missed(assistant: Assistant) -> None:
    heard = catch_up(assistant.deps, assistant.stopping)
    log.info("caught_up", messages=heard)


def _taken(setting: str, call: Callable[[], object]) -> bool:
    """Make a call that a token opens; tells whether it went through.

    Raises:
        SettingsError: Slack refuses the token; waiting would not help.
    """
    try:
        call()
    except SlackApiError as error:
        code = error.response.get("error") or ""
        if code in REFUSED_TOKENS:
            sentence = f"Slack refuses {setting} ({code}). See docs/configuration.md."
            raise SettingsError(sentence) from error
        log.warning("slack_not_ready", why=code or str(error))
        return False
    except OSError as error:
        log.warning("slack_not_ready", why=str(error) or type(error).__name__)
        return False
    return True


def _filled(deps: Deps) -> bool:
    """Fill the people table; a Slack without users.list leaves people to be met one by one."""
    try:
        fill_people(deps.store, deps.slack, deps.catalog)
    except SlackApiError as error:
        code = error.response.get("error") or ""
        log.warning("people_not_listed", why=code or str(error))
        return code in {"missing_scope", "unknown_method"}
    except OSError as error:
        log.warning("people_not_listed", why=str(error) or type(error).__name__)
        return False
    return True


def _keep_trying(assistant: Assistant) -> None:
    pause = threading.Event()
    while not pause.wait(5):
        try:
            if not assistant.scheduler.running or _introduce(assistant):
                return
        except SettingsError as error:
            log.error("slack_refuses", why=str(error))  # noqa: TRY400 - the sentence says it all


def _save_auth_test(deps: Deps) -> None:
    told = deps.slack.auth_test()
    row = InstallationRow(
        team_id=told.get("team_id") or "",
        enterprise_id=told.get("enterprise_id"),
        team=told.get("team") or "",
        url=told.get("url") or "",
        bot_user_id=told.get("user_id") or "",
        bot_id=told.get("bot_id") or "",
        checked_at=deps.clock().wall,
    )
    with deps.store.write() as session:
        save_installation(session, row)
