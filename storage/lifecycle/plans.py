"""Queries for plans, which outlive the messages that show them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import update
from sqlmodel import Session, col

from campaigns.lifecycle.plans import Plan, PlanEdits
from storage.tables import PlanRow

_PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)
_EDITS: TypeAdapter[PlanEdits] = TypeAdapter(PlanEdits)


@dataclass(frozen=True)
class PlanRecord:
    """A stored plan; ``plan`` is None until it is drawn up, and remains None if that fails.

    ``pins`` maps components to a description of their current pins, once these are read.
    """

    id: str
    runtime: str
    version: str
    due_on: date | None
    requested_by: str
    state: str
    plan: Plan | None
    edits: PlanEdits | None
    failure: str | None
    expires_at: datetime
    decided_by: str | None
    campaign_id: int | None
    pins: Mapping[str, str] = field(default_factory=dict)


def dump_plan(plan: Plan) -> dict[str, object]:
    """Convert a plan to JSON values."""
    dumped: dict[str, object] = _PLAN.dump_python(plan, mode="json")
    return dumped


def dump_edits(edits: PlanEdits) -> dict[str, object]:
    """Convert a person's edits to JSON values."""
    dumped: dict[str, object] = _EDITS.dump_python(edits, mode="json")
    return dumped


def add_plan(session: Session, row: PlanRow) -> None:
    """Insert a requested plan."""
    session.add(row)
    session.flush()


def find_plan(session: Session, plan_id: str) -> PlanRecord | None:
    """Find a plan by its id."""
    row = session.get(PlanRow, plan_id)
    if row is None:
        return None
    return PlanRecord(
        id=row.id,
        runtime=row.runtime,
        version=row.version,
        due_on=row.due_on,
        requested_by=row.requested_by,
        state=row.state,
        plan=None if row.body is None else _PLAN.validate_python(row.body),
        edits=None if row.edits is None else _EDITS.validate_python(row.edits),
        failure=row.failure,
        expires_at=row.expires_at,
        decided_by=row.decided_by,
        campaign_id=row.campaign_id,
        pins=row.pins or {},
    )


def update_plan(session: Session, plan_id: str, **values: object) -> None:
    """Update columns of a plan."""
    session.execute(update(PlanRow).where(col(PlanRow.id) == plan_id).values(**values))


def finish_plan(session: Session, plan_id: str, body: dict[str, object]) -> bool:
    """Make a requested plan ready; return whether it was still requested."""
    changed = session.execute(
        update(PlanRow)
        .where(col(PlanRow.id) == plan_id, col(PlanRow.state) == "requested")
        .values(state="ready", body=body)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]  # an UPDATE has a CursorResult


def decide_plan(session: Session, plan_id: str, state: str, *, by: str) -> bool:
    """Move a ready plan to ``started`` or ``cancelled``; return whether this call did it."""
    changed = session.execute(
        update(PlanRow)
        .where(col(PlanRow.id) == plan_id, col(PlanRow.state) == "ready")
        .values(state=state, decided_by=by)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]  # an UPDATE has a CursorResult
