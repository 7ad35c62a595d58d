"""Doing the work that calls GitLab: claim an intent, do it, settle it.

What GitLab could not do now is tried again later, with a growing pause or the one it
asked for. What it refuses is dead at once: the person who asked and the operators read
why, and nothing is silent.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from sqlmodel import Session

from campaigns.observations import IssueRef
from campaigns.plans import OutcomeKind
from commands.ask_blockers import KIND as ASK_BLOCKER
from commands.bump_component import KIND as BUMP
from commands.bump_repository import bump_repository
from commands.bump_tier import stop_tier
from commands.cancel_campaign import KIND as CLOSE_ISSUES
from commands.cancel_campaign import close_campaign_issues
from commands.close_campaign import KIND as CLOSE_EPIC
from commands.close_campaign import close_campaign_epic
from commands.epic_notes import KIND as EPIC_NOTE
from commands.epic_notes import write_epic_note
from commands.errors import ExpectedError
from commands.gather_evidence import gather_evidence
from commands.messages import want_card, want_notice, want_progress
from commands.moments import Moment
from commands.note_activity import note_own_writing
from commands.notes import KIND as NOTE
from commands.notes import write_note, write_note_on
from commands.plan_campaign import draw_up_plan
from commands.preview_pins import KIND as GATHER
from commands.preview_pins import preview_pins, want_gathered
from commands.read_summary import read_summary
from commands.start_campaign import start_campaign
from commands.summary_markdown import summary_markdown
from commands.write_item import KIND as WRITE_ITEM
from commands.write_item import write_item
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import (
    GitLabError,
    RateLimitedError,
    UnauthorisedError,
    UnreachableError,
)
from gitlab_gateway.schema import Schema, read_schema
from runtimes.registry import get_runtime
from storage.campaigns import get_campaign, get_item_record, update_campaign
from storage.catalog import Catalog
from storage.idle import has_due
from storage.plans import find_plan, update_plan
from storage.queues import claim, settle
from storage.store import Store
from storage.tables import IntentRow, QueueState

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
PAUSES = (5, 15, 60, 120, 300)
# How long GitLab may still be carrying out a request that timed out.
SETTLE_SECONDS = 60
PLAN_PATIENCE = 4
TIER_PATIENCE = 3
LEAST_PAUSE = timedelta(seconds=1)


@dataclass(frozen=True)
class Worker:
    """What a worker on intents works with.

    ``by`` names it in leases; ``stopping`` asks it to leave the rest to the next start;
    ``pause`` waits so many seconds between calls that GitLab counts.
    """

    store: Store
    gitlab: Connection
    catalog: Catalog
    clock: Callable[[], Moment]
    schema: Callable[[], Schema]
    by: str
    stopping: Callable[[], bool] = lambda: False
    pause: Callable[[float], object] = time.sleep


def remember_schema(gitlab: Connection) -> Callable[[], Schema]:
    """Give a function that asks for GitLab's schema once, at its first use that succeeds."""
    known: list[Schema] = []

    def schema() -> Schema:
        if not known:
            known.append(read_schema(gitlab))
        return known[0]

    return schema


def run_intents(worker: Worker) -> int:
    """Do all work that is due now, one intent after another; gives how many were tried."""
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
        _WORK[intent.kind](worker, intent)
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
        _give_up(worker, intent, f"something unexpected went wrong (reference {reference})")
    else:
        with worker.store.write() as session:
            _settle(session, worker, intent, state=QueueState.sent.value)


def _settle(session: Session, worker: Worker, intent: IntentRow, **values: Any) -> bool:  # noqa: ANN401 - columns
    """Settle an intent; False where it is no longer this worker's, or was asked for anew.

    What was asked for anew meanwhile is let go as it is, to be done again at once.
    """
    row = session.get_one(IntentRow, intent.id)
    anew = row.attempts < intent.attempts
    kept: dict[str, Any] = {} if anew else values
    return settle(session, IntentRow, intent.id or 0, by=worker.by, **kept) and not anew


def _wait_for_a_token(worker: Worker, intent: IntentRow, error: GitLabError) -> None:
    """Keep the work until somebody has seen to the token; the operators hear it once a day."""
    if intent.payload.get("tier"):
        _stop_tier(worker, intent, str(error))
        return
    if intent.kind == "plan":
        _give_up(worker, intent, str(error))
        return
    _later(worker, intent, error, timedelta(seconds=PAUSES[-1]))
    operators, now = worker.catalog.working_group.operator_channel, worker.clock()
    if operators:
        sentence = f"{error}: set a valid one. Until then what people decide waits for GitLab."
        with worker.store.write() as session:
            want_notice(session, operators, f"token:{now.wall.date()}", sentence, now=now)


def _stop_tier(worker: Worker, intent: IntentRow, reason: str) -> None:
    """End what would fail for every repository of a tier alike, and say so once."""
    now = worker.clock()
    with worker.store.write() as session:
        if _settle(session, worker, intent, state=QueueState.dead.value, last_error=reason):
            stop_tier(session, intent.payload, reason, now=now)


def _later(worker: Worker, intent: IntentRow, error: GitLabError, pause: timedelta) -> None:
    if intent.payload.get("tier") and intent.attempts >= TIER_PATIENCE:
        _stop_tier(worker, intent, str(error))
        return
    log.info("intent_postponed", kind=intent.kind, seconds=pause.total_seconds(), why=str(error))
    if intent.kind == "plan" and intent.attempts >= PLAN_PATIENCE:
        _give_up(worker, intent, f"{error}: start again in a while")
        return
    now = worker.clock()
    with worker.store.write() as session:
        due_at = now.wall + max(pause, LEAST_PAUSE)
        if _settle(session, worker, intent, due_at=due_at, last_error=str(error)):
            _show_failure(session, worker, intent, f"{error}: I go on by myself", now)


def _give_up(worker: Worker, intent: IntentRow, reason: str) -> None:
    now = worker.clock()
    with worker.store.write() as session:
        dead = QueueState.dead.value
        if _settle(session, worker, intent, state=dead, last_error=reason):
            _show_failure(session, worker, intent, reason, now)
            _tell(session, worker, intent, reason, now)


def _show_failure(
    session: Session, worker: Worker, intent: IntentRow, reason: str, now: Moment
) -> None:
    """Let the message that follows a start say what it waits for."""
    if intent.kind == "start":
        campaign_id = intent.payload["campaign_id"]
        update_campaign(session, campaign_id, sync_failure=reason)
        want_progress(session, worker.catalog, campaign_id, now=now)
        want_card(session, worker.catalog, campaign_id, now=now)


def _tell(session: Session, worker: Worker, intent: IntentRow, reason: str, now: Moment) -> None:
    """Tell the operators, and for a plan its author, what could not be done and why."""
    operators = worker.catalog.working_group.operator_channel
    sentence = f"I could not {_WORDS[intent.kind]}: {reason.rstrip('.')}."
    if "item_id" in intent.payload:
        item = get_item_record(session, intent.payload["item_id"])
        sentence = f"I could not {_WORDS[intent.kind]} {item.title}: {reason.rstrip('.')}."
    key = f"intent:{intent.id}:{intent.attempts}"
    if operators:
        want_notice(session, operators, key, sentence, now=now)
    if intent.kind == "plan":
        update_plan(session, intent.payload["plan_id"], state="failed", failure=reason)
        record = find_plan(session, intent.payload["plan_id"])
        if record is not None:
            want_notice(session, record.requested_by, f"{key}:author", sentence, now=now)
    asked_by = intent.payload.get("asked_by", "")
    if asked_by.startswith(("U", "W")):
        want_notice(session, asked_by, f"{key}:asked", sentence, now=now)


_WORDS = {
    "plan": "draw up the plan",
    "start": "finish the start",
    NOTE: "write the note on",
    ASK_BLOCKER: "ask on the issue that blocks",
    WRITE_ITEM: "tell GitLab about",
    CLOSE_ISSUES: "close the epic and the issues",
    CLOSE_EPIC: "close the epic",
    BUMP: "open the merge request of",
    GATHER: "read the repositories",
    EPIC_NOTE: "write the note on the epic",
}


def _plan(worker: Worker, intent: IntentRow) -> None:
    plan_id = intent.payload["plan_id"]
    with worker.store.read() as session:
        record = find_plan(session, plan_id)
    runtime = get_runtime(record.runtime if record else "")
    draw_up_plan(worker.store, worker.gitlab, worker.catalog, runtime, plan_id, now=worker.clock())
    with worker.store.write() as session:
        want_gathered(session, f"plan:{plan_id}", {"plan_id": plan_id}, worker.clock())


def _start(worker: Worker, intent: IntentRow) -> None:
    campaign_id, labels = intent.payload["campaign_id"], intent.payload["labels"]
    start_campaign(
        worker.store,
        worker.gitlab,
        worker.catalog,
        campaign_id,
        labels,
        clock=worker.clock,
        still_mine=lambda: _renew(worker, intent),
    )
    with worker.store.write() as session:
        update_campaign(session, campaign_id, sync_failure=None)
        want_gathered(session, str(campaign_id), {"campaign_id": campaign_id}, worker.clock())


def _renew(worker: Worker, intent: IntentRow) -> bool:
    """Hold the intent for another lease; tells whether it is still this worker's.

    Raises:
        UnreachableError: the assistant is being stopped: the next start goes on.
    """
    if worker.stopping():
        raise UnreachableError("The assistant is being restarted")
    until = worker.clock().wall + LEASE
    with worker.store.write() as session:
        return settle(
            session, IntentRow, intent.id or 0, by=worker.by, release=False, lease_until=until
        )


def _note(worker: Worker, intent: IntentRow) -> None:
    payload: dict[str, Any] = intent.payload
    write_note(
        worker.store,
        worker.gitlab,
        payload["item_id"],
        payload["body"],
        payload["mark"],
        may_exist=intent.attempts > 1,
    )
    note_own_writing(worker.store, payload["item_id"], worker.clock().story)


def _ask_blocker(worker: Worker, intent: IntentRow) -> None:
    asked: dict[str, Any] = intent.payload
    ref = IssueRef(asked["project"], asked["iid"])
    again = intent.attempts > 1
    write_note_on(worker.gitlab, ref, asked["body"], asked["mark"], may_exist=again)
    if asked["own_item"] is not None:
        note_own_writing(worker.store, asked["own_item"], worker.clock().story)


def _write_item(worker: Worker, intent: IntentRow) -> None:
    write_item(
        worker.store,
        worker.gitlab,
        worker.schema(),
        worker.catalog,
        intent.payload["item_id"],
        intent.payload["aspects"],
    )
    note_own_writing(worker.store, intent.payload["item_id"], worker.clock().story)


def _close_issues(worker: Worker, intent: IntentRow) -> None:
    close_campaign_issues(worker.store, worker.gitlab, intent.payload["campaign_id"])


def _close_epic(worker: Worker, intent: IntentRow) -> None:
    close_campaign_epic(worker.store, worker.gitlab, intent.payload["campaign_id"])


def _bump(worker: Worker, intent: IntentRow) -> None:
    campaign_id, project = intent.payload["campaign_id"], intent.payload["project"]
    now, asked_by = worker.clock(), intent.payload["asked_by"]
    outcome = bump_repository(
        worker.store, worker.gitlab, worker.catalog, campaign_id, project, now=now
    )
    if outcome.kind != OutcomeKind.done and asked_by.startswith(("U", "W")):
        failed = outcome.kind == OutcomeKind.failed
        key = f"bump:{intent.id}:{now.wall.isoformat()}"
        needs = "The merge request needs a person" if failed else "No merge request is needed"
        sentence = f"{needs} in {project}: {outcome.detail}."
        with worker.store.write() as session:
            want_notice(session, asked_by, key, sentence, now=now)


def _epic_note(worker: Worker, intent: IntentRow) -> None:
    campaign_id = intent.payload["campaign_id"]
    name, body = _note_of(worker, intent)
    write_epic_note(
        worker.store, worker.gitlab, campaign_id, name, body, may_exist=intent.attempts > 1
    )


def _note_of(worker: Worker, intent: IntentRow) -> tuple[str, str]:
    """Give the name and the words of a note on an epic: its own, or those of a summary."""
    if "body" in intent.payload:
        return intent.payload["mark"], intent.payload["body"]
    summary_id = intent.payload["summary_id"]
    summary = read_summary(worker.store, summary_id, now=worker.clock())
    with worker.store.read() as session:
        slug = get_campaign(session, intent.payload["campaign_id"]).slug
    return f"summary {summary_id}", summary_markdown(summary, slug)


def _gather(worker: Worker, intent: IntentRow) -> None:
    """Read the repositories of a plan or a campaign; a stop leaves the rest for later."""

    def pause(seconds: float) -> None:
        if not _renew(worker, intent):
            raise UnreachableError("Another worker has taken this over")
        worker.pause(seconds)

    now, payload = worker.clock(), intent.payload
    if "plan_id" in payload:
        preview_pins(
            worker.store, worker.gitlab, worker.catalog, payload["plan_id"], now=now, pause=pause
        )
    else:
        campaign_id = payload["campaign_id"]
        gather_evidence(
            worker.store, worker.gitlab, worker.catalog, campaign_id, now=now, pause=pause
        )


_WORK: dict[str, Callable[[Worker, IntentRow], None]] = {
    "plan": _plan,
    "start": _start,
    NOTE: _note,
    ASK_BLOCKER: _ask_blocker,
    WRITE_ITEM: _write_item,
    CLOSE_ISSUES: _close_issues,
    CLOSE_EPIC: _close_epic,
    BUMP: _bump,
    GATHER: _gather,
    EPIC_NOTE: _epic_note,
}
