"""Syncing a campaign with GitLab: fetching a snapshot in few requests, then recording it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from campaigns.events import GITLAB, Event, EventKind
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.summary.decisions import EPIC_CLOSED
from campaigns.sync.changes import Diff
from campaigns.sync.snapshots import IssueSnapshot
from commands.clocks import Clocks
from commands.delivery.worker import Worker
from commands.items.write_item import BLOCKERS, STATE, unwritten_aspects
from commands.lifecycle.close_campaign import refresh_closed_epics
from commands.overview.update_card import update_card
from commands.sync.apply_snapshot import SyncResult, apply_snapshot
from commands.sync.missing_features import note_missing_features
from commands.sync.read_campaigns import (
    CampaignBefore,
    is_epic_closed,
    read_before,
    read_lists,
    read_matches,
)
from commands.sync.refused_writes import list_refused
from commands.sync.renamed_labels import find_missing_labels, note_missing_labels
from commands.sync.sync_context import SyncContext
from commands.unit import Unit
from gitlab_gateway.observe import (
    LISTS_A_QUERY,
    Listed,
)
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.lifecycle.campaigns import get_campaign, get_view, update_campaign
from storage.store import Store


def sync_campaign(worker: Worker, campaign_id: int, *, with_links: bool = False) -> SyncResult:
    """Read a campaign's issues and record what changed, see `sync_campaigns`."""
    return next(sync_campaigns(worker, (campaign_id,), with_links=with_links))


def sync_campaigns(
    worker: Worker, campaign_ids: Sequence[int], *, with_links: bool = False
) -> Iterator[SyncResult]:
    """Read campaigns' issues, several campaigns per request, and record what changed in each.

    Links that the lists do not show, and an epic that is in none, are only read at the interval in
    the catalog, or if ``with_links``.

    Raises:
        GitLabError: GitLab did not respond, or shows none of the issues; nothing was changed in
            this campaign and the next ones.
    """
    for start in range(0, len(campaign_ids), LISTS_A_QUERY):
        befores = [read_before(worker, i) for i in campaign_ids[start : start + LISTS_A_QUERY]]
        listed = read_lists(worker, [before for before in befores if before.followed])
        for before in befores:
            found = listed.get(before.view.campaign.id)
            if found is None:
                yield SyncResult(before.view.campaign, Diff(), 0)
            else:
                yield _sync_one(worker, before, found, with_links=with_links)


def _sync_one(
    worker: Worker, before: CampaignBefore, listed: Listed, *, with_links: bool
) -> SyncResult:
    """Look up what the list does not show, then record what changed."""
    campaign = before.view.campaign
    links_due = with_links or _links_due(worker.catalog, campaign, before.now)
    matched = read_matches(worker, before, listed.issues, links_due=links_due)
    closed = is_epic_closed(worker, campaign, listed, look=links_due)
    missing = find_missing_labels(worker.gitlab, worker.catalog, before.view, matched)
    with worker.store.write() as session:
        unit = Unit(session, worker.catalog, before.now)
        fresh = get_view(session, campaign.id)
        if (fresh.campaign.synced_at or before.now.story) <= before.now.story:
            # unless a sync that began later was faster
            _note_epic(unit, campaign.id, closed=closed)
            note_missing_features(unit, campaign.id, worker.schema())
            fresh = get_view(session, campaign.id)
        note_missing_labels(unit, campaign.id, missing.values())
        kept = {**before.unwritten}
        kept |= {fresh.item(c).id: frozenset({STATE, BLOCKERS}) for c in missing}
        sync = _context(unit, fresh, matched, kept)
        return apply_snapshot(sync, _calm_components(sync, before), links_due=links_due)


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


def _calm_components(sync: SyncContext, before: CampaignBefore) -> set[str]:
    """Return the components that nothing else has changed."""
    untouched = {_as_decided(item) for item in sync.view.items}
    return {
        item.component
        for item in before.followed
        if (not item.gone or item.component in sync.matched) and _as_decided(item) in untouched
    }


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
