"""Syncing a campaign with GitLab: fetching a snapshot in few requests, then recording it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from campaigns.events import GITLAB, Event, EventKind
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.states import OPEN_CAMPAIGN_STATES
from campaigns.summary.decisions import EPIC_CLOSED
from campaigns.sync.changes import Diff
from campaigns.sync.issue_matching import match_issues
from campaigns.sync.snapshots import IssueRef, IssueSnapshot
from commands.clocks import Clocks
from commands.delivery.worker import Worker
from commands.items.write_item import BLOCKERS, STATE, unwritten_aspects
from commands.lifecycle.close_campaign import refresh_closed_epics
from commands.overview.update_card import update_card
from commands.sync.apply_snapshot import SyncResult, apply_snapshot
from commands.sync.refused_writes import list_refused
from commands.sync.renamed_labels import find_missing_labels, note_missing_labels
from commands.sync.sync_context import SyncContext, issue_ref
from commands.unit import Unit
from gitlab_gateway.connection import Connection
from gitlab_gateway.epics import find_epic
from gitlab_gateway.errors import NeedsOperatorError
from gitlab_gateway.observe import observe_issue, observe_issues, read_links
from gitlab_gateway.schema import Schema
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.lifecycle.campaigns import get_campaign, get_view, update_campaign
from storage.store import Store


def sync_campaign(worker: Worker, campaign_id: int, *, with_links: bool = False) -> SyncResult:
    """Read a campaign's issues from GitLab, and record the changes.

    Links and the epic are only read at the interval in the catalog, or if ``with_links``.

    Raises:
        GitLabError: GitLab did not respond, or shows none of the issues; nothing was changed.
    """
    store, gitlab, schema = worker.store, worker.gitlab, worker.schema()
    now = worker.clock()
    with store.read() as session:
        view = get_view(session, campaign_id)
        unwritten = unwritten_aspects(session)
    campaign = view.campaign
    with_issue = [item for item in view.items if item.issue_iid]
    if campaign.state not in OPEN_CAMPAIGN_STATES or not with_issue:
        return SyncResult(campaign, Diff(), 0)
    refs = {item.component: issue_ref(item) for item in with_issue if not item.gone}
    lost = {item.component: issue_ref(item) for item in with_issue if item.gone}
    seen = observe_issues(gitlab, schema, campaign.group_path, campaign.label)
    matched = match_issues(campaign.slug, refs, seen)
    matched |= _missing_ones(gitlab, schema, refs, matched)
    _require_visible(refs, matched)
    matched |= _moved_ones(gitlab, schema, matched)
    found = match_issues(campaign.slug, lost, seen)
    matched |= {c: s for c, s in found.items() if not (s.duplicate or s.moved)}
    followed = [i for i in with_issue if not i.gone or i.component in matched]
    links_due = with_links or _links_due(worker.catalog, campaign, now)
    if links_due:
        matched = {c: s if s.links_known else read_links(gitlab, s) for c, s in matched.items()}
    closed = _is_epic_closed(gitlab, schema, campaign) if links_due else None
    missing = find_missing_labels(gitlab, worker.catalog, view, matched)
    with store.write() as session:
        unit = Unit(session, worker.catalog, now)
        fresh = get_view(session, campaign_id)
        if fresh.campaign.links_read_at == campaign.links_read_at:  # unless a later sync was faster
            _note_epic(unit, campaign_id, closed=closed)
            fresh = get_view(session, campaign_id)
        note_missing_labels(unit, campaign_id, missing.values())
        kept = unwritten | {fresh.item(c).id: frozenset({STATE, BLOCKERS}) for c in missing}
        sync = _context(unit, fresh, matched, kept)
        untouched = {_as_decided(item) for item in fresh.items}
        calm = {item.component for item in followed if _as_decided(item) in untouched}
        return apply_snapshot(sync, calm, links_due=links_due)


def _context(
    unit: Unit,
    view: CampaignView,
    matched: Mapping[str, IssueSnapshot],
    unwritten: Mapping[int, frozenset[str]],
) -> SyncContext:
    """Build the context of a sync during which ``unwritten`` may have been written."""
    held, refused = unwritten_aspects(unit.session), list_refused(unit.session)
    none = frozenset[str]()
    by_component = {
        item.component: held.get(item.id, none) | unwritten.get(item.id, none)
        for item in view.items
    }
    fallen = frozenset(item.component for item in view.items if item.id in refused)
    return SyncContext(unit, view, matched, by_component, fallen)


def _is_epic_closed(gitlab: Connection, schema: Schema, campaign: Campaign) -> bool | None:
    """Return whether a campaign's epic or tracking issue is closed; None if unknown."""
    if campaign.epic_iid is None:
        return None
    if campaign.epic_project is not None:
        issue = observe_issue(gitlab, schema, IssueRef(campaign.epic_project, campaign.epic_iid))
        return None if issue is None else issue.closed
    epic = find_epic(gitlab, campaign.group_path, campaign.epic_iid)
    return None if epic is None else epic.closed


def _note_epic(unit: Unit, campaign_id: int, *, closed: bool | None) -> None:
    """Record whether a campaign's epic is closed, if that is known and has changed."""
    notices = list(get_campaign(unit.session, campaign_id).notices)
    if closed is None or closed == (EPIC_CLOSED in notices):
        return
    kept = [notice for notice in notices if notice != EPIC_CLOSED]
    update_campaign(unit.session, campaign_id, notices=[*kept, EPIC_CLOSED] if closed else kept)
    kind = EventKind.epic_closed if closed else EventKind.epic_reopened
    slug = get_campaign(unit.session, campaign_id).slug
    event_ids = [record_event(unit.session, campaign_id, Event(kind, slug, unit.now.story, GITLAB))]
    update_card(unit, campaign_id, event_ids)
    refresh_closed_epics(unit, campaign_id)


def _as_decided(item: Item) -> Item:
    """Return an item without its evidence and its unwritten decision, which change separately."""
    return replace(item, evidence=None, unwritten=None)


def _missing_ones(
    gitlab: Connection,
    schema: Schema,
    refs: Mapping[str, IssueRef],
    matched: Mapping[str, IssueSnapshot],
) -> dict[str, IssueSnapshot]:
    """Read issues that lost the campaign's label or are outside the group, one by one."""
    found = {c: observe_issue(gitlab, schema, ref) for c, ref in refs.items() if c not in matched}
    return {component: issue for component, issue in found.items() if issue is not None}


def _require_visible(refs: Mapping[str, IssueRef], matched: Mapping[str, IssueSnapshot]) -> None:
    """Reject a snapshot without any issues: they must be hidden, as nobody deletes them all."""
    if len(refs) > 1 and refs.keys().isdisjoint(matched):
        raise NeedsOperatorError(
            "None of the campaign's issues is visible to the token",
            todo="invite the assistant's GitLab user to their projects",
        )


def _moved_ones(
    gitlab: Connection, schema: Schema, matched: Mapping[str, IssueSnapshot]
) -> dict[str, IssueSnapshot]:
    """Read issues that were moved, at their new location."""
    found = {
        component: observe_issue(gitlab, schema, seen.moved_to)
        for component, seen in matched.items()
        if seen.moved and seen.moved_to is not None
    }
    return {component: issue for component, issue in found.items() if issue is not None}


def _links_due(catalog: Catalog, campaign: Campaign, now: Clocks) -> bool:
    every = timedelta(minutes=catalog.working_group.policy.links_every_minutes)
    return campaign.links_read_at is None or campaign.links_read_at + every <= now.story


def record_sync_failure(
    store: Store, catalog: Catalog, campaign_ids: Iterable[int], reason: str, *, now: Clocks
) -> None:
    """Record that GitLab did not respond, so that the card shows how old its data is."""
    with store.write() as session:
        unit = Unit(session, catalog, now)
        for campaign_id in campaign_ids:
            campaign = get_view(session, campaign_id).campaign
            if campaign.sync_failure != reason:
                update_campaign(session, campaign_id, sync_failure=reason)
                update_card(unit, campaign_id)
