"""Editing, cancelling and refreshing a plan before it is started."""

from datetime import timedelta

from sqlmodel import Session

from campaigns.lifecycle.plans import PlanEdits, edit_plan, merge_edits
from campaigns.people.roles import Actor, Permission
from commands.clocks import Clocks
from commands.errors import InvalidRequestError, OutOfDateError
from commands.lifecycle.plan_campaign import enqueue_plan, refuse_past_due
from commands.people.actors import require
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.queues import add_intent, find_intent
from storage.delivery.tables import QueueState
from storage.lifecycle.plans import PlanRecord, decide_plan, dump_edits, find_plan, update_plan
from storage.people.queries import names_by_slack_id
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


class PlanExpiredError(OutOfDateError):
    """The plan has expired; `refresh_plan` draws it up again."""


def request_edit(
    store: Store, catalog: Catalog, actor: Actor, plan_id: str, edits: PlanEdits, *, now: Clocks
) -> None:
    """Store edits to a plan, which a worker then draws up again and shows.

    Raises:
        NotPermittedError: the actor may not start campaigns.
        OutOfDateError: the plan was already started or cancelled, or has expired.
        InvalidRequestError: the due date is in the past, or no component is left.
    """
    require(catalog, actor, Permission.start)
    refuse_past_due(edits.due_on, now)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        record = get_open_plan(session, plan_id, now=now)
        if record.plan is not None and not edit_plan(record.plan, edits).items:
            raise InvalidRequestError("Nothing is left to upgrade: keep at least one component.")
        merged = merge_edits(record.edits or PlanEdits(), edits)
        update_plan(session, plan_id, state="requested", edits=dump_edits(merged))
        key = f"plan:{plan_id}:{now.wall.isoformat()}"
        add_intent(session, "plan", key, {"plan_id": plan_id}, now=now.wall)


def cancel_plan(store: Store, catalog: Catalog, actor: Actor, plan_id: str, *, now: Clocks) -> None:
    """Cancel a plan, and show in its message who cancelled it.

    Raises:
        NotPermittedError: the actor may not start campaigns.
        OutOfDateError: the plan was already started or cancelled, or has expired.
    """
    require(catalog, actor, Permission.start)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        record = get_open_plan(session, plan_id, now=now)
        decide_plan(session, plan_id, "cancelled", by=actor.slack_id)
        enqueue_plan(unit, record)


def refresh_plan(store: Store, catalog: Catalog, plan_id: str, *, now: Clocks) -> None:
    """Enqueue an intent to draw up an expired plan again, with the stored edits."""
    patience = timedelta(days=catalog.working_group.policy.plan_expires_days)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        record = find_plan(session, plan_id)
        if record is None or record.state != "ready":
            return
        update_plan(session, plan_id, state="requested", expires_at=now.story + patience)
        key = f"plan:{plan_id}:{now.wall.isoformat()}"
        add_intent(session, "plan", key, {"plan_id": plan_id}, now=now.wall)


def find_plan_obstacle(session: Session, plan_id: str) -> str | None:
    """Return why a requested plan is not drawn up yet, if an attempt has failed."""
    intent = find_intent(session, f"plan:{plan_id}")
    return intent.last_error if intent is not None else None


def abandon_plan(store: Store, plan_id: str, why: str) -> None:
    """Give up a requested plan that its author does not wait for."""
    with store.write() as session:
        intent = find_intent(session, f"plan:{plan_id}")
        if intent is not None and intent.lease_by is None:
            intent.state = QueueState.dropped.value
            session.add(intent)
        update_plan(session, plan_id, state="failed", failure=why)


def get_open_plan(session: Session, plan_id: str, *, now: Clocks) -> PlanRecord:
    """Return a plan that can still be edited, started or cancelled.

    Raises:
        OutOfDateError: it is unknown, expired, started, cancelled or not drawn up yet.
    """
    record = find_plan(session, plan_id)
    if record is None:
        raise OutOfDateError("This plan no longer exists: run `start` again.")
    if record.state != "ready":
        raise OutOfDateError(overtaken(session, record))
    if record.expires_at <= now.story:
        raise PlanExpiredError("This plan has expired: a new one is being drawn up.")
    return record


def overtaken(session: Session, record: PlanRecord) -> str:
    """Describe why a plan cannot be decided: not ready yet, or already decided and by whom."""
    if record.state == "requested":
        return "This plan is still being drawn up: wait a moment."
    if record.state == "failed":
        return "This plan could not be drawn up: run `start` again."
    people = names_by_slack_id(session, [record.decided_by or ""])
    by = f" by {people.get(record.decided_by, 'an operator')}" if record.decided_by else ""
    return f"This plan was already {record.state}{by}."
