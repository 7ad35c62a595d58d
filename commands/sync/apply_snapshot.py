"""Comparing a snapshot of a campaign with the stored state, and recording the changes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.states import ItemState
from campaigns.sync.changes import Diff, ItemSnapshot, compare_snapshots, keep_fields
from campaigns.sync.issue_matching import read_item
from commands.items.report_cycles import report_cycles
from commands.items.write_item import BLOCKERS, STATE
from commands.lifecycle.opened_tiers import record_startable
from commands.overview.update_card import update_card
from commands.sync.moved_issues import (
    has_moved,
    record_found_issue,
    record_lost_issue,
    record_moved_issue,
    why_left,
)
from commands.sync.record_activity import record_activity
from commands.sync.record_changes import (
    apply_blockers,
    apply_change,
    ask_what_blocks,
    is_left_blocked,
)
from commands.sync.refused_writes import record_fallen_back
from commands.sync.sync_context import SyncContext, without_own
from storage.items import is_blocked_from_slack
from storage.lifecycle.campaigns import update_campaign


@dataclass(frozen=True)
class SyncResult:
    """The changes that a sync found in a campaign; ``looked_at`` counts the compared items."""

    campaign: Campaign
    diff: Diff
    looked_at: int


def apply_snapshot(sync: SyncContext, components: set[str], *, links_due: bool) -> SyncResult:
    """Compare the items of ``components`` with their snapshots, and record the changes.

    ``components`` leaves out items that changed since they were read.
    """
    sync = replace(sync, matched={c: without_own(sync, c) for c in sync.matched})
    items = [item for item in sync.view.items if item.component in components]
    before = {item.component: ItemSnapshot.of(item) for item in items}
    after = {item.component: _read(sync, item) for item in items if item.component in sync.matched}
    diff = compare_snapshots(before, after)
    event_ids = _record_items(sync, diff, after)
    for component, look in after.items():
        if sync.holds(component, STATE, BLOCKERS):
            continue
        apply_blockers(sync, component, set(look.blockers))
        if before[component].blockers and is_left_blocked(sync, component, look):
            ask_what_blocks(sync, component)
    event_ids += record_startable(sync.unit, sync.view.campaign.id)
    _note_activities(sync, diff, after)
    record_fallen_back(sync, after)
    _stamp(sync, links_due=links_due)
    if event_ids or sync.view.campaign.sync_failure is not None:
        update_card(sync.unit, sync.view.campaign.id, event_ids)
    return SyncResult(sync.view.campaign, diff, len(after))


def _read(sync: SyncContext, item: Item) -> ItemSnapshot:
    group, seen = sync.unit.catalog.working_group, sync.matched[item.component]
    tracked = group.track_by != "statuses" or seen.status_known
    ours = item.state == ItemState.blocked and is_blocked_from_slack(sync.unit.session, item)
    look = read_item(seen, item, group.names, ours=ours, tracked=tracked)
    return keep_fields(look, ItemSnapshot.of(item), sync.held.get(item.component, ()))


def _record_items(sync: SyncContext, diff: Diff, after: Iterable[str]) -> list[int]:
    """Record changed items and moved, lost or found issues; return the ids of the events."""
    event_ids = [record_found_issue(sync, c) for c in after if sync.view.item(c).gone]
    event_ids += [apply_change(sync, change) for change in diff.changed]
    event_ids += [record_moved_issue(sync, c) for c in after if has_moved(sync, c)]
    event_ids += [record_lost_issue(sync, c, "deleted or hidden") for c in diff.gone]
    event_ids += [
        record_lost_issue(sync, c, why) for c in after if (why := why_left(sync.matched[c]))
    ]
    return event_ids


def _note_activities(sync: SyncContext, diff: Diff, after: Iterable[str]) -> None:
    """Record activity on items, and report new dependency cycles."""
    blockers_changed = {c.component for c in diff.changed if c.field == "blockers"}
    for component in after:
        record_activity(
            sync.unit,
            sync.view.campaign,
            sync.view.item(component),
            sync.matched[component],
            blockers_changed=component in blockers_changed,
        )
    if blockers_changed:
        report_cycles(sync.unit, sync.view.campaign.id)


def _stamp(sync: SyncContext, *, links_due: bool) -> None:
    """Record when the campaign was synced, and when its links were read."""
    stamps: dict[str, Any] = {"synced_at": sync.unit.now.story, "sync_failure": None}
    if links_due:
        stamps["links_read_at"] = sync.unit.now.story
    update_campaign(sync.unit.session, sync.view.campaign.id, **stamps)
