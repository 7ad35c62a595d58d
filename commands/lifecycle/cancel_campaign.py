"""Cancelling a campaign, and closing its epic and issues on request."""

from dataclasses import dataclass

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.people.roles import Actor, Permission
from campaigns.states import OPEN_CAMPAIGN_STATES, CampaignState
from campaigns.sync.snapshots import IssueRef
from commands.clocks import Clocks
from commands.errors import OutOfDateError
from commands.items.find_items import get_meant_campaign
from commands.lifecycle.update_progress import update_progress
from commands.overview.update_card import update_card
from commands.people.actors import require
from commands.unit import Unit
from gitlab_gateway.connection import Connection
from gitlab_gateway.epic_choice import open_epics
from gitlab_gateway.errors import RefusedError
from gitlab_gateway.issues import close_issue
from gitlab_gateway.schema import Schema
from storage.catalog.read import Catalog
from storage.delivery.queues import add_intent
from storage.events import record_event
from storage.lifecycle.campaigns import get_campaign, get_view, update_campaign
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store

KIND = "close_issues"
FORBIDDEN = 403


@dataclass(frozen=True)
class CancelRequest:
    """A parsed `cancel <campaign> because <words>`.

    ``campaign`` is its name as typed, or its id.
    """

    campaign: int | str
    reason: str


def find_cancellable(
    store: Store, catalog: Catalog, actor: Actor, request: CancelRequest
) -> Campaign:
    """Return the open campaign to cancel, for the confirmation.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may cancel.
        InvalidRequestError: no such open campaign.
    """
    require(catalog, actor, Permission.cancel)
    with store.read() as session:
        return get_meant_campaign(session, request.campaign)


def cancel_campaign(
    store: Store,
    catalog: Catalog,
    actor: Actor,
    request: CancelRequest,
    *,
    close_issues: bool,
    now: Clocks,
) -> Campaign:
    """Cancel a campaign, which stops its creation, sync and reminders.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may cancel.
        OutOfDateError: it is no longer open.
    """
    require(catalog, actor, Permission.cancel)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        campaign = get_meant_campaign(session, request.campaign)
        campaign_id = campaign.id
        if campaign.state not in OPEN_CAMPAIGN_STATES:
            raise OutOfDateError(f"{campaign.title} is already {campaign.state.value}.")
        update_campaign(
            session, campaign_id, state=CampaignState.cancelled.value, closing_reason=request.reason
        )
        event = Event(
            EventKind.campaign_cancelled,
            campaign.slug,
            now.story,
            actor.slack_id,
            before=campaign.state.value,
            after=CampaignState.cancelled.value,
            reason=request.reason,
        )
        event_id = record_event(session, campaign_id, event)
        if close_issues:
            payload = {"campaign_id": campaign_id, "asked_by": actor.slack_id}
            add_intent(session, KIND, f"{KIND}:{campaign_id}", payload, now=now.wall)
        update_card(unit, campaign_id, [event_id])
        update_progress(unit, campaign_id)
        return get_campaign(session, campaign_id)


def close_campaign_issues(
    store: Store, gitlab: Connection, schema: Schema, campaign_id: int
) -> int:
    """Close a cancelled campaign's issues and epic in GitLab; return the number of issues.

    Closing is idempotent, so an interrupted run can be repeated.

    Raises:
        GitLabError: GitLab did not respond, or rejected the request.
    """
    with store.read() as session:
        view = get_view(session, campaign_id)
    campaign = view.campaign
    to_close = [item for item in view.items if item.issue_iid and not item.closed and not item.gone]
    refused = [item.title for item in to_close if not _closed(gitlab, item)]
    if campaign.epic_iid is not None and campaign.epic_project is None:
        open_epics(gitlab, schema, campaign.group_path).close(campaign.epic_iid)
    if campaign.epic_iid is not None and campaign.epic_project is not None:
        close_issue(gitlab, IssueRef(campaign.epic_project, campaign.epic_iid))
    if refused:
        what = f"GitLab refused to close the issues for {', '.join(refused)}"
        raise RefusedError(what, status=FORBIDDEN)
    return len(to_close)


def _closed(gitlab: Connection, item: Item) -> bool:
    """Close an item's issue; return False if GitLab refuses, so that the run continues."""
    try:
        close_issue(gitlab, IssueRef(item.project, item.issue_iid or 0))
    except RefusedError:
        return False
    return True
