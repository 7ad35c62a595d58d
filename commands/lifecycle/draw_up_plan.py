"""Drawing up a requested plan: what Start would create, and the problems that prevent it."""

from dataclasses import replace
from datetime import date

from campaigns.lifecycle.due_dates import decide_due_date
from campaigns.lifecycle.plans import Plan, PlanEdits, PlannedItem, Problem, ProblemKind, edit_plan
from commands.delivery.worker import Worker
from commands.lifecycle.plan_campaign import enqueue_plan
from commands.lifecycle.plan_problems import problems_in_gitlab
from commands.unit import Unit
from runtimes.model import Runtime
from runtimes.versions import (
    Version,
    find_release,
    parse_version,
    patch_to_write,
)
from storage.catalog.read import Catalog, RuntimeCatalog
from storage.lifecycle.campaigns import count_slugs, list_campaigns
from storage.lifecycle.plans import PlanRecord, dump_plan, find_plan, finish_plan

LABEL_STEM = "runtime-upgrade-"


def draw_up_plan(worker: Worker, runtime: Runtime, plan_id: str) -> Plan:
    """Draw up a requested plan from the catalog and GitLab, store it, and show it to its author.

    Raises:
        GitLabError: GitLab did not respond.
        KeyError: there is no such plan.
    """
    store, catalog, now = worker.store, worker.catalog, worker.clock()
    with store.read() as session:
        record = find_plan(session, plan_id)
        if record is None:
            raise KeyError(plan_id)
        stem = f"{record.runtime}-{record.version}"
        taken = count_slugs(session, stem)
        open_now = list_campaigns(session, runtime=record.runtime, only_open=True)
    slug = stem if taken == 0 else f"{stem}-{taken + 1}"
    plan = edit_plan(
        _outline(catalog, runtime, record, slug, now.today), record.edits or PlanEdits()
    )
    problems = [
        Problem(ProblemKind.open_campaign, campaign.title, link=campaign.epic_url)
        for campaign in open_now
    ]
    problems += problems_in_gitlab(store, worker.gitlab, worker.schema(), catalog, plan)
    missing = tuple(p.subject for p in problems if p.kind == ProblemKind.missing_label)
    plan = with_problems(replace(plan, missing_labels=missing), tuple(problems))
    with store.write() as session:
        unit = Unit(session, catalog, now)
        if finish_plan(session, plan_id, dump_plan(plan)):
            enqueue_plan(unit, record)
    return plan


def _outline(
    catalog: Catalog, runtime: Runtime, record: PlanRecord, slug: str, today: date
) -> Plan:
    """Build the plan from the catalog and the release table, without reading GitLab."""
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
    """Return the patch version to write by default if the target has none."""
    patch = patch_to_write(runtime, version)
    return None if patch is None else str(patch)


def planned_items(components: RuntimeCatalog) -> tuple[PlannedItem, ...]:
    """List a runtime's components as planned items, in tier order."""
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
    """Return the plan with these problems, and with those derived from the plan itself."""
    own = []
    if plan.due.on is None:
        own.append(Problem(ProblemKind.no_due_date, plan.due.source.value))
    unowned = tuple(item.component for item in plan.items if item.dri is None)
    if unowned:
        own.append(Problem(ProblemKind.no_owner, str(len(unowned)), unowned))
    ruled = {ProblemKind.no_due_date, ProblemKind.no_owner}
    kept = tuple(problem for problem in problems if problem.kind not in ruled)
    return replace(plan, problems=(*own, *kept))
