"""The `outbox` and `intents` commands: list stuck rows, and retry or drop them."""

import dataclasses
import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import structlog
import typer

from commands.delivery.stuck_intents import INTENTS, drop_intent, retry_intent
from slackapp.assistant import system_clock
from slackapp.logs import set_up_logs
from slackapp.settings import read_terminal_settings
from storage.catalog.read import Catalog, read_catalog
from storage.delivery.stuck import (
    StuckRecord,
    drop_stuck,
    list_stuck,
    list_waiting,
    retry_stuck,
)
from storage.files.opening import open_migrated
from storage.store import Store

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
DROPPED = "It is tried again only if its content changes."
DELETED = "It stays deleted in Slack; `runtime-upgrade card` posts a campaign's card again."
RowId = Annotated[int, typer.Argument(help="The number shown by `list`.")]


def queue_commands(queue: str, purpose: str) -> typer.Typer:
    """Build the `list`, `retry` and `drop` commands of a queue."""
    group = typer.Typer(help=purpose, no_args_is_help=True)

    @group.command("list", help="List the stuck rows and the reason for each.")
    def list_rows(*, as_json: Json = False) -> None:
        _list(queue, as_json=as_json)

    @group.command(help="Retry a stuck row.")
    def retry(row_id: RowId) -> None:
        with _opened() as store:
            row = _retry(store, queue, row_id)
        deleted = "was deleted in Slack and will be posted again."
        outcome = deleted if row is not None and row.is_deleted else "will be retried."
        _report(row, row_id, "retry", outcome)

    @group.command(help="Drop a stuck row.")
    def drop(row_id: RowId) -> None:
        with _opened() as store:
            row, difference = _drop(store, queue, row_id)
        _report(row, row_id, "drop", f"has been dropped. {difference}".rstrip())

    return group


def _retry(store: Store, queue: str, row_id: int) -> StuckRecord | None:
    if queue == INTENTS:
        return retry_intent(store, _catalog, row_id, now=system_clock())
    with store.write() as session:
        return retry_stuck(session, queue, row_id, now=system_clock().wall)


def _drop(store: Store, queue: str, row_id: int) -> tuple[StuckRecord | None, str]:
    if queue == INTENTS:
        return drop_intent(store, row_id, now=system_clock()) or (None, "")
    with store.write() as session:
        row = drop_stuck(session, queue, row_id)
    return row, DELETED if row is not None and row.is_deleted else DROPPED


def _catalog() -> Catalog:
    return read_catalog(read_terminal_settings().runtime_upgrade_catalog)


def _list(queue: str, *, as_json: bool) -> None:
    with _opened() as store, store.read() as session:
        waiting = list_waiting(session) if queue == INTENTS else ()
        rows = (*list_stuck(session, queue), *waiting)
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(row) for row in rows], indent=2))
        return
    for row in rows:
        typer.echo(f"{row.id}  {row.state}  {row.key}  {row.why or ''}".rstrip())
    if not rows:
        typer.echo("Nothing is stuck.")


def _report(row: StuckRecord | None, row_id: int, choice: str, outcome: str) -> None:
    if row is None:
        typer.echo(f"There is no stuck row with the number {row_id}.", err=True)
        sys.exit(1)
    set_up_logs()
    structlog.get_logger().info(
        "operator_chose", by=getpass.getuser(), choice=choice, **dataclasses.asdict(row)
    )
    typer.echo(f"{row.key} {outcome}")


@contextmanager
def _opened() -> Iterator[Store]:
    store = open_migrated(read_terminal_settings().runtime_upgrade_database_url)
    try:
        yield store
    finally:
        store.dispose()
