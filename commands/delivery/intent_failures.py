"""What happens after a failed intent, by the kind of refusal (`gitlab_gateway.refusals`).

Temporary failures are retried with increasing delays, for as long as it takes. Those that need an
operator are also kept and retried, so that they continue once the cause is fixed. A final refusal
ends the intent, and everybody concerned is notified.
"""

from datetime import timedelta

import structlog
from sqlmodel import Session

from commands.clocks import Clocks
from commands.delivery.intent_notices import (
    report_late,
    report_refused,
    report_waiting,
    tell_waiting,
)
from commands.delivery.worker import Worker, settle_intent
from commands.items.write_item import LinksRefusedError
from commands.lifecycle.update_progress import update_progress
from commands.merge_requests.bump_tier import stop_tier
from commands.overview.update_card import update_card
from commands.unit import Unit
from gitlab_gateway.errors import (
    GitLabError,
    NeedsOperatorError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
)
from gitlab_gateway.membership import explain_refusal
from storage.delivery.tables import IntentRow, QueueState
from storage.lifecycle.campaigns import get_item_record, update_campaign

log = structlog.get_logger()

PAUSES = (5, 15, 60, 120, 300)
# How long GitLab may keep processing a request that timed out.
SETTLE_SECONDS = 60
MIN_PAUSE = timedelta(seconds=1)
PLAN_MAX_ATTEMPTS = 4
TIER_MAX_ATTEMPTS = 3
# The requester is told of a temporary failure at this attempt, about a minute after the first, and
# the operators at the other, after about forty minutes.
TELL_AT, REPORT_AT = 4, 12


def settle_failure(worker: Worker, intent: IntentRow, failed: GitLabError) -> None:
    """Postpone a failed intent, or end it if GitLab refused permanently."""
    error = _explained(worker, intent, failed)
    if isinstance(error, NeedsOperatorError):
        _wait_for_operator(worker, intent, error)
    elif isinstance(error, RateLimitedError):
        _postpone(worker, intent, error, error.retry_after)
    elif isinstance(error, UnreachableError):
        _postpone(worker, intent, error, _pause(intent, error))
    else:
        give_up(worker, intent, str(error), partly=isinstance(error, LinksRefusedError))


def _explained(worker: Worker, intent: IntentRow, error: GitLabError) -> GitLabError:
    """Return a refusal with its cause, which GitLab's answer does not name."""
    if not isinstance(error, RefusedError) or isinstance(error, LinksRefusedError):
        return error
    project = intent.payload.get("project")
    if "item_id" in intent.payload and project is None:
        with worker.store.read() as session:
            project = get_item_record(session, intent.payload["item_id"]).project
    try:
        return explain_refusal(worker.gitlab, worker.catalog.working_group.group, project, error)
    except GitLabError as cause:
        return cause


def _pause(intent: IntentRow, error: UnreachableError) -> float:
    pause = max(PAUSES[min(intent.attempts, len(PAUSES)) - 1], error.pause)
    return max(pause, SETTLE_SECONDS) if error.may_act_later and error.unknown else pause


def _wait_for_operator(worker: Worker, intent: IntentRow, error: NeedsOperatorError) -> None:
    """Keep the work until an operator has fixed the cause, and notify them once."""
    if intent.payload.get("tier"):
        _stop_tier(worker, intent, error.what)
    elif intent.kind == "plan":
        give_up(worker, intent, str(error))
    else:
        now = worker.clock()
        with worker.store.write() as session:
            if _delay(session, worker, intent, error, PAUSES[-1], now):
                report_waiting(session, worker, intent, error, now)
                tell_waiting(session, intent, error.what, now)
                show_on_card(session, worker, intent, now)


def _postpone(
    worker: Worker, intent: IntentRow, error: RateLimitedError | UnreachableError, pause: float
) -> None:
    """Retry the work after a pause; plans and tiers must be requested again instead."""
    if intent.payload.get("tier") and intent.attempts >= TIER_MAX_ATTEMPTS:
        _stop_tier(worker, intent, str(error))
        return
    if intent.kind == "plan" and intent.attempts >= PLAN_MAX_ATTEMPTS:
        give_up(worker, intent, f"{error}: try again later")
        return
    now, lasts = worker.clock(), isinstance(error, UnreachableError) and error.lasts
    with worker.store.write() as session:
        if not _delay(session, worker, intent, error, pause, now):
            return
        if lasts or intent.attempts >= TELL_AT:
            tell_waiting(session, intent, str(error), now)
            show_on_card(session, worker, intent, now)
        if intent.attempts == REPORT_AT:
            report_late(session, worker, intent, str(error), now)


def _delay(
    session: Session,
    worker: Worker,
    intent: IntentRow,
    error: GitLabError,
    pause: float,
    now: Clocks,
) -> bool:
    """Postpone an intent by a number of seconds; return False if another worker has taken over."""
    log.info("intent_postponed", kind=intent.kind, seconds=pause, why=str(error))
    due_at = now.wall + max(timedelta(seconds=pause), MIN_PAUSE)
    if not settle_intent(session, worker, intent, due_at=due_at, last_error=str(error)):
        return False
    _show_start(session, worker, intent, f"{error}; retrying automatically", now)
    return True


def give_up(worker: Worker, intent: IntentRow, reason: str, *, partly: bool = False) -> None:
    """End an intent that was permanently refused, and notify everybody concerned.

    ``partly`` means that the rest was done, and that trying again would not help.
    """
    now = worker.clock()
    with worker.store.write() as session:
        dead = QueueState.dead.value
        if settle_intent(session, worker, intent, state=dead, last_error=reason):
            report_refused(session, worker, intent, reason, now, partly=partly)
            _show_start(session, worker, intent, reason, now)
            show_on_card(session, worker, intent, now)


def _stop_tier(worker: Worker, intent: IntentRow, reason: str) -> None:
    """Stop a tier's other intents, which would fail for the same reason; report it once."""
    now = worker.clock()
    with worker.store.write() as session:
        if settle_intent(session, worker, intent, state=QueueState.dead.value, last_error=reason):
            stop_tier(session, intent.payload, reason, now=now)


def _show_start(
    session: Session, worker: Worker, intent: IntentRow, reason: str, now: Clocks
) -> None:
    """Show in a start's progress message, and on the card, why the start is delayed."""
    if intent.kind == "start":
        campaign_id, unit = intent.payload["campaign_id"], Unit(session, worker.catalog, now)
        update_campaign(session, campaign_id, sync_failure=reason)
        update_progress(unit, campaign_id)
        update_card(unit, campaign_id)


def show_on_card(session: Session, worker: Worker, intent: IntentRow, now: Clocks) -> None:
    """Refresh the card, which shows what is not written to GitLab yet."""
    if "aspects" in intent.payload:
        campaign_id = get_item_record(session, intent.payload["item_id"]).campaign_id
        update_card(Unit(session, worker.catalog, now), campaign_id)
