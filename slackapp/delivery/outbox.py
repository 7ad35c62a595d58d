"""The sender's dependencies, and the recording of the results of its calls."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from slack_sdk import WebClient

from campaigns.delivery import NoticeMessage, Pace
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from slackapp.delivery.clock_drift import ClockDrift
from slackapp.delivery.slack_results import CallOutcome, Result
from slackapp.messages.kind import Failure
from slackapp.messages.registry import record_given_up, record_sent
from slackapp.metrics import Metrics, create_metrics
from storage.catalog.read import Catalog
from storage.delivery.queues import settle_message
from storage.delivery.tables import ORPHANED, OutboxRow, QueueState
from storage.store import Store

log = structlog.get_logger()

MAX_UNKNOWN_ROUNDS = 5
NO_PACE = Pace(0)


@dataclass(frozen=True)
class Timing:
    """The maximum duration of a call, of Slack's processing after it, and of a lease.

    A lease must be longer than the other two combined, or nothing would ever be sent.
    """

    timeout: timedelta = timedelta(seconds=10)
    settle: timedelta = timedelta(seconds=60)
    lease: timedelta = timedelta(seconds=120)

    @property
    def needed(self) -> timedelta:
        """The minimum remainder of a lease at the start of a call."""
        return self.timeout + self.settle


def has_lease_left(sender: "Sender", row: OutboxRow) -> bool:
    """Return whether a call that starts now, and Slack's processing, end before the lease does.

    A clock that was set back since the claim does not extend the lease.
    """
    now = sender.clock_drift.latest(sender.clock().wall)
    return now + sender.timing.needed <= (row.lease_until or now)


def mark_attempt(sender: "Sender", row: OutboxRow) -> bool:
    """Record, before the call, that its result may stay unknown; return False without a lease."""
    return settle_row(
        sender,
        row,
        release=False,
        in_doubt=True,
        first_attempt_at=row.first_attempt_at or sender.clock().wall,
    )


@dataclass(frozen=True)
class Steps:
    """The steps around a call that keep messages from being lost or duplicated."""

    has_lease_left: Callable[["Sender", OutboxRow], bool] = has_lease_left
    mark_attempt: Callable[["Sender", OutboxRow], bool] = mark_attempt


@dataclass(frozen=True)
class Sender:
    """A sender; ``by`` names it in leases, and ``own_ids`` identify the assistant's messages.

    ``pace`` is Slack's rate limit. The delivery guarantee depends on ``steps``: a test
    replaces them with wrong ones to prove that it would notice.
    """

    store: Store
    slack: WebClient
    catalog: Catalog
    clock: Callable[[], Clocks]
    by: str
    own_ids: Callable[[], frozenset[str]]
    stopping: Callable[[], bool] = lambda: False
    pace: Pace = NO_PACE
    timing: Timing = Timing()
    steps: Steps = Steps()
    clock_drift: ClockDrift = field(default_factory=ClockDrift)
    metrics: Metrics = field(default_factory=create_metrics)


def settle_row(
    sender: Sender,
    row: OutboxRow,
    *,
    state: QueueState = QueueState.pending,
    release: bool = True,
    **values: Any,  # noqa: ANN401 - columns of the outbox
) -> bool:
    """Record the result of a row if its lease is still held; return whether it was."""
    with sender.store.write() as session:
        mine = settle_message(session, row, by=sender.by, release=release, state=state, **values)
        if mine and values.get("ts") is not None:
            record_sent(session, row, now=sender.clock())
        return mine


def release_row(sender: Sender, row: OutboxRow, pause: timedelta, why: str | None = None) -> None:
    """Release a row before any call is made for it, so that it does not count as a call."""
    due = sender.clock().wall + pause
    settle_row(sender, row, due_at=due, last_error=why, post_tried_at=None, update_tried_at=None)


def record_absent(sender: Sender, row: OutboxRow) -> None:
    """Record that the message is not in Slack, so that it is claimed and rendered again."""
    settle_row(sender, row, in_doubt=False, post_tried_at=None)


def record_unknown(sender: Sender, row: OutboxRow, result: Result) -> None:
    """Keep the lease until Slack has settled, then look again; give up after several rounds."""
    sender.metrics.unknown.inc()
    rounds = row.unknown_rounds + 1
    if rounds > MAX_UNKNOWN_ROUNDS:
        give_up(sender, row, QueueState.dead, f"could not be sent ({result.error})", result.error)
        return
    log.warning("message_result_unknown", key=row.dedupe_key, why=result.error, rounds=rounds)
    settle_row(sender, row, release=False, unknown_rounds=rounds, last_error=result.error)


def try_again(sender: Sender, row: OutboxRow, result: Result, pause: timedelta) -> None:
    """Schedule a retry of a call that is safe to repeat."""
    sender.metrics.unknown.inc()
    due, rounds = sender.clock().wall + pause, row.unknown_rounds + 1
    settle_row(sender, row, due_at=due, last_error=result.error, unknown_rounds=rounds)


def record_refusal(sender: Sender, row: OutboxRow, result: Result) -> None:
    """Record that Slack did not act: retry after its rate limit, or give up and report."""
    if result.verdict == CallOutcome.wait:
        sender.metrics.waits.inc()
        log.warning("message_waits", key=row.dedupe_key, why=result.error)
        due = sender.clock().wall + timedelta(seconds=result.wait_seconds)
        settle_row(sender, row, due_at=due, in_doubt=False, last_error=result.error)
        return
    sender.metrics.refused.inc()
    words = f"was refused by Slack ({result.error})"
    give_up(sender, row, QueueState.dead, words, result.error, in_doubt=False)


def record_orphan(sender: Sender, row: OutboxRow, parent: QueueState) -> None:
    """End a reply whose parent message was deleted, in the state of the parent.

    The operators were notified about the parent. `card` posts it again, and then its replies.
    """
    log.warning("message_orphaned", key=row.dedupe_key)
    settle_row(sender, row, state=parent, last_error=ORPHANED, in_doubt=False)


def give_up(
    sender: Sender,
    row: OutboxRow,
    state: QueueState,
    words: str,
    why: str,
    **values: Any,  # noqa: ANN401 - columns of the outbox
) -> None:
    """Stop sending a message and report it to the operators; a failed report is not reported."""
    log.error("message_given_up", key=row.dedupe_key, state=state.value, why=why)
    if not settle_row(sender, row, state=state, last_error=why, **values):
        return
    sender.metrics.stuck.inc()
    if row.ts is None:  # the update of a message that people have read takes nothing back
        with sender.store.write() as session:
            record_given_up(session, row, state, Failure(words, why), now=sender.clock())
    operators = sender.catalog.working_group.operator_channel
    if operators is None or row.dedupe_key.startswith(NoticeMessage.key_of("report:")):
        return
    now = sender.clock()
    sentence = f"The message {row.dedupe_key} {words}. `runtime-upgrade doctor` shows what to do."
    with sender.store.write() as session:
        enqueue(
            session,
            NoticeMessage.about(f"report:{row.dedupe_key}", sentence),
            to=operators,
            now=now,
        )
