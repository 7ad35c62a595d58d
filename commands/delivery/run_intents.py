"""Running the work that calls GitLab: claim an intent, run it, settle it."""

import structlog

from commands.delivery.intent_failures import give_up, settle_failure, show_on_card
from commands.delivery.intent_notices import tell_done
from commands.delivery.intent_work import WORK
from commands.delivery.worker import LEASE, Worker, settle_intent
from commands.errors import ExpectedError
from gitlab_gateway.errors import GitLabError
from storage.delivery.idle import has_due
from storage.delivery.queues import claim
from storage.delivery.tables import IntentRow, QueueState

log = structlog.get_logger()


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
    except GitLabError as error:
        settle_failure(worker, intent, error)
    except ExpectedError as error:
        give_up(worker, intent, str(error))
    except Exception:
        reference = f"intent-{intent.id}"
        log.exception("intent_failed", reference=reference, kind=intent.kind)
        give_up(worker, intent, f"an unexpected error occurred (reference {reference})")
    else:
        _finish(worker, intent)


def _finish(worker: Worker, intent: IntentRow) -> None:
    now, sent = worker.clock(), QueueState.sent.value
    with worker.store.write() as session:
        if not settle_intent(session, worker, intent, state=sent, last_error=None):
            return
        tell_done(session, intent, now)
        if intent.last_error is not None:
            show_on_card(session, worker, intent, now)
