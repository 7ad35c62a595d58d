"""Requesting a plan, which shows what Start would create, and validating its input."""

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.dates import long_date
from campaigns.lifecycle.messages import PlanMessage
from campaigns.people.roles import Actor, Permission
from campaigns.states import CampaignState
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.errors import InvalidRequestError
from commands.people.actors import require
from commands.unit import Unit
from runtimes.model import Runtime
from runtimes.versions import (
    Version,
    is_newer,
    parse_version,
    satisfies,
)
from storage.catalog.read import Catalog
from storage.delivery.queues import add_intent
from storage.lifecycle.campaigns import list_campaigns
from storage.lifecycle.plans import PlanRecord, add_plan
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store
from storage.tables import PlanRow


@dataclass(frozen=True)
class StartRequest:
    """A parsed `start <runtime> <version> [by <date>]`."""

    runtime: Runtime
    version: Version
    due_on: date | None = None


def request_plan(
    store: Store,
    catalog: Catalog,
    actor: Actor,
    request: StartRequest,
    *,
    plan_id: str,
    now: Clocks,
) -> None:
    """Record a request for a plan, which a worker draws up and shows to its author.

    Raises:
        NotPermittedError: the actor may not start campaigns.
        InvalidRequestError: the runtime has no components, the version is not newer than a
            completed one, or the due date is in the past.
    """
    require(catalog, actor, Permission.start)
    if request.runtime.name not in catalog.runtimes:
        raise InvalidRequestError(
            f"The catalog has no components for {request.runtime.title}: "
            f"add catalog/{request.runtime.name}.yml."
        )
    refuse_past_due(request.due_on, now)
    row = PlanRow(
        id=plan_id,
        runtime=request.runtime.name,
        version=str(request.version),
        due_on=request.due_on,
        requested_by=actor.slack_id,
        created_at=now.story,
        expires_at=now.story + timedelta(days=catalog.working_group.policy.plan_expires_days),
    )
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        done = list_campaigns(session, runtime=request.runtime.name)
        refuse_old_version(request, [c.version for c in done if c.state == CampaignState.completed])
        add_plan(session, row)
        add_intent(session, "plan", f"plan:{plan_id}", {"plan_id": plan_id}, now=now.wall)


def refuse_past_due(due_on: date | None, now: Clocks) -> None:
    """Raise `InvalidRequestError` for a due date in the past."""
    if due_on is not None and due_on < now.today:
        raise InvalidRequestError(f"{long_date(due_on)} is in the past: choose a later due date.")


def refuse_old_version(request: StartRequest, completed: list[str]) -> None:
    """Raise `InvalidRequestError` for a version that is not newer than every completed one."""
    for text in completed:
        version = parse_version(text)
        if version is not None and not is_newer(request.version, version):
            raise InvalidRequestError(
                f"{request.runtime.title} {request.version} is not newer than {text}, "
                "which the group has completed: choose a newer version."
            )


def read_patch(version: str, words: str) -> str:
    """Parse the patch version to write if the target has none.

    Raises:
        InvalidRequestError: it is not a full version, or not in the release cycle of ``version``.
    """
    target, patch = parse_version(version), parse_version(words)
    if target is None or patch is None or patch.patch is None or not satisfies(patch, target):
        raise InvalidRequestError(f"Enter a full version of {version}, such as {version}.1.")
    return str(patch)


def enqueue_plan(unit: Unit, record: PlanRecord) -> None:
    """Enqueue an update of the message that shows a plan to its author."""
    enqueue(unit.session, PlanMessage(record.id), to=record.requested_by, now=unit.now)
