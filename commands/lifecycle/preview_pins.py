"""The versions that a plan's components currently pin, added after the plan is shown."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from campaigns.evidence import combine_pin_states, version_span
from campaigns.lifecycle.plans import Plan
from campaigns.model.evidence import PinState
from commands.clocks import Clocks
from commands.delivery.worker import Worker
from commands.evidence.component_pins import (
    paths_to_read,
    pin_states_of_component,
    why_inconclusive,
)
from commands.evidence.read_repository import paced, read_repository
from commands.lifecycle.plan_campaign import enqueue_plan
from commands.unit import Unit
from gitlab_gateway.heads import find_heads
from runtimes.in_use import versions_in_use
from runtimes.references import Standing
from storage.delivery.queues import add_intent, find_intent, rearm_intent
from storage.evidence.queries import find_reading
from storage.lifecycle.plans import find_plan, update_plan

KIND = "gather"


def enqueue_gathered(
    session: Session, key: str, payload: Mapping[str, object], now: Clocks
) -> None:
    """Enqueue an intent to read the repositories of a plan or a campaign."""
    row = find_intent(session, f"{KIND}:{key}")
    if row is None:
        add_intent(session, KIND, f"{KIND}:{key}", dict(payload), now=now.wall)
    else:
        rearm_intent(session, row, now=now.wall)


def preview_pins(worker: Worker, plan_id: str) -> int:
    """Read the repositories of a plan and refresh the plan; return the number of repositories.

    Raises:
        GitLabError: GitLab did not respond; earlier readings are kept.
    """
    store, catalog, now = worker.store, worker.catalog, worker.clock()
    with store.read() as session:
        record = find_plan(session, plan_id)
    if record is None or record.plan is None or record.state != "ready":
        return 0
    plan = record.plan
    projects = sorted({item.project for item in plan.items})
    each = paced(worker.pause)
    for project, head in find_heads(worker.gitlab, projects).items():
        read_repository(
            worker,
            project,
            plan.runtime,
            pause=each,
            only=paths_to_read(catalog, plan.runtime, project),
            head=head,
        )
    with store.write() as session:
        unit = Unit(session, catalog, now)
        update_plan(session, plan_id, pins=pins_today(unit, plan))
        enqueue_plan(unit, record)
    return len(projects)


def pins_today(unit: Unit, plan: Plan) -> dict[str, str]:
    """Map a plan's components to a description of what they pin, if it was read."""
    found: dict[str, str] = {}
    for item in plan.items:
        reading = find_reading(unit.session, item.project, plan.runtime)
        if reading is None:
            continue
        stands = pin_states_of_component(
            unit.catalog, plan.runtime, item.component, reading.pins, plan.version
        )
        untold = why_inconclusive(unit.catalog, plan.runtime, item.component)
        found[item.component] = reading.failure or untold or _in_words(stands)
    return found


def _in_words(stands: Sequence[Standing]) -> str:
    """Return the lowest and highest pinned version, and whether they match the target."""
    standing = combine_pin_states(PinState(one.where) for one in stands)
    versions = versions_in_use(one.pin for one in stands)
    if not versions:
        return "no version found"
    span = version_span(versions[0], versions[-1])
    return f"{span}, already at the target" if standing.value == "at_target" else span
