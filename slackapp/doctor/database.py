"""Checks of the database: its schema, its permissions, and stuck or overdue work."""

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from campaigns.dates import utc_moment
from campaigns.delivery import Pace, backlog_sent_at
from commands.reminders.audit_lateness import MANY
from slackapp.delivery.slack_errors import advice_on
from slackapp.doctor.lines import ReportLine, fail, ok, warn
from slackapp.views.message import count
from storage.delivery.stuck import StuckRecord
from storage.files.failures import StoreUnusableError, require_intact, require_usable_file
from storage.health import Health
from storage.migrate import known_revisions, unknown_schema

OTHERS = 0o077
MEGABYTE = 1024 * 1024
TOO_LITTLE, LITTLE = 10 * MEGABYTE, 200 * MEGABYTE


def check_file(file: Path) -> Iterator[ReportLine]:
    """Check the folder of the database, and its file if it exists."""
    folder = file.absolute().parent
    if not folder.is_dir():
        yield fail(f"The folder {folder} of the database does not exist.", f"mkdir -p {folder}")
        return
    yield from _check_space(folder)
    try:
        if not file.exists():
            require_usable_file(file)
            yield _check_folder(file, folder)
            return
        require_intact(file)
    except StoreUnusableError as error:
        yield fail(f"The database {file} cannot be used: {error}.", "stop `serve`, then do so")
        return
    if not os.access(file, os.W_OK) or not os.access(folder, os.W_OK):
        yield fail(f"The database {file} cannot be written.", f"chown it and {folder} to this user")
    elif file.stat().st_mode & OTHERS:
        yield fail(f"Other users can read the database {file}.", f"chmod 600 {file}*")
    else:
        yield ok(f"The database {file} is intact, and readable by its owner only.")


def _check_folder(file: Path, folder: Path) -> ReportLine:
    if os.access(folder, os.W_OK):
        return warn(
            f"The database {file} does not exist yet.", "`runtime-upgrade serve` creates it"
        )
    return fail(f"The database {file} cannot be created.", f"chown {folder} to this user")


def _check_space(folder: Path) -> Iterator[ReportLine]:
    free = shutil.disk_usage(folder).free
    if free < LITTLE:
        say = fail if free < TOO_LITTLE else warn
        yield say(f"Only {free // MEGABYTE} MB are free in {folder}.", "free some space")


def check_health(health: Health) -> Iterator[ReportLine]:
    """Check that the schema is the newest and that SQLite uses a write-ahead log."""
    if health.revision is not None and health.revision not in known_revisions():
        why = unknown_schema(health.revision)
        yield fail(f"The database cannot be used: {why}.", "check RUNTIME_UPGRADE_DATABASE_URL")
    elif health.revision == health.newest:
        yield ok(f"The database has the newest schema ({health.newest}).")
    else:
        has = health.revision or "none"
        yield warn(
            f"The schema is {has}; the newest is {health.newest}.",
            "`runtime-upgrade serve` migrates it",
        )
    if health.journal_mode not in (None, "wal"):
        yield fail(
            f"SQLite does not use a write-ahead log here ({health.journal_mode}).",
            "move the database to a local disk",
        )


def check_stuck(rows: Iterator[StuckRecord] | tuple[StuckRecord, ...]) -> Iterator[ReportLine]:
    """List the messages and intents that need an operator."""
    listed = tuple(rows)
    for row in listed:
        queue = row.queue
        todo = (
            f"`runtime-upgrade {queue} retry {row.id}` or `runtime-upgrade {queue} drop {row.id}`"
        )
        why = f"{row.why or 'no reason'}. {advice_on(row.why)}".strip()
        yield fail(f"{row.key} in the {queue} is {row.state}: {why}", todo)
    if not listed:
        yield ok("No messages or intents are stuck.")


def check_waiting(rows: Iterable[StuckRecord]) -> Iterator[ReportLine]:
    """Warn once for each reason why work waits for GitLab."""
    reasons = Counter(row.why or "no reason" for row in rows)
    for why, number in reasons.items():
        yield warn(
            f"Waiting for GitLab: {count(number, 'change')} ({why}).",
            "they continue automatically; `runtime-upgrade intents list` lists them",
        )


def check_backlog(backlog: int, pace: Pace, now: datetime) -> Iterator[ReportLine]:
    """Warn about a backlog limited by Slack's rate limit, with its expected end."""
    if backlog >= MANY:
        end = utc_moment(backlog_sent_at(backlog, pace, now))
        yield warn(
            f"{backlog} messages are waiting to be posted.",
            f"the last one will be sent at about {end}",
        )


def check_overdue(overdue: int, since: datetime | None) -> Iterator[ReportLine]:
    """Warn about overdue work."""
    if overdue and since is not None:
        when = utc_moment(since)
        yield warn(
            f"{overdue} messages or intents are overdue, the oldest since {when}.",
            "check that `serve` is running",
        )
