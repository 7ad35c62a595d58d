"""Closing a campaign, after a preview, once every gating item is verified or waived."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.evidence import is_finished
from campaigns.lifecycle.messages import ClosedEpicMessage
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.people.roles import Actor, Permission
from campaigns.reports.criteria import Criterion
from campaigns.reports.messages import RetrospectiveMessage
from campaigns.states import OPEN_CAMPAIGN_STATES, CampaignState
from campaigns.sync.snapshots import IssueRef
from commands.catalog import learned_owners
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.errors import InvalidRequestError, OutOfDateError
from commands.items.find_items import get_meant_campaign
from commands.lifecycle.update_progress import update_progress
from commands.overview.update_card import update_card
from commands.people.actors import require
from commands.reports.criteria import complete_criteria_of
from commands.unit import Unit
from gitlab_gateway.connection import Connection
from gitlab_gateway.epic_choice import open_epics
from gitlab_gateway.issues import close_issue
from gitlab_gateway.schema import Schema
from storage.catalog.read import Catalog
from storage.delivery.queues import add_intent, enqueue_message_again, list_messages_with_prefix
from storage.events import record_event
from storage.lifecycle.campaigns import get_campaign, get_view, update_campaign
from storage.reports import list_criteria, numbers_of_campaign
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store

KIND = "close_epic"


@dataclass(frozen=True)
class ClosingPreview:
    """The preview of closing a campaign: missing and waived items, and criteria to complete.

    ``left`` are unfinished items of tiers that gate nothing; they stay open.
    """

    campaign: Campaign
    missing: tuple[Item, ...]
    waived: tuple[Item, ...]
    left: tuple[Item, ...]
    criteria: tuple[Criterion, ...]


def preview_closing(
    store: Store, catalog: Catalog, actor: Actor, campaign: int | str
) -> ClosingPreview:
    """Return what still prevents closing a campaign, and what closing would do.

    ``campaign`` is its name as typed, or its id.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may close.
        InvalidRequestError: no such open campaign.
    """
    require(catalog, actor, Permission.close)
    with store.read() as session:
        return closing_of(session, get_meant_campaign(session, campaign).id)


def closing_of(session: Session, campaign_id: int) -> ClosingPreview:
    """Build the preview of closing a campaign, in an open unit."""
    view = get_view(session, campaign_id)
    numbers = numbers_of_campaign(session, campaign_id)
    gating = _gating(view)
    return ClosingPreview(
        view.campaign,
        missing=tuple(i for i in view.items if i.tier in gating and not is_finished(i)),
        waived=tuple(i for i in view.items if i.waived_by is not None),
        left=tuple(i for i in view.items if i.tier not in gating and not is_finished(i)),
        criteria=tuple(c for c in list_criteria(session) if c.number in numbers),
    )


def _gating(view: CampaignView) -> frozenset[str]:
    return frozenset(tier.key for tier in view.campaign.tiers if tier.gates)


def close_campaign(
    store: Store, catalog: Catalog, actor: Actor, campaign: int | str, *, now: Clocks
) -> ClosingPreview:
    """Complete a campaign; a worker closes its epic, and its retrospective is posted.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may close.
        OutOfDateError: it is no longer open.
        InvalidRequestError: it is not active yet, or a gating item is neither verified nor waived.
    """
    require(catalog, actor, Permission.close)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        found = closing_of(session, get_meant_campaign(session, campaign).id)
        _require_closable(found)
        _complete(unit, actor, found.campaign)
        return found


def _require_closable(found: ClosingPreview) -> None:
    campaign = found.campaign
    if campaign.state not in OPEN_CAMPAIGN_STATES:
        raise OutOfDateError(f"{campaign.title} is already {campaign.state.value}.")
    if campaign.state == CampaignState.planned:
        raise InvalidRequestError(
            f"{campaign.title} is still being created in GitLab: wait until that is "
            "complete, or cancel it."
        )
    if found.missing:
        names = ", ".join(item.title for item in found.missing)
        raise InvalidRequestError(
            f"{campaign.title} cannot be closed yet. Neither verified nor waived: {names}."
        )


def _complete(unit: Unit, actor: Actor, campaign: Campaign) -> None:
    completed = CampaignState.completed.value
    update_campaign(unit.session, campaign.id, state=completed)
    event = Event(
        EventKind.campaign_completed,
        campaign.slug,
        unit.now.story,
        actor.slack_id,
        before=campaign.state.value,
        after=completed,
    )
    event_id = record_event(unit.session, campaign.id, event)
    complete_criteria_of(unit, campaign, actor.slack_id)
    if campaign.epic_iid is not None:
        payload = {"campaign_id": campaign.id, "asked_by": actor.slack_id}
        add_intent(unit.session, KIND, f"{KIND}:{campaign.id}", payload, now=unit.now.wall)
    update_card(unit, campaign.id, [event_id])
    update_progress(unit, campaign.id)
    _enqueue_retrospective(unit, campaign)
    refresh_closed_epics(unit, campaign.id)


def refresh_closed_epics(unit: Unit, campaign_id: int) -> None:
    """Refresh the messages that report a manually closed epic."""
    for row in list_messages_with_prefix(unit.session, ClosedEpicMessage.prefix(campaign_id)):
        enqueue_message_again(unit.session, row.dedupe_key, now=unit.now.wall)


def _enqueue_retrospective(unit: Unit, campaign: Campaign) -> None:
    """Enqueue the retrospective for the card's thread, with the owning groups of the catalog."""
    runtime = unit.catalog.runtimes.get(campaign.runtime)
    components = runtime.components if runtime else ()
    message = RetrospectiveMessage(
        campaign.id,
        {c.key: c.owner for c in components if c.owner},
        tuple(learned_owners(unit.catalog, get_view(unit.session, campaign.id))),
    )
    enqueue(unit.session, message, to=unit.catalog.working_group.channel, now=unit.now)


def close_campaign_epic(store: Store, gitlab: Connection, schema: Schema, campaign_id: int) -> None:
    """Close a completed campaign's epic or tracking issue; idempotent.

    Raises:
        GitLabError: GitLab did not respond, or rejected the request.
    """
    with store.read() as session:
        campaign = get_campaign(session, campaign_id)
    if campaign.epic_iid is not None and campaign.epic_project is None:
        open_epics(gitlab, schema, campaign.group_path).close(campaign.epic_iid)
    if campaign.epic_iid is not None and campaign.epic_project is not None:
        close_issue(gitlab, IssueRef(campaign.epic_project, campaign.epic_iid))
