"""Closing a campaign: every gating item is verified or waived, a person has seen what follows."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.criteria import Criterion
from campaigns.events import Event, EventKind
from campaigns.observations import IssueRef
from campaigns.roles import Actor
from campaigns.states import OPEN_CAMPAIGN_STATES, CampaignState
from commands.actors import require
from commands.catalog_patch import learned_owners
from commands.criteria import complete_criteria_of
from commands.errors import InvalidRequestError, OutOfDateError
from commands.find_items import get_open_campaign
from commands.messages import (
    want_card,
    want_closed_epics_again,
    want_history,
    want_progress,
    want_retrospective,
)
from commands.moments import Moment
from commands.open_tiers import is_over
from gitlab_gateway.connection import Connection
from gitlab_gateway.epics import close_epic
from gitlab_gateway.issues import close_issue
from storage.campaigns import get_campaign, get_view, update_campaign
from storage.catalog import Catalog
from storage.criteria import list_criteria, numbers_of_campaign
from storage.events import record_event
from storage.queues import add_intent
from storage.records import CampaignRecord, CampaignView, ItemRecord
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store

KIND = "close_epic"


@dataclass(frozen=True)
class Closing:
    """What closing a campaign meets: what is missing, what was waived, what it completes.

    ``left`` are unfinished items that gate nothing: they stay open, and hold nobody up.
    """

    campaign: CampaignRecord
    missing: tuple[ItemRecord, ...]
    waived: tuple[ItemRecord, ...]
    left: tuple[ItemRecord, ...]
    criteria: tuple[Criterion, ...]


def preview_closing(store: Store, catalog: Catalog, actor: Actor, words: str) -> Closing:
    """Say what stands between a campaign and its end, and what closing would do.

    Raises:
        NotPermittedError: only facilitator and functional lead close.
        InvalidRequestError: no such open campaign.
    """
    require(catalog, actor, "close")
    with store.read() as session:
        return closing_of(session, get_open_campaign(session, words).id)


def closing_of(session: Session, campaign_id: int) -> Closing:
    """Say what closing a campaign meets, inside a unit."""
    view = get_view(session, campaign_id)
    numbers = numbers_of_campaign(session, campaign_id)
    gating = _gating(view)
    return Closing(
        view.campaign,
        missing=tuple(i for i in view.items if i.tier in gating and not is_over(i)),
        waived=tuple(i for i in view.items if i.waived_by is not None),
        left=tuple(i for i in view.items if i.tier not in gating and not is_over(i)),
        criteria=tuple(c for c in list_criteria(session) if c.number in numbers),
    )


def _gating(view: CampaignView) -> frozenset[str]:
    return frozenset(tier["key"] for tier in view.campaign.tiers if tier["gates"])


def close_campaign(
    store: Store, catalog: Catalog, actor: Actor, campaign_id: int, *, now: Moment
) -> Closing:
    """Complete a campaign; its epic is closed by a worker, its retrospective posted.

    Raises:
        NotPermittedError: only facilitator and functional lead close.
        OutOfDateError: it is no longer open.
        InvalidRequestError: a gating item is neither verified nor waived.
    """
    require(catalog, actor, "close")
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        found = closing_of(session, campaign_id)
        _require_closable(found)
        _complete(session, catalog, actor, found.campaign, now=now)
        return found


def _require_closable(found: Closing) -> None:
    campaign = found.campaign
    if campaign.state not in OPEN_CAMPAIGN_STATES:
        raise OutOfDateError(f"{campaign.title} is {campaign.state.value} already.")
    if campaign.state == CampaignState.planned:
        raise InvalidRequestError(
            f"{campaign.title} is still being set up in GitLab: wait for its issues, or cancel it."
        )
    if found.missing:
        names = ", ".join(item.title for item in found.missing)
        raise InvalidRequestError(
            f"{campaign.title} cannot close yet. Neither verified nor waived: {names}."
        )


def _complete(
    session: Session, catalog: Catalog, actor: Actor, campaign: CampaignRecord, *, now: Moment
) -> None:
    completed = CampaignState.completed.value
    update_campaign(session, campaign.id, state=completed)
    event = Event(
        EventKind.campaign_completed,
        campaign.slug,
        now.story,
        actor.slack_id,
        before=campaign.state.value,
        after=completed,
    )
    event_id = record_event(session, campaign.id, event)
    complete_criteria_of(session, campaign, actor.slack_id, now=now)
    if campaign.epic_iid is not None:
        payload = {"campaign_id": campaign.id}
        add_intent(session, KIND, f"{KIND}:{campaign.id}", payload, now=now.wall)
    want_card(session, catalog, campaign.id, now=now)
    want_progress(session, catalog, campaign.id, now=now)
    want_history(session, catalog, campaign.id, [event_id], now=now)
    learned = learned_owners(catalog, get_view(session, campaign.id))
    want_retrospective(session, catalog, campaign, learned, now=now)
    want_closed_epics_again(session, campaign.id, now=now)


def close_campaign_epic(store: Store, gitlab: Connection, campaign_id: int) -> None:
    """Close a completed campaign's epic, or the issue that stands for it; twice is as once.

    Raises:
        GitLabError: GitLab did not answer, or refused.
    """
    with store.read() as session:
        campaign = get_campaign(session, campaign_id)
    if campaign.epic_iid is not None and campaign.epic_project is None:
        close_epic(gitlab, campaign.group_path, campaign.epic_iid)
    if campaign.epic_iid is not None and campaign.epic_project is not None:
        close_issue(gitlab, IssueRef(campaign.epic_project, campaign.epic_iid))
