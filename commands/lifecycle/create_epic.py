"""Finding or creating a campaign's epic, or a tracking issue if epics are unavailable."""

from collections.abc import Callable

from campaigns.lifecycle.plans import EPIC, marker
from campaigns.model.campaign import Campaign, CampaignView
from commands.clocks import Clocks
from commands.lifecycle.issue_texts import epic_text
from commands.lifecycle.update_progress import update_progress
from commands.unit import Unit
from gitlab_gateway import issues
from gitlab_gateway.connection import Connection
from gitlab_gateway.epic_choice import create_epic, find_epics
from gitlab_gateway.epics import EpicRecord, Epics
from gitlab_gateway.schema import Schema
from storage.catalog.read import Catalog
from storage.lifecycle.campaigns import get_view, update_campaign
from storage.store import Store


def ensure_epic(
    store: Store,
    gitlab: Connection,
    schema: Schema,
    catalog: Catalog,
    view: CampaignView,
    *,
    clock: Callable[[], Clocks],
) -> Campaign:
    """Find or create the epic, or a tracking issue if GitLab has no epics."""
    campaign = view.campaign
    if campaign.epic_iid is None:
        epics = find_epics(gitlab, schema, campaign.group_path)
        if epics is None:
            found = _tracking_issue(gitlab, catalog, view)
        else:
            found = _epic(epics, catalog, view)
        with store.write() as session:
            unit = Unit(session, catalog, clock())
            update_campaign(
                session,
                campaign.id,
                epic_iid=found.iid,
                epic_id=found.id,
                epic_url=found.web_url,
                epic_project=found.project,
                notices=["no_epics"] if epics is None else [],
            )
            update_progress(unit, campaign.id)
    with store.read() as session:
        return get_view(session, campaign.id).campaign


def _epic(epics: Epics, catalog: Catalog, view: CampaignView) -> EpicRecord:
    campaign = view.campaign
    mark = marker(campaign.slug, EPIC)
    for epic in epics.list_labelled(campaign.label):
        if mark in epic.description:
            return epic
    return create_epic(
        epics,
        title=campaign.epic_title,
        description=epic_text(catalog.folder, view),
        label=campaign.label,
        due_on=campaign.due_on,
    )


def _tracking_issue(gitlab: Connection, catalog: Catalog, view: CampaignView) -> EpicRecord:
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
    return EpicRecord(
        issue.ref.iid, issue.id, issue.title, issue.web_url, project=issue.ref.project
    )
