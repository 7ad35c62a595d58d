"""Planning a campaign: what Start would create, and what stands in the way. Changes nothing."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session

from campaigns.due_dates import decide_due_date
from campaigns.plans import Edits, Plan, PlannedItem, Problem, ProblemKind, edit_plan, merge_edits
from campaigns.roles import Actor
from campaigns.states import CampaignState
from commands.actors import require
from commands.errors import InvalidRequestError, OutOfDateError
from commands.moments import Moment
from commands.plan_problems import problems_in_gitlab
from gitlab_gateway.connection import Connection
from runtimes.model import Runtime
from runtimes.versions import (
    Version,
    find_release,
    is_newer,
    parse_version,
    patch_to_write,
    satisfies,
)
from storage.campaigns import count_slugs, list_campaigns
from storage.catalog import Catalog, RuntimeCatalog
from storage.plans import (
    PlanRecord,
    add_plan,
    decide_plan,
    dump_edits,
    dump_plan,
    find_plan,
    finish_plan,
    update_plan,
)
from storage.queues import add_intent, want_message
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store
from storage.tables import PlanRow

LABEL_STEM = "runtime-upgrade-"


class PlanExpiredError(OutOfDateError):
    """The plan is too old to start from; `refresh_plan` draws it up again."""


@dataclass(frozen=True)
class StartRequest:
    """`start <runtime> <version> [by <date>]`, understood."""

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
    now: Moment,
) -> None:
    """Write down that a plan is wanted; a worker draws it up and shows it to its author.

    Raises:
        NotPermittedError: the actor may not start campaigns.
        InvalidRequestError: no components, a version that is not newer, or a past date.
    """
    require(catalog, actor, "start")
    if request.runtime.name not in catalog.runtimes:
        raise InvalidRequestError(
            f"The catalog has no components for {request.runtime.title}: "
            f"add catalog/{request.runtime.name}.yml."
        )
    if request.due_on is not None and request.due_on < now.today:
        raise InvalidRequestError(f"{request.due_on} is in the past: give a later due date.")
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


def refuse_old_version(request: StartRequest, completed: list[str]) -> None:
    """Refuse a version that is not newer than what the group has completed."""
    for text in completed:
        version = parse_version(text)
        if version is not None and not is_newer(request.version, version):
            raise InvalidRequestError(
                f"{request.runtime.title} {request.version} is not newer than {text}, "
                "which the group has completed: give a newer version."
            )


def draw_up_plan(
    store: Store,
    gitlab: Connection,
    catalog: Catalog,
    runtime: Runtime,
    plan_id: str,
    *,
    now: Moment,
) -> Plan:
    """Draw up a requested plan: look at GitLab, decide, store it and show it to its author.

    Raises:
        GitLabError: GitLab did not answer.
        KeyError: no such plan.
    """
    with store.read() as session:
        record = find_plan(session, plan_id)
        if record is None:
            raise KeyError(plan_id)
        stem = f"{record.runtime}-{record.version}"
        taken = count_slugs(session, stem)
        open_now = list_campaigns(session, runtime=record.runtime, only_open=True)
    slug = stem if taken == 0 else f"{stem}-{taken + 1}"
    plan = edit_plan(_outline(catalog, runtime, record, slug, now.today), record.edits or Edits())
    problems = [
        Problem(ProblemKind.open_campaign, campaign.title, link=campaign.epic_url)
        for campaign in open_now
    ]
    problems += problems_in_gitlab(store, gitlab, catalog, plan)
    missing = tuple(p.subject for p in problems if p.kind == ProblemKind.missing_label)
    plan = with_problems(replace(plan, missing_labels=missing), tuple(problems))
    with store.write() as session:
        if finish_plan(session, plan_id, dump_plan(plan)):
            want_plan(session, record, now=now)
    return plan


def _outline(
    catalog: Catalog, runtime: Runtime, record: PlanRecord, slug: str, today: date
) -> Plan:
    """Build the plan as the catalog and the release table give it, before GitLab is asked."""
    components = catalog.runtimes[runtime.name]
    version = parse_version(record.version)
    release = None if version is None else find_release(runtime, version)
    months = components.due_after_months or catalog.working_group.policy.due_after_months
    return Plan(
        runtime=runtime.name,
        runtime_title=runtime.title,
        version=record.version,
        group=catalog.working_group.group,
        epic_title=components.epic_title.format(title=runtime.title, version=record.version),
        label=f"{LABEL_STEM}{slug}",
        due=decide_due_date(
            record.due_on, release.date if release else None, today=today, months=months
        ),
        tiers=tuple(tier.as_tier() for tier in components.tiers),
        items=planned_items(components),
        released_source=release.source if release else None,
        patch=None if version is None else default_patch(runtime, version),
    )


def default_patch(runtime: Runtime, version: Version) -> str | None:
    """Name what edits write by default where they need a patch and the target names none."""
    patch = patch_to_write(runtime, version)
    return None if patch is None else str(patch)


def read_patch(version: str, words: str) -> str:
    """Read which patch edits write for a target that names none.

    Raises:
        InvalidRequestError: it is no whole version, or of another cycle than ``version``.
    """
    target, patch = parse_version(version), parse_version(words)
    if target is None or patch is None or patch.patch is None or not satisfies(patch, target):
        raise InvalidRequestError(f"Write a whole version of {version}, such as {version}.1.")
    return str(patch)


def planned_items(components: RuntimeCatalog) -> tuple[PlannedItem, ...]:
    """List a runtime's components as items, in order of their tiers."""
    return tuple(
        PlannedItem(
            component=component.key,
            title=component.title,
            project=component.project,
            tier=tier.key,
            dri=component.dri,
            backup=component.backup,
        )
        for tier in components.tiers
        for component in tier.components
    )


def with_problems(plan: Plan, problems: tuple[Problem, ...]) -> Plan:
    """Give the plan its problems, and those that follow from the plan itself."""
    own = []
    if plan.due.on is None:
        own.append(Problem(ProblemKind.no_due_date, plan.due.source.value))
    unowned = tuple(item.component for item in plan.items if item.dri is None)
    if unowned:
        own.append(Problem(ProblemKind.no_owner, str(len(unowned)), unowned))
    ruled = {ProblemKind.no_due_date, ProblemKind.no_owner}
    kept = tuple(problem for problem in problems if problem.kind not in ruled)
    return replace(plan, problems=(*own, *kept))


def request_edit(
    store: Store, catalog: Catalog, actor: Actor, plan_id: str, edits: Edits, *, now: Moment
) -> None:
    """Keep what a person changed in a plan; a worker draws it up again and shows it.

    Raises:
        NotPermittedError: the actor may not start campaigns.
        OutOfDateError: the plan was started or cancelled meanwhile.
        InvalidRequestError: the due date is in the past, or nothing is left to upgrade.
    """
    require(catalog, actor, "start")
    if edits.due_on is not None and edits.due_on < now.today:
        raise InvalidRequestError(f"{edits.due_on} is in the past: give a later due date.")
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        record = get_open_plan(session, plan_id, now=now)
        if record.plan is not None and not edit_plan(record.plan, edits).items:
            raise InvalidRequestError("Nothing is left to upgrade: keep at least one component.")
        merged = merge_edits(record.edits or Edits(), edits)
        update_plan(session, plan_id, state="requested", edits=dump_edits(merged))
        key = f"plan:{plan_id}:{now.wall.isoformat()}"
        add_intent(session, "plan", key, {"plan_id": plan_id}, now=now.wall)


def cancel_plan(store: Store, catalog: Catalog, actor: Actor, plan_id: str, *, now: Moment) -> None:
    """Put a plan away; nothing was created, and its message says who cancelled it.

    Raises:
        NotPermittedError: the actor may not start campaigns.
        OutOfDateError: the plan was started or cancelled meanwhile.
    """
    require(catalog, actor, "start")
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        record = get_open_plan(session, plan_id, now=now)
        decide_plan(session, plan_id, "cancelled", by=actor.slack_id)
        want_plan(session, record, now=now)


def refresh_plan(store: Store, catalog: Catalog, plan_id: str, *, now: Moment) -> None:
    """Have an expired plan drawn up again, with the edits that its author had made."""
    patience = timedelta(days=catalog.working_group.policy.plan_expires_days)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        record = find_plan(session, plan_id)
        if record is None or record.state != "ready":
            return
        update_plan(session, plan_id, state="requested", expires_at=now.story + patience)
        key = f"plan:{plan_id}:{now.wall.isoformat()}"
        add_intent(session, "plan", key, {"plan_id": plan_id}, now=now.wall)


def want_plan(session: Session, record: PlanRecord, *, now: Moment) -> None:
    """Bring the message that shows a plan to its author up to date."""
    want_message(
        session,
        "plan",
        f"plan:{record.id}",
        channel=record.requested_by,
        now=now.wall,
        payload={"plan_id": record.id},
    )


def get_open_plan(session: Session, plan_id: str, *, now: Moment) -> PlanRecord:
    """Give a plan that can still be decided.

    Raises:
        OutOfDateError: it is unknown, expired, started, cancelled or not drawn up.
    """
    record = find_plan(session, plan_id)
    if record is None:
        raise OutOfDateError("I do not find this plan any more: start again.")
    if record.state != "ready":
        raise OutOfDateError(overtaken(record))
    if record.expires_at <= now.story:
        raise PlanExpiredError("This plan has expired: I am drawing up a fresh one.")
    return record


def overtaken(record: PlanRecord) -> str:
    """Say why a plan cannot be decided now: it was already, and by whom, or is not there yet."""
    if record.state == "requested":
        return "I am still drawing up this plan: wait a moment."
    if record.state == "failed":
        return "This plan could not be drawn up: start again."
    by = f" by <@{record.decided_by}>" if record.decided_by else ""
    return f"This plan was {record.state} already{by}."
