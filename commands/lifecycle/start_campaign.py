"""Starting a campaign: creating one epic, and one issue per component.

An interrupted run can be repeated: the campaign's label and a marker in each description identify
what already exists.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from campaigns.events import Event, EventKind
from campaigns.lifecycle.plans import Outcome, Plan
from campaigns.people.roles import Actor, Permission
from campaigns.states import CampaignState
from commands.clocks import Clocks
from commands.delivery.worker import Worker
from commands.errors import InvalidRequestError, OutOfDateError
from commands.lifecycle.create_epic import ensure_epic
from commands.lifecycle.create_issues import CreationRun, ensure_issue, existing_issues, linked_ids
from commands.lifecycle.draw_up_plan import LABEL_STEM
from commands.lifecycle.opened_tiers import record_startable
from commands.lifecycle.plan_campaign import enqueue_plan
from commands.lifecycle.undecided_plans import get_open_plan, overtaken
from commands.lifecycle.update_progress import update_progress
from commands.overview.update_card import add_to_thread, update_card
from commands.people.actors import require
from commands.unit import Unit
from gitlab_gateway import projects
from gitlab_gateway.epic_choice import open_epics
from storage.catalog.read import Catalog
from storage.delivery.queues import add_intent, find_intent, rearm_intent
from storage.delivery.tables import QueueState
from storage.events import record_event
from storage.lifecycle.campaigns import add_campaign, get_campaign, get_view, update_campaign
from storage.lifecycle.plans import PlanRecord, decide_plan, update_plan
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store

ASK_TO_TICK = "Select the labels to create, then press Start: {labels} in {group}."


def accept_plan(
    store: Store,
    catalog: Catalog,
    actor: Actor,
    plan_id: str,
    ticked: frozenset[str],
    *,
    now: Clocks,
) -> int:
    """Turn a ready plan into a planned campaign and enqueue its creation; return its id.

    Raises:
        NotPermittedError: the actor may not start campaigns.
        OutOfDateError: the plan has expired, or was already started or cancelled.
        InvalidRequestError: the plan has unresolved problems.
    """
    require(catalog, actor, Permission.start)
    try:
        with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
            unit = Unit(session, catalog, now)
            record = get_open_plan(session, plan_id, now=now)
            plan = _checked(record, ticked, now=now)
            if not decide_plan(session, plan_id, "started", by=actor.slack_id):
                raise OutOfDateError(overtaken(session, record))
            enqueue_plan(unit, record)
            return _write_campaign(unit, actor, plan_id, plan)
    except IntegrityError as error:
        sentence = "Another campaign for this runtime is open. `/runtime-upgrade list` shows it."
        if "campaign.slug" in str(error.orig):
            sentence = "Another campaign for this version was started first. Run `start` again."
        raise OutOfDateError(sentence) from error


def try_again(
    store: Store, catalog: Catalog, actor: Actor, campaign_id: int, *, now: Clocks
) -> None:
    """Retry creating the missing parts of a campaign.

    Raises:
        NotPermittedError: the actor may not start campaigns.
        OutOfDateError: the creation is still running.
    """
    require(catalog, actor, Permission.start)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        intent = find_intent(session, f"start:{campaign_id}")
        if intent is None or intent.state == QueueState.pending.value:
            raise OutOfDateError("Still working on it; progress is in the message.")
        rearm_intent(session, intent, now=now.wall)
        update_progress(unit, campaign_id)


def _checked(record: PlanRecord, ticked: frozenset[str], *, now: Clocks) -> Plan:
    plan = record.plan
    if plan is None or not plan.startable:
        raise InvalidRequestError(
            "This plan cannot be started yet: press Edit and fix the listed problems."
        )
    if plan.due.on is not None and plan.due.on < now.today:
        raise InvalidRequestError(
            f"{plan.due.on} is now in the past: press Edit and choose a later due date."
        )
    wanted = {plan.label, *plan.missing_labels}
    if not wanted <= ticked:
        labels = ", ".join(f"`{label}`" for label in sorted(wanted - ticked))
        raise InvalidRequestError(ASK_TO_TICK.format(labels=labels, group=plan.group))
    return plan


def _write_campaign(unit: Unit, actor: Actor, plan_id: str, plan: Plan) -> int:
    slug = plan.label.removeprefix(LABEL_STEM)
    campaign_id = add_campaign(unit.session, plan, slug=slug, by=actor.slack_id, now=unit.now.story)
    update_plan(unit.session, plan_id, campaign_id=campaign_id)
    started = Event(
        EventKind.campaign_started, slug, unit.now.story, actor.slack_id, after=plan.version
    )
    record_event(unit.session, campaign_id, started)
    payload = {"campaign_id": campaign_id, "labels": [plan.label, *plan.missing_labels]}
    add_intent(unit.session, "start", f"start:{campaign_id}", payload, now=unit.now.wall)
    update_progress(unit, campaign_id)
    return campaign_id


@dataclass(frozen=True)
class Started:
    """The outcome of `start_campaign` for each component."""

    outcomes: tuple[Outcome, ...]


def start_campaign(
    worker: Worker,
    campaign_id: int,
    labels: Iterable[str],
    *,
    still_mine: Callable[[], bool] = lambda: True,
) -> Started:
    """Create the missing labels, epic and issues of a campaign, then activate it.

    A component that GitLab refuses is recorded as an outcome and does not end the run.
    ``still_mine`` is called before each creation; it renews the lease, and False ends the run.

    Raises:
        UnreachableError, RateLimitedError: the run can be repeated later without duplicates.
    """
    store, gitlab, catalog, clock = worker.store, worker.gitlab, worker.catalog, worker.clock
    with store.read() as session:
        view = get_view(session, campaign_id)
    if view.campaign.state == CampaignState.cancelled:
        return Started(())
    projects.ensure_group_labels(gitlab, view.campaign.group_path, labels)
    if not still_mine():
        return Started(())
    campaign = ensure_epic(store, gitlab, worker.schema(), catalog, view, clock=clock)
    epics = open_epics(gitlab, worker.schema(), campaign.group_path)
    making = CreationRun(store, gitlab, catalog, campaign, epics, clock)
    there = existing_issues(gitlab, campaign, view.items)
    in_epic = linked_ids(epics, campaign)
    outcomes: list[Outcome] = []
    for item in view.items:
        if not still_mine() or _is_cancelled(store, campaign_id):
            return Started(tuple(outcomes))
        outcomes.append(ensure_issue(making, item, there.get(item.component), in_epic))
    _activate(making)
    return Started(tuple(outcomes))


def _is_cancelled(store: Store, campaign_id: int) -> bool:
    with store.read() as session:
        return get_campaign(session, campaign_id).state == CampaignState.cancelled


def _activate(making: CreationRun) -> None:
    now, campaign = making.clock(), making.campaign
    with making.store.write() as session:
        unit = Unit(session, making.catalog, now)
        if get_view(session, campaign.id).campaign.state == CampaignState.planned:
            update_campaign(session, campaign.id, state=CampaignState.active.value)
            event = Event(
                EventKind.campaign_activated, campaign.slug, now.story, campaign.started_by
            )
            event_ids = [record_event(session, campaign.id, event)]
            event_ids += record_startable(unit, campaign.id)
            add_to_thread(unit, campaign.id, event_ids)
        update_card(unit, campaign.id)
        update_progress(unit, campaign.id)
