"""Notifying people of work that waits for GitLab, that is done late, or that GitLab refused.

The payload of an intent records who was told that it waits (``told``: Slack id to the notice's
subject), so that they are told once that it waits and once that it is done. ``reported`` is what
the operators were told about.
"""

from collections.abc import Mapping

from sqlmodel import Session

from campaigns.delivery import NoticeMessage
from campaigns.states import CampaignState
from commands.clocks import Clocks
from commands.delivery.intent_work import DONE, WORDS
from commands.delivery.messages import enqueue
from commands.delivery.worker import Worker
from commands.merge_requests.bump_component import KIND as BUMP
from gitlab_gateway.errors import NeedsOperatorError
from storage.delivery.queues import list_waiting_intents
from storage.delivery.tables import IntentRow
from storage.lifecycle.campaigns import get_campaign, get_item_record
from storage.lifecycle.plans import find_plan, update_plan

PEOPLE = ("U", "W")


def tell_waiting(session: Session, intent: IntentRow, reason: str, now: Clocks) -> None:
    """Notify the requester, once, that their change is waiting for GitLab."""
    row, person = session.get_one(IntentRow, intent.id), _asker(session, intent)
    told = row.payload.get("told", {})
    if person is None or person in told:
        return
    subject = f"waiting:{intent.id}:{now.wall.isoformat()}"
    row.payload = {**row.payload, "told": {**told, person: subject}}
    session.add(row)
    sentence = (
        f"{reason.rstrip('.')}. The assistant will {describe_work(session, intent)} as soon as "
        "GitLab accepts it; you do not need to do anything."
    )
    enqueue(session, NoticeMessage.about(subject, sentence), to=person, now=now)


def tell_done(session: Session, intent: IntentRow, now: Clocks) -> None:
    """Notify everybody who was told to wait that the work is done."""
    row = session.get_one(IntentRow, intent.id)
    told = {} if _is_cancelled(session, intent) else row.payload.get("told", {})
    for person, subject in told.items():
        sentence = f"{describe_work(session, intent, DONE)}, after a delay."
        enqueue(session, NoticeMessage.about(f"{subject}:done", sentence), to=person, now=now)
    _forget(session, row)


def report_waiting(
    session: Session, worker: Worker, intent: IntentRow, error: NeedsOperatorError, now: Clocks
) -> None:
    """Notify the operators, once per cause, of what they need to fix."""
    row, operators = session.get_one(IntentRow, intent.id), _operators(worker)
    told = any(r.payload.get("reported") == error.what for r in list_waiting_intents(session))
    row.payload = {**row.payload, "reported": error.what}
    session.add(row)
    if operators and not told:
        sentence = f"{error}. Until then, decisions are not written to GitLab."
        subject = f"waiting:{intent.id}:{now.wall.isoformat()}:operators"
        enqueue(session, NoticeMessage.about(subject, sentence), to=operators, now=now)


def report_late(
    session: Session, worker: Worker, intent: IntentRow, reason: str, now: Clocks
) -> None:
    """Notify the operators that work has been waiting for a long time."""
    if operators := _operators(worker):
        waiting = f"Still unable to {describe_work(session, intent)}: {reason.rstrip('.')}."
        sentence = f"{waiting} The assistant keeps trying."
        subject = f"late:{intent.id}:{now.wall.isoformat()}"
        enqueue(session, NoticeMessage.about(subject, sentence), to=operators, now=now)


def report_refused(
    session: Session,
    worker: Worker,
    intent: IntentRow,
    reason: str,
    now: Clocks,
    *,
    partly: bool,
) -> None:
    """Notify the operators and the requester that the work failed, why, and what can be done.

    The person requests a plan or a merge request again, with the same command.
    """
    failed = f"Failed to {describe_work(session, intent)}: {reason.rstrip('.')}."
    key = f"intent:{intent.id}:{intent.attempts}:{now.wall.isoformat()}"
    final = partly or intent.kind == "plan"
    if intent.kind == "plan":
        update_plan(session, intent.payload["plan_id"], state="failed", failure=reason)
    if operators := _operators(worker):
        notice = NoticeMessage.about(key, failed if final else f"{failed} {_way_out(intent)}")
        enqueue(session, notice, to=operators, now=now)
    row, asker = session.get_one(IntentRow, intent.id), _asker(session, intent)
    if not final and intent.kind != BUMP:
        failed = f"{failed} {_consequence(session, intent)}"
    for person in sorted({*row.payload.get("told", {}), *([asker] if asker else [])}):
        notice = NoticeMessage.about(f"{key}:asked:{person}", failed)
        enqueue(session, notice, to=person, now=now)
    _forget(session, row)


def _way_out(intent: IntentRow) -> str:
    retry, drop = (f"`runtime-upgrade intents {verb} {intent.id}`" for verb in ("retry", "drop"))
    return f"Fix the cause, then run {retry}; {drop} abandons it."


def _consequence(session: Session, intent: IntentRow) -> str:
    again = f"An operator can retry it (intent {intent.id})."
    if "aspects" not in intent.payload:
        return again
    title = get_item_record(session, intent.payload["item_id"]).title
    return f"{title} will be shown as it is in GitLab. {again}"


def describe_work(session: Session, intent: IntentRow, words: Mapping[str, str] = WORDS) -> str:
    """Describe the work of an intent, with the item that it is about."""
    if "item_id" not in intent.payload:
        return words[intent.kind]
    return f"{words[intent.kind]} {get_item_record(session, intent.payload['item_id']).title}"


def _asker(session: Session, intent: IntentRow) -> str | None:
    """Return the Slack id of the person who asked for the work; None if nobody did."""
    by = session.get_one(IntentRow, intent.id).payload.get("asked_by", "")
    if intent.kind == "start":
        by = get_campaign(session, intent.payload["campaign_id"]).started_by
    if intent.kind == "plan":
        plan = find_plan(session, intent.payload["plan_id"])
        by = plan.requested_by if plan else ""
    return str(by) if by.startswith(PEOPLE) else None


def _is_cancelled(session: Session, intent: IntentRow) -> bool:
    """Return whether a start ended because its campaign was cancelled."""
    if intent.kind != "start":
        return False
    return get_campaign(session, intent.payload["campaign_id"]).state == CampaignState.cancelled


def _operators(worker: Worker) -> str | None:
    return worker.catalog.working_group.operator_channel


def _forget(session: Session, row: IntentRow) -> None:
    """Forget who was told that an intent waits, because it no longer waits."""
    kept = {key: part for key, part in row.payload.items() if key not in ("told", "reported")}
    if kept != row.payload:
        row.payload = kept
        session.add(row)
