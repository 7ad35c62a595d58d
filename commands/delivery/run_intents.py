"""Running the work that calls GitLab: claim an intent, run it, settle it.

A temporary failure is retried with increasing delays, or after the delay that GitLab requests. An
intent that GitLab rejects is dead immediately, and the requester and the operators are notified.
"""

from datetime import timedelta
from typing import Any

import structlog
from sqlmodel import Session

from campaigns.delivery import NoticeMessage
from commands.clocks import Clocks
from commands.delivery.intent_work import WORDS, WORK
from commands.delivery.messages import enqueue
from commands.delivery.worker import LEASE, Worker
from commands.errors import ExpectedError
from commands.lifecycle.update_progress import update_progress
from commands.merge_requests.bump_tier import stop_tier
from commands.overview.update_card import update_card
from commands.unit import Unit
from gitlab_gateway.errors import (
    GitLabError,
    RateLimitedError,
    UnauthorisedError,
    UnreachableError,
)
from storage.delivery.idle import has_due
from storage.delivery.queues import claim, settle
from storage.delivery.tables import IntentRow, QueueState
from storage.lifecycle.campaigns import get_item_record, update_campaign
from storage.lifecycle.plans import find_plan, update_plan

log = structlog.get_logger()

PAUSES = (5, 15, 60, 120, 300)
# How long GitLab may keep processing a request that timed out.
SETTLE_SECONDS = 60
PLAN_MAX_ATTEMPTS = 4
TIER_MAX_ATTEMPTS = 3
MIN_PAUSE = timedelta(seconds=1)


def run_intents(worker: Worker) -> int:
    """Run all due intents one after another; return the number of attempts."""
    tried = 0
    while not worker.stopping() and (intent := _claim_one(worker)) is not None:
        tried += 1
        _run(worker, intent)
    return tried


def _claim_one(worker: Worker) -> IntentRow | None:
    now = worker.clock().wall
    with worker.store.read() as session:
        if not has_due(session, IntentRow, now):
            return None
    with worker.store.write() as session:
        rows = claim(session, IntentRow, now=now, by=worker.by, lease=LEASE)
    return rows[0] if rows else None


def _run(worker: Worker, intent: IntentRow) -> None:
    try:
        WORK[intent.kind](worker, intent)
    except RateLimitedError as error:
        _later(worker, intent, error, timedelta(seconds=error.retry_after))
    except UnreachableError as error:
        pause = PAUSES[min(intent.attempts, len(PAUSES)) - 1]
        pause = max(pause, SETTLE_SECONDS) if error.may_act_later and error.unknown else pause
        _later(worker, intent, error, timedelta(seconds=pause))
    except UnauthorisedError as error:
        _wait_for_a_token(worker, intent, error)
    except (GitLabError, ExpectedError) as error:
        _give_up(worker, intent, str(error))
    except Exception:
        reference = f"intent-{intent.id}"
        log.exception("intent_failed", reference=reference, kind=intent.kind)
        _give_up(worker, intent, f"an unexpected error occurred (reference {reference})")
    else:
        with worker.store.write() as session:
            _settle(session, worker, intent, state=QueueState.sent.value)


def _settle(session: Session, worker: Worker, intent: IntentRow, **values: Any) -> bool:  # noqa: ANN401 - columns
    """Settle an intent; return False if this worker lost it or it was requested again.

    An intent that was requested again is released unchanged, and runs again immediately.
    """
    row = session.get_one(IntentRow, intent.id)
    requested_again = row.attempts < intent.attempts
    kept: dict[str, Any] = {} if requested_again else values
    return settle(session, IntentRow, intent.id or 0, by=worker.by, **kept) and not requested_again


def _wait_for_a_token(worker: Worker, intent: IntentRow, error: GitLabError) -> None:
    """Postpone the work until the token is valid; notify the operators once a day."""
    if intent.payload.get("tier"):
        _stop_tier(worker, intent, str(error))
        return
    if intent.kind == "plan":
        _give_up(worker, intent, str(error))
        return
    _later(worker, intent, error, timedelta(seconds=PAUSES[-1]))
    operators, now = worker.catalog.working_group.operator_channel, worker.clock()
    if operators:
        sentence = f"{error}: set a valid token. Until then, decisions are not written to GitLab."
        with worker.store.write() as session:
            enqueue(
                session,
                NoticeMessage.about(f"token:{now.wall.date()}", sentence),
                to=operators,
                now=now,
            )


def _stop_tier(worker: Worker, intent: IntentRow, reason: str) -> None:
    """Stop a tier's other intents, which would fail for the same reason; report it once."""
    now = worker.clock()
    with worker.store.write() as session:
        if _settle(session, worker, intent, state=QueueState.dead.value, last_error=reason):
            stop_tier(session, intent.payload, reason, now=now)


def _later(worker: Worker, intent: IntentRow, error: GitLabError, pause: timedelta) -> None:
    if intent.payload.get("tier") and intent.attempts >= TIER_MAX_ATTEMPTS:
        _stop_tier(worker, intent, str(error))
        return
    log.info("intent_postponed", kind=intent.kind, seconds=pause.total_seconds(), why=str(error))
    if intent.kind == "plan" and intent.attempts >= PLAN_MAX_ATTEMPTS:
        _give_up(worker, intent, f"{error}: try again later")
        return
    now = worker.clock()
    with worker.store.write() as session:
        due_at = now.wall + max(pause, MIN_PAUSE)
        if _settle(session, worker, intent, due_at=due_at, last_error=str(error)):
            _show_failure(session, worker, intent, f"{error}; retrying automatically", now)


def _give_up(worker: Worker, intent: IntentRow, reason: str) -> None:
    now = worker.clock()
    with worker.store.write() as session:
        dead = QueueState.dead.value
        if _settle(session, worker, intent, state=dead, last_error=reason):
            _show_failure(session, worker, intent, reason, now)
            _notify(session, worker, intent, reason, now)


def _show_failure(
    session: Session, worker: Worker, intent: IntentRow, reason: str, now: Clocks
) -> None:
    """Show in a start's progress message, and on the card, why the start is delayed."""
    if intent.kind == "start":
        campaign_id = intent.payload["campaign_id"]
        update_campaign(session, campaign_id, sync_failure=reason)
        update_progress(Unit(session, worker.catalog, now), campaign_id)
        update_card(Unit(session, worker.catalog, now), campaign_id)


def _notify(session: Session, worker: Worker, intent: IntentRow, reason: str, now: Clocks) -> None:
    """Notify the operators, the requester and a plan's author that the work failed, and why."""
    operators = worker.catalog.working_group.operator_channel
    sentence = f"Failed to {WORDS[intent.kind]}: {reason.rstrip('.')}."
    if "item_id" in intent.payload:
        item = get_item_record(session, intent.payload["item_id"])
        sentence = f"Failed to {WORDS[intent.kind]} {item.title}: {reason.rstrip('.')}."
    key = f"intent:{intent.id}:{intent.attempts}"
    if operators:
        enqueue(session, NoticeMessage.about(key, sentence), to=operators, now=now)
    if intent.kind == "plan":
        update_plan(session, intent.payload["plan_id"], state="failed", failure=reason)
        record = find_plan(session, intent.payload["plan_id"])
        if record is not None:
            enqueue(
                session,
                NoticeMessage.about(f"{key}:author", sentence),
                to=record.requested_by,
                now=now,
            )
    asked_by = intent.payload.get("asked_by", "")
    if asked_by.startswith(("U", "W")):
        enqueue(session, NoticeMessage.about(f"{key}:asked", sentence), to=asked_by, now=now)
