"""Drafting announcements of reached milestones, and showing the drafts to a lead."""

from collections.abc import Iterator
from dataclasses import replace

from sqlmodel import Session

from campaigns.announcements import (
    AnnouncementDraftMessage,
    Milestone,
    reached_milestones,
)
from campaigns.delivery import NoticeMessage
from campaigns.drafts import DraftState
from campaigns.evidence import is_finished
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.people.roles import Role
from campaigns.people.working_time import is_working
from campaigns.states import CampaignState
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.errors import InvalidRequestError
from commands.lifecycle.issue_texts import announcement_text
from commands.people.delegates import read_assignees
from commands.unit import Unit
from storage.announcements import (
    add_announcement,
    get_announcement,
    list_announcements,
)
from storage.catalog.read import Catalog, CatalogAnnouncement
from storage.delivery.queues import find_message, list_messages_with_prefix
from storage.lifecycle.campaigns import get_campaign, get_view, list_campaigns
from storage.store import Store
from storage.summary.tables import AnnouncementRow

MAX_TEXT = 3000


def draft_announcements(store: Store, catalog: Catalog, *, now: Clocks) -> int:
    """Draft announcements of newly reached milestones, and show the drafts in working hours.

    A broken template is reported to the operators and does not block other announcements. Return
    the number of drafts written or shown.
    """
    with store.read() as session:
        unit = Unit(session, catalog, now)
        pending = [
            (get_view(session, campaign.id), milestones)
            for campaign, milestones in _unannounced(unit)
        ]
    written = 0
    for view, milestones in pending:
        for announcement in _reached(catalog, view):
            if announcement.milestone in milestones:
                written += _draft(store, catalog, view, announcement, now=now)
    return written + _show_drafts(store, catalog, now=now)


def _unannounced(unit: Unit) -> Iterator[tuple[Campaign, set[str]]]:
    """List the active campaigns with the milestones that have not been announced yet."""
    active = [
        c for c in list_campaigns(unit.session, only_open=True) if c.state == CampaignState.active
    ]
    known = _known(unit.session, [campaign.id for campaign in active])
    for campaign in active:
        wanted = {a.milestone for a in announcements_of(unit.catalog, campaign.runtime)}
        left = wanted - known.get(campaign.id, set())
        if left:
            yield campaign, left


def _known(session: Session, campaign_ids: list[int]) -> dict[int, set[str]]:
    known: dict[int, set[str]] = {}
    for record in list_announcements(session, campaign_ids=campaign_ids):
        known.setdefault(record.campaign_id, set()).add(record.milestone)
    return known


def announcements_of(catalog: Catalog, runtime: str) -> tuple[CatalogAnnouncement, ...]:
    """List the announcements of a runtime that have at least one channel."""
    known = catalog.runtimes.get(runtime)
    return tuple(a for a in known.announcements if a.channels) if known else ()


def _reached(catalog: Catalog, view: CampaignView) -> Iterator[CatalogAnnouncement]:
    announcements = announcements_of(catalog, view.campaign.runtime)
    reached = reached_milestones(
        [Milestone(a.milestone, a.components) for a in announcements],
        planned=[item.component for item in view.items],
        finished=[item.component for item in view.items if _is_finished(item)],
        epic_created=view.campaign.epic_iid is not None,
    )
    return (a for a in announcements if a.milestone in reached)


def is_still_reached(catalog: Catalog, view: CampaignView, milestone: str) -> bool:
    """Return whether a milestone is currently reached, or no longer in the catalog."""
    known = {a.milestone for a in announcements_of(catalog, view.campaign.runtime)}
    return milestone not in known or milestone in {a.milestone for a in _reached(catalog, view)}


def _is_finished(item: Item) -> bool:
    """Return whether an item is finished, not counting a waiver."""
    return is_finished(replace(item, waived_by=None))


def _draft(
    store: Store,
    catalog: Catalog,
    view: CampaignView,
    announcement: CatalogAnnouncement,
    *,
    now: Clocks,
) -> bool:
    """Write a draft unless one exists; return whether one was written."""
    titles = [i.title for i in view.items if i.component in announcement.components]
    try:
        text = announcement_text(catalog.folder, view.campaign, announcement.template, titles)
    except InvalidRequestError as error:
        _notify_operators(store, catalog, view.campaign, announcement, str(error), now=now)
        return False
    with store.write() as session:
        known = _known(session, [view.campaign.id]).get(view.campaign.id, set())
        if announcement.milestone in known:
            return False
        row = AnnouncementRow(
            campaign_id=view.campaign.id,
            milestone=announcement.milestone,
            title=announcement.title,
            channels=list(announcement.channels),
            text=text[:MAX_TEXT],
            created_at=now.story,
        )
        add_announcement(session, row)
    return True


def _notify_operators(
    store: Store,
    catalog: Catalog,
    campaign: Campaign,
    announcement: CatalogAnnouncement,
    why: str,
    *,
    now: Clocks,
) -> None:
    """Notify the operators, once, of the reason an announcement could not be drafted."""
    operators = catalog.working_group.operator_channel
    key = f"announcement:{campaign.id}:{announcement.milestone}"
    if operators is None:
        return
    with store.read() as session:
        told = find_message(session, NoticeMessage.key_of(key)) is not None
    if not told:
        sentence = f"The announcement {announcement.title} could not be drafted: {why}"
        with store.write() as session:
            enqueue(session, NoticeMessage.about(key, sentence), to=operators, now=now)


def _show_drafts(store: Store, catalog: Catalog, *, now: Clocks) -> int:
    """Send new drafts to the facilitator, or to the functional lead if there is none."""
    with store.read() as session:
        unseen = _unseen(session)
    if not unseen:
        return 0
    with store.write() as session:
        unit = Unit(session, catalog, now)
        unseen = _unseen(session)
        assignees = read_assignees(unit, ())
        if not assignees.leads.keys() & {Role.facilitator, Role.functional_lead}:
            _ask_for_a_lead(unit, unseen)
        lead = assignees.decider()
        if lead is None or not is_working(assignees.availability(lead), now.story):
            return 0
        for announcement_id in unseen:
            draft = AnnouncementDraftMessage.for_reader(announcement_id, lead.slack_id)
            enqueue(session, draft, to=lead.slack_id, now=now)
        return len(unseen)


def _unseen(session: Session) -> list[int]:
    ids = [c.id for c in list_campaigns(session, only_open=True)]
    return [
        record.id
        for record in list_announcements(session, campaign_ids=ids)
        if record.state == DraftState.draft
        and not list_messages_with_prefix(session, AnnouncementDraftMessage.prefix(record.id))
    ]


def _ask_for_a_lead(unit: Unit, unseen: list[int]) -> None:
    """Notify the operators, once per draft, that nobody can decide on it."""
    operators = unit.catalog.working_group.operator_channel
    for announcement_id in unseen:
        key = f"announcement:{announcement_id}:nobody"
        if operators is None or find_message(unit.session, NoticeMessage.key_of(key)) is not None:
            continue
        record = get_announcement(unit.session, announcement_id)
        campaign = get_campaign(unit.session, record.campaign_id)
        sentence = (
            f"{campaign.title} has an announcement ({record.title}) that nobody can decide on: "
            "add a facilitator with their Slack id to working-group.yml."
        )
        enqueue(unit.session, NoticeMessage.about(key, sentence), to=operators, now=unit.now)
