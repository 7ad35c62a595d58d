"""Checks of the database: its schema, its permissions, and stuck or overdue work."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from campaigns.dates import utc_moment
from campaigns.delivery import Pace, backlog_sent_at
from commands.reminders.audit_lateness import MANY
from slackapp.doctor.lines import ReportLine, fail, ok, warn
from slackapp.views.message import count
from storage.delivery.stuck import StuckRecord
from storage.health import Health

OTHERS = 0o077


def database_file(url: str) -> Path | None:
    """Return the file of a SQLite database; None for any other."""
    parsed = make_url(url)
    name = parsed.database
    return Path(name) if parsed.get_backend_name() == "sqlite" and name else None


def check_file(file: Path) -> Iterator[ReportLine]:
    """Check that the file exists and that other users cannot read it."""
    if not file.exists():
        yield warn(f"The database {file} does not exist yet.", "`runtime-upgrade serve` creates it")
    elif file.stat().st_mode & OTHERS:
        yield fail(f"Other users can read the database {file}.", f"chmod 600 {file}*")
    else:
        yield ok(f"The database {file} is readable by its owner only.")


def check_health(health: Health) -> Iterator[ReportLine]:
    """Check that the schema is the newest and that SQLite uses a write-ahead log."""
    if health.revision == health.newest:
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
        yield fail(f"{row.key} in the {queue} is {row.state}: {row.why or 'no reason'}.", todo)
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
