"""The dependencies of a verb in a terminal: no Slack, and GitLab if it is configured."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from secrets import token_hex

from slack_sdk import WebClient

from commands.delivery.run_intents import run_intents
from commands.delivery.worker import Worker, remember_schema
from gitlab_gateway.connection import Connection
from slackapp.assistant import refuse_inside_unit, system_clock
from slackapp.cli.proxies import tell_ignored_proxies
from slackapp.connection.tls import tls_context
from slackapp.deps import Deps
from slackapp.settings import read_terminal_settings
from storage.catalog.read import read_catalog
from storage.files.opening import open_migrated


@contextmanager
def terminal_deps() -> Iterator[Deps]:
    """Open the store and the catalog; finish GitLab work before the block ends.

    Raises:
        CatalogError: the catalog cannot be used.
    """
    settings = read_terminal_settings()
    catalog = read_catalog(settings.runtime_upgrade_catalog)
    tell_ignored_proxies()
    store = open_migrated(settings.runtime_upgrade_database_url)
    gitlab = Connection(
        settings.gitlab_url,
        settings.gitlab_token.get_secret_value(),
        before_call=refuse_inside_unit,
        tls=tls_context(settings.runtime_upgrade_ca_file),
    )
    worker = Worker(
        store,
        gitlab,
        catalog,
        system_clock,
        remember_schema(gitlab, catalog.working_group.group),
        f"terminal:{token_hex(4)}",
    )
    no_slack = WebClient(retry_handlers=[])
    woken: list[bool] = []
    deps = Deps(
        store=store,
        catalog=catalog,
        gitlab=gitlab,
        gitlab_url=settings.gitlab_url,
        slack=no_slack,
        open_modal=no_slack,
        worker=worker,
        clock=system_clock,
        new_id=partial(token_hex, 8),
        hand_over=_at_once,
        wake_jobs=partial(woken.append, True),  # noqa: FBT003 - a list item, not a flag
    )
    try:
        yield deps
        if woken and settings.gitlab_url:
            run_intents(worker)
    finally:
        gitlab.close()
        store.dispose()


def _at_once(task: Callable[[], None]) -> None:
    task()
