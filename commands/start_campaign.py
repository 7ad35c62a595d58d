"""Starting a campaign: one epic and one issue a component, each found before it is made.

A run that dies anywhere is finished by running again: the campaign's label and the
marker in each description say what is there already.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.observations import IssueRef, IssueSeen
from campaigns.plans import EPIC, Outcome, OutcomeKind, Plan, marker
from campaigns.roles import Actor
from campaigns.states import CampaignState
from commands.actors import require
from commands.errors import InvalidRequestError, OutOfDateError
from commands.messages import want_card, want_history, want_progress
from commands.moments import Moment
from commands.plan_campaign import LABEL_STEM, get_open_plan, overtaken, want_plan
from commands.texts import epic_text, issue_text, issue_title
from gitlab_gateway import epics, issues, projects
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import (
    GitLabError,
    RateLimitedError,
    RefusedError,
    UnauthorisedError,
    UnreachableError,
)
from storage.campaigns import add_campaign, get_campaign, get_view, update_campaign, update_item
from storage.catalog import Catalog
from storage.events import record_event
from storage.plans import PlanRecord, decide_plan, update_plan
from storage.queues import add_intent, find_intent, rearm_intent
from storage.records import CampaignRecord, CampaignView, ItemRecord
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store
from storage.tables import QueueState

ASK_TO_TICK = "Tick the labels that I may create, then press Start: {labels} in {group}."


def accept_plan(
    store: Store,
    catalog: Catalog,
    actor: Actor,
    plan_id: str,
    ticked: frozenset[str],
    *,
    now: Moment,
) -> int:
    """Turn a ready plan into a planned campaign, for a worker to create; gives its id.

    Raises:
        NotPermittedError: the actor may not start campaigns.
        OutOfDateError: the plan has expired, or was started or cancelled already.
        InvalidRequestError: the plan cannot start as it stands.
    """
    require(catalog, actor, "start")
    try:
        with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
            record = get_open_plan(session, plan_id, now=now)
            plan = _checked(record, ticked, now=now)
            if not decide_plan(session, plan_id, "started", by=actor.slack_id):
                raise OutOfDateError(overtaken(record))
            want_plan(session, record, now=now)
            return _write_campaign(session, catalog, actor, plan_id, plan, now=now)
    except IntegrityError as error:
        sentence = "Another campaign of this runtime is open: see `/runtime-upgrade list`."
        if "campaign.slug" in str(error.orig):
            sentence = "A campaign of this version came first: start again for a fresh plan."
        raise OutOfDateError(sentence) from error


def try_again(
    store: Store, catalog: Catalog, actor: Actor, campaign_id: int, *, now: Moment
) -> None:
    """Have what is missing of a campaign created once more.

    Raises:
        NotPermittedError: the actor may not start campaigns.
    """
    require(catalog, actor, "start")
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        intent = find_intent(session, f"start:{campaign_id}")
        if intent is None or intent.state == QueueState.pending.value:
            raise OutOfDateError("I am still at it: the message shows how far.")
        rearm_intent(session, intent, now=now.wall)
        want_progress(session, catalog, campaign_id, now=now)


def _checked(record: PlanRecord, ticked: frozenset[str], *, now: Moment) -> Plan:
    plan = record.plan
    if plan is None or not plan.startable:
        raise InvalidRequestError("This plan cannot start yet: press Edit and settle what it asks.")
    if plan.due.on is not None and plan.due.on < now.today:
        raise InvalidRequestError(
            f"{plan.due.on} is in the past by now: press Edit and give a later due date."
        )
    wanted = {plan.label, *plan.missing_labels}
    if not wanted <= ticked:
        labels = ", ".join(f"`{label}`" for label in sorted(wanted - ticked))
        raise InvalidRequestError(ASK_TO_TICK.format(labels=labels, group=plan.group))
    return plan


def _write_campaign(
    session: Session, catalog: Catalog, actor: Actor, plan_id: str, plan: Plan, *, now: Moment
) -> int:
    slug = plan.label.removeprefix(LABEL_STEM)
    campaign_id = add_campaign(session, plan, slug=slug, by=actor.slack_id, now=now.story)
    update_plan(session, plan_id, campaign_id=campaign_id)
    started = Event(EventKind.campaign_started, slug, now.story, actor.slack_id, after=plan.version)
    record_event(session, campaign_id, started)
    payload = {"campaign_id": campaign_id, "labels": [plan.label, *plan.missing_labels]}
    add_intent(session, "start", f"start:{campaign_id}", payload, now=now.wall)
    want_progress(session, catalog, campaign_id, now=now)
    return campaign_id


@dataclass(frozen=True)
class Started:
    """What a run of `start_campaign` did to each component."""

    outcomes: tuple[Outcome, ...]


def start_campaign(
    store: Store,
    gitlab: Connection,
    catalog: Catalog,
    campaign_id: int,
    labels: Iterable[str],
    *,
    clock: Callable[[], Moment],
    still_mine: Callable[[], bool] = lambda: True,
) -> Started:
    """Create what is missing of a campaign: labels, epic, issues; then call it active.

    A component that GitLab refuses is an outcome, not the end. ``still_mine`` is asked
    before each creation: it renews the lease of this work, and False ends the run.

    Raises:
        UnreachableError, RateLimitedError: run again later; nothing is made twice.
    """
    with store.read() as session:
        view = get_view(session, campaign_id)
    if view.campaign.state == CampaignState.cancelled:
        return Started(())
    projects.ensure_group_labels(gitlab, view.campaign.group_path, labels)
    if not still_mine():
        return Started(())
    campaign = _ensure_epic(store, gitlab, catalog, view, clock=clock)
    making = _Making(store, gitlab, catalog, campaign, clock)
    there = _existing_issues(gitlab, campaign, view.items)
    in_epic = _linked_ids(gitlab, campaign)
    outcomes: list[Outcome] = []
    for item in view.items:
        if not still_mine() or _is_cancelled(store, campaign_id):
            return Started(tuple(outcomes))
        outcomes.append(_make_item(making, item, there.get(item.component), in_epic))
    _activate(making)
    return Started(tuple(outcomes))


def _is_cancelled(store: Store, campaign_id: int) -> bool:
    with store.read() as session:
        return get_campaign(session, campaign_id).state == CampaignState.cancelled


@dataclass(frozen=True)
class _Making:
    """What every step of one run needs."""

    store: Store
    gitlab: Connection
    catalog: Catalog
    campaign: CampaignRecord
    clock: Callable[[], Moment]


def _ensure_epic(
    store: Store,
    gitlab: Connection,
    catalog: Catalog,
    view: CampaignView,
    *,
    clock: Callable[[], Moment],
) -> CampaignRecord:
    """Find or create the epic, or without epics the tracking issue that stands in for it."""
    campaign = view.campaign
    if campaign.epic_iid is None:
        with_epics = epics.epics_available(gitlab, campaign.group_path)
        find_or_create = _epic if with_epics else _tracking_issue
        found = find_or_create(gitlab, catalog, view)
        with store.write() as session:
            update_campaign(
                session,
                campaign.id,
                epic_iid=found.iid,
                epic_id=found.id,
                epic_url=found.web_url,
                epic_project=found.project,
                notices=[] if with_epics else ["no_epics"],
            )
            want_progress(session, catalog, campaign.id, now=clock())
    with store.read() as session:
        return get_view(session, campaign.id).campaign


def _epic(gitlab: Connection, catalog: Catalog, view: CampaignView) -> epics.EpicSeen:
    campaign = view.campaign
    mark = marker(campaign.slug, EPIC)
    for epic in epics.list_epics(gitlab, campaign.group_path, label=campaign.label):
        if mark in epic.description:
            return epic
    return epics.create_epic(
        gitlab,
        campaign.group_path,
        title=campaign.epic_title,
        description=epic_text(catalog.folder, view),
        label=campaign.label,
        due_on=campaign.due_on,
    )


def _tracking_issue(gitlab: Connection, catalog: Catalog, view: CampaignView) -> epics.EpicSeen:
    campaign = view.campaign
    project = catalog.working_group.policy.tracking_project or view.items[0].project
    mark = marker(campaign.slug, EPIC)
    there = issues.list_project_issues_labelled(gitlab, project, campaign.label)
    found = next((issue for issue in there if mark in issue.description), None)
    issue = found or issues.create_issue(
        gitlab,
        project,
        title=campaign.epic_title,
        description=epic_text(catalog.folder, view),
        label=campaign.label,
        assignee_id=None,
        due_on=campaign.due_on,
    )
    return epics.EpicSeen(
        issue.ref.iid, issue.id, issue.title, issue.web_url, project=issue.ref.project
    )


def _existing_issues(
    gitlab: Connection, campaign: CampaignRecord, items: tuple[ItemRecord, ...]
) -> dict[str, IssueSeen]:
    """Map the components whose issue is there already; projects outside the group too."""
    found = issues.list_issues_labelled(gitlab, campaign.group_path, campaign.label)
    inside = f"{campaign.group_path}/"
    for project in sorted({i.project for i in items if not i.project.startswith(inside)}):
        found += _outside(gitlab, project, campaign.label)
    by_age = sorted(found, key=lambda issue: (issue.moved, issue.id), reverse=True)
    return {
        item.component: issue
        for item in items
        for issue in by_age
        if marker(campaign.slug, item.component) in issue.description
    }


def _outside(gitlab: Connection, project: str, label: str) -> list[IssueSeen]:
    """List a project's issues; where it refuses, so will the creation, and that is an outcome."""
    try:
        return issues.list_project_issues_labelled(gitlab, project, label)
    except RefusedError:
        return []


def _linked_ids(gitlab: Connection, campaign: CampaignRecord) -> frozenset[int]:
    """List the global ids of issues that hang on the epic; of a tracking issue, none is known."""
    if campaign.epic_iid is None or campaign.epic_project is not None:
        return frozenset()
    return epics.list_epic_issue_ids(gitlab, campaign.group_path, campaign.epic_iid)


def _make_item(
    making: _Making, item: ItemRecord, there: IssueSeen | None, in_epic: frozenset[int]
) -> Outcome:
    """Create one component's issue if it is missing, and hang it on the epic.

    A refusal is this component's outcome; that GitLab is away, asks to wait, or takes the
    token no longer, ends the run.
    """
    if item.issue_iid is not None and item.in_epic:
        return Outcome(item.component, OutcomeKind.already_so)
    try:
        known = there or _known_issue(making.gitlab, item)
        issue = known or _create_issue(making, item)
        _note_issue(making, item, issue, made=known is None)
        _ensure_labelled(making, issue)
        _hang(making, issue, in_epic)
    except (UnreachableError, RateLimitedError, UnauthorisedError):
        raise
    except GitLabError as error:
        return _note_failure(making, item, str(error))
    _note_hung(making, item)
    kind = OutcomeKind.done if known is None else OutcomeKind.already_so
    return Outcome(item.component, kind, str(issue.ref))


def _ensure_labelled(making: _Making, issue: IssueSeen) -> None:
    """See to the label by which the issue is found: of a guest, GitLab drops labels in silence."""
    label = making.campaign.label
    if label in issue.labels:
        return
    issues.relabel_issue(making.gitlab, issue.ref, add=[label], remove=[])
    seen = issues.find_issue(making.gitlab, issue.ref)
    if seen is None or label not in seen.labels:
        raise RefusedError(
            f"GitLab dropped the label {label} of {issue.ref}: "
            f"give the token the Reporter role in {issue.ref.project}",
            status=403,
        )


def _known_issue(gitlab: Connection, item: ItemRecord) -> IssueSeen | None:
    """Look for the issue that an earlier run wrote down, should it have lost its label."""
    if item.issue_iid is None:
        return None
    return issues.find_issue(gitlab, IssueRef(item.project, item.issue_iid))


def _create_issue(making: _Making, item: ItemRecord) -> IssueSeen:
    user = projects.find_user(making.gitlab, item.dri) if item.dri else None
    return issues.create_issue(
        making.gitlab,
        item.project,
        title=issue_title(making.campaign),
        description=issue_text(making.catalog.folder, making.campaign, item),
        label=making.campaign.label,
        assignee_id=user.id if user and user.active else None,
        due_on=making.campaign.due_on,
    )


def _hang(making: _Making, issue: IssueSeen, in_epic: frozenset[int]) -> None:
    campaign, gitlab = making.campaign, making.gitlab
    if campaign.epic_iid is None or issue.id in in_epic:
        return
    if campaign.epic_project is None:
        epics.add_to_epic(gitlab, campaign.group_path, campaign.epic_iid, issue.id)
        return
    tracking = IssueRef(campaign.epic_project, campaign.epic_iid)
    if issue.ref not in {link.ref for link in issues.list_links(gitlab, tracking)}:
        issues.add_link(gitlab, tracking, issue.ref, issues.RELATES_TO)


def _note_issue(making: _Making, item: ItemRecord, issue: IssueSeen, *, made: bool) -> None:
    """Write down the issue as soon as it is there, whatever becomes of the epic."""
    now, campaign = making.clock(), making.campaign
    if item.issue_iid is not None:
        return
    with making.store.write() as session:
        update_item(
            session,
            item.id,
            project=issue.ref.project,
            project_id=issue.project_id,
            issue_iid=issue.ref.iid,
            issue_id=issue.id,
            web_url=issue.web_url,
        )
        event = Event(
            EventKind.issue_created,
            campaign.slug,
            now.story,
            campaign.started_by,
            component=item.component,
            after=str(issue.ref),
            reason=None if made else "found again",
        )
        record_event(session, campaign.id, event)


def _note_hung(making: _Making, item: ItemRecord) -> None:
    with making.store.write() as session:
        update_item(session, item.id, in_epic=True, creation_failure=None)
        want_progress(session, making.catalog, making.campaign.id, now=making.clock())


def _note_failure(making: _Making, item: ItemRecord, reason: str) -> Outcome:
    now, campaign = making.clock(), making.campaign
    with making.store.write() as session:
        update_item(session, item.id, creation_failure=reason)
        event = Event(
            EventKind.creation_failed,
            campaign.slug,
            now.story,
            campaign.started_by,
            component=item.component,
            reason=reason,
        )
        record_event(session, campaign.id, event)
        want_progress(session, making.catalog, campaign.id, now=now)
    return Outcome(item.component, OutcomeKind.refused, reason)


def _activate(making: _Making) -> None:
    now, campaign = making.clock(), making.campaign
    with making.store.write() as session:
        if get_view(session, campaign.id).campaign.state == CampaignState.planned:
            update_campaign(session, campaign.id, state=CampaignState.active.value)
            event = Event(
                EventKind.campaign_activated, campaign.slug, now.story, campaign.started_by
            )
            want_history(
                session,
                making.catalog,
                campaign.id,
                [record_event(session, campaign.id, event)],
                now=now,
            )
        want_card(session, making.catalog, campaign.id, now=now)
        want_progress(session, making.catalog, campaign.id, now=now)
