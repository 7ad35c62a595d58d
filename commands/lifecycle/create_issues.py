"""Finding or creating a campaign's issues, one per component, and adding them to the epic."""

from collections.abc import Callable
from dataclasses import dataclass

from campaigns.events import Event, EventKind
from campaigns.lifecycle.plans import Outcome, OutcomeKind, marker
from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.sync.snapshots import IssueRef, IssueSnapshot
from commands.clocks import Clocks
from commands.lifecycle.issue_texts import issue_text, issue_title
from commands.lifecycle.update_progress import update_progress
from commands.unit import Unit
from gitlab_gateway import issues, projects
from gitlab_gateway.connection import Connection
from gitlab_gateway.epics import Epics
from gitlab_gateway.errors import (
    RefusedError,
)
from gitlab_gateway.membership import explain_refusal
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.lifecycle.campaigns import update_item
from storage.store import Store


@dataclass(frozen=True)
class CreationRun:
    """The context of one run that creates a campaign's issues."""

    store: Store
    gitlab: Connection
    catalog: Catalog
    campaign: Campaign
    epics: Epics
    clock: Callable[[], Clocks]


def existing_issues(
    gitlab: Connection, campaign: Campaign, items: tuple[Item, ...]
) -> dict[str, IssueSnapshot]:
    """Map components to their existing issues, including those in projects outside the group."""
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


def _outside(gitlab: Connection, project: str, label: str) -> list[IssueSnapshot]:
    """List a project's issues; empty if access is denied, which the creation then reports."""
    try:
        return issues.list_project_issues_labelled(gitlab, project, label)
    except RefusedError:
        return []


def linked_ids(epics: Epics, campaign: Campaign) -> frozenset[int]:
    """List the global ids of the epic's issues; empty for a tracking issue."""
    if campaign.epic_iid is None or campaign.epic_project is not None:
        return frozenset()
    return epics.issue_ids(campaign.epic_iid)


def ensure_issue(
    making: CreationRun, item: Item, there: IssueSnapshot | None, in_epic: frozenset[int]
) -> Outcome:
    """Create one component's issue if it is missing, and add it to the epic.

    If GitLab refuses permanently, that is recorded as the component's outcome. Any other failure is
    raised and ends the run, which is repeated.
    """
    if item.issue_iid is not None and item.in_epic:
        return Outcome(item.component, OutcomeKind.already_so)
    try:
        known = there or _known_issue(making.gitlab, item)
        issue = known or _create_issue(making, item)
        _record_issue(making, item, issue, made=known is None)
        _ensure_labelled(making, issue)
        _add_to_epic(making, issue, in_epic)
    except RefusedError as error:
        group = making.campaign.group_path
        refused = explain_refusal(making.gitlab, group, item.project, error)
        return _note_failure(making, item, str(refused))
    _record_in_epic(making, item)
    kind = OutcomeKind.done if known is None else OutcomeKind.already_so
    return Outcome(item.component, kind, str(issue.ref))


def _ensure_labelled(making: CreationRun, issue: IssueSnapshot) -> None:
    """Ensure that the issue has its label: GitLab silently drops labels set by a guest."""
    label = making.campaign.label
    if label in issue.labels:
        return
    issues.relabel_issue(making.gitlab, issue.ref, add=[label], remove=[])
    seen = issues.find_issue(making.gitlab, issue.ref)
    if seen is None or label not in seen.labels:
        raise RefusedError(
            f"GitLab dropped the label {label} from {issue.ref}: "
            f"give the token the Reporter role in {issue.ref.project}",
            status=403,
        )


def _known_issue(gitlab: Connection, item: Item) -> IssueSnapshot | None:
    """Find the issue that an earlier run recorded, in case it has lost its label."""
    if item.issue_iid is None:
        return None
    return issues.find_issue(gitlab, IssueRef(item.project, item.issue_iid))


def _create_issue(making: CreationRun, item: Item) -> IssueSnapshot:
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


def _add_to_epic(making: CreationRun, issue: IssueSnapshot, in_epic: frozenset[int]) -> None:
    campaign, gitlab = making.campaign, making.gitlab
    if campaign.epic_iid is None or issue.id in in_epic:
        return
    if campaign.epic_project is None:
        making.epics.add(campaign.epic_iid, issue.id)
        return
    tracking = IssueRef(campaign.epic_project, campaign.epic_iid)
    if issue.ref not in {link.ref for link in issues.list_links(gitlab, tracking)}:
        issues.add_link(gitlab, tracking, issue.ref, issues.RELATES_TO)


def _record_issue(making: CreationRun, item: Item, issue: IssueSnapshot, *, made: bool) -> None:
    """Record a new issue immediately, before it is added to the epic."""
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


def _record_in_epic(making: CreationRun, item: Item) -> None:
    with making.store.write() as session:
        unit = Unit(session, making.catalog, making.clock())
        update_item(session, item.id, in_epic=True, creation_failure=None)
        update_progress(unit, making.campaign.id)


def _note_failure(making: CreationRun, item: Item, reason: str) -> Outcome:
    now, campaign = making.clock(), making.campaign
    with making.store.write() as session:
        unit = Unit(session, making.catalog, now)
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
        update_progress(unit, campaign.id)
    return Outcome(item.component, OutcomeKind.refused, reason)
