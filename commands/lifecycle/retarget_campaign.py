"""Changing the target version of an open campaign, such as from 1.25.5 to 1.25.9."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.people.roles import Actor, Permission
from campaigns.states import OPEN_CAMPAIGN_STATES, CampaignState
from commands.clocks import Clocks
from commands.errors import InvalidRequestError, OutOfDateError
from commands.evidence.judge_evidence import reevaluate_items
from commands.items.find_items import get_meant_campaign
from commands.lifecycle.draw_up_plan import default_patch
from commands.lifecycle.epic_notes import enqueue_epic_words
from commands.lifecycle.plan_campaign import StartRequest, refuse_old_version
from commands.lifecycle.preview_pins import enqueue_gathered
from commands.markdown import Markdown, as_value, markdown
from commands.merge_requests.bump_component import BumpIntent, enqueue_bump, repository_of
from commands.overview.update_card import update_card
from commands.people.actors import require
from commands.unit import Unit
from runtimes.model import Runtime
from runtimes.registry import get_runtime
from runtimes.versions import Version, parse_version
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.lifecycle.campaigns import get_view, list_campaigns, update_campaign
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class RetargetRequest:
    """A parsed `retarget <campaign> to <version> [because <words>]`.

    ``campaign`` is its name as typed, or its id.
    """

    campaign: int | str
    version: Version
    reason: str = ""


@dataclass(frozen=True)
class RetargetPreview:
    """A campaign and its new target.

    ``patch`` is the patch version to write if ``version`` has none. ``verified`` counts the items
    verified at the current target. ``repositories`` have an open merge request by the assistant,
    which is also updated.
    """

    campaign: Campaign
    version: str
    patch: str | None
    reason: str
    verified: int
    repositories: tuple[str, ...]


def preview_retarget(
    store: Store, catalog: Catalog, actor: Actor, request: RetargetRequest
) -> RetargetPreview:
    """Return the effects of a new target, without changing anything.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may change a target.
        InvalidRequestError: there is no such open campaign, or it cannot change to the version.
    """
    require(catalog, actor, Permission.retarget)
    with store.read() as session:
        return _retargeting(session, catalog, _view_of(session, request), request)


def retarget_campaign(
    store: Store, catalog: Catalog, actor: Actor, request: RetargetRequest, *, now: Clocks
) -> RetargetPreview:
    """Change a campaign's target, re-evaluate its items, and update its open merge requests.

    The epic and the issues keep their titles; a note is added to the epic.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may change a target.
        OutOfDateError: it already has this target, cannot change to it, or is no longer open.
    """
    require(catalog, actor, Permission.retarget)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        view = _view_of(session, request)
        try:
            moving = _retargeting(session, catalog, view, request)
        except InvalidRequestError as error:
            raise OutOfDateError(str(error)) from error
        campaign_id = view.campaign.id
        update_campaign(session, campaign_id, version=moving.version, patch=moving.patch)
        event = record_event(session, campaign_id, _event(moving, actor, now))
        reevaluate_items(unit, campaign_id)
        _follow(unit, view, moving, actor)
        enqueue_epic_words(unit, campaign_id, f"target {event}", _words(moving))
        update_card(unit, campaign_id, [event])
    return moving


def _view_of(session: Session, request: RetargetRequest) -> CampaignView:
    return get_view(session, get_meant_campaign(session, request.campaign).id)


def _retargeting(
    session: Session, catalog: Catalog, view: CampaignView, request: RetargetRequest
) -> RetargetPreview:
    campaign, runtime, version = view.campaign, get_runtime(view.campaign.runtime), request.version
    if campaign.state not in OPEN_CAMPAIGN_STATES:
        raise InvalidRequestError(f"{campaign.title} is already {campaign.state.value}.")
    _check(campaign, runtime, version)
    done = list_campaigns(session, runtime=campaign.runtime)
    completed = [one.version for one in done if one.state == CampaignState.completed]
    refuse_old_version(StartRequest(runtime, version), completed)
    return RetargetPreview(
        campaign=campaign,
        version=str(version),
        patch=default_patch(runtime, version),
        reason=request.reason,
        verified=sum(item.evidence is not None and item.evidence.verified for item in view.items),
        repositories=tuple(_with_requests(catalog, view)),
    )


def _check(campaign: Campaign, runtime: Runtime, version: Version) -> None:
    now = parse_version(campaign.version)
    if str(version) == campaign.version:
        raise InvalidRequestError(f"{campaign.title} is already the target.")
    if now is None or now.cycle_of(runtime) != version.cycle_of(runtime):
        raise InvalidRequestError(
            f"{version} is not in the same release cycle as {campaign.title}: "
            f"cancel this campaign and run `start {runtime.name} {version}`."
        )


def _with_requests(catalog: Catalog, view: CampaignView) -> dict[str, Item]:
    """Map each repository with an open merge request by the assistant to one of its items."""
    found: dict[str, Item] = {}
    for item in view.items:
        if any(known.ours and known.state == "opened" for known in item.merge_requests):
            found.setdefault(repository_of(catalog, view.campaign, item), item)
    return found


def _event(moving: RetargetPreview, actor: Actor, now: Clocks) -> Event:
    return Event(
        EventKind.campaign_retargeted,
        moving.campaign.slug,
        now.story,
        actor.slack_id,
        before=moving.campaign.version,
        after=moving.version,
        reason=moving.reason or None,
    )


def _follow(unit: Unit, view: CampaignView, moving: RetargetPreview, actor: Actor) -> None:
    """Enqueue intents to read the repositories and update the open merge requests."""
    campaign_id = moving.campaign.id
    enqueue_gathered(unit.session, str(campaign_id), {"campaign_id": campaign_id}, unit.now)
    for project, item in _with_requests(unit.catalog, view).items():
        bump = BumpIntent(campaign_id, project, item.id, actor.slack_id)
        enqueue_bump(unit.session, bump, now=unit.now)


def _words(moving: RetargetPreview) -> Markdown:
    because = markdown(", because {}", moving.reason) if moving.reason else markdown("")
    target, previous = as_value(str(moving.version)), as_value(moving.campaign.version)
    return markdown("The target is now {}, previously {}{}.", target, previous, because)
