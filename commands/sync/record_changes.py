"""Recording the changes that a sync found in an item's fields, state and blockers."""

from dataclasses import asdict

from campaigns.events import GITLAB, EventKind
from campaigns.model.item import Item
from campaigns.notices import NoticeKind
from campaigns.states import ItemState, item_state
from campaigns.sync.changes import Change, ItemSnapshot
from campaigns.sync.issue_matching import blocked_by_words, blocking_issues
from campaigns.sync.snapshots import MergeRequestSnapshot
from commands.items.unblocked_items import NOT_BLOCKED, lift_block, notify_unblocked, why_unblocked
from commands.notices.notices import plan_notice, refresh_notices
from commands.reminders.end_snooze import end_snooze
from commands.sync.sync_context import SyncContext, record_seen
from storage.lifecycle.campaigns import add_blocker, end_blockers, set_assignees, update_item
from storage.merge_requests import replace_merge_requests
from storage.tables import BlockerRow

_EVENT_OF_FIELD = {
    "state": EventKind.state_changed,
    "dri": EventKind.dri_changed,
    "closed": EventKind.closed_changed,
    "blockers": EventKind.blockers_changed,
    "merge_requests": EventKind.merge_requests_changed,
}


def apply_change(sync: SyncContext, change: Change) -> int:
    """Save a changed field, and record its event; return the id of the event."""
    item, session = sync.view.item(change.component), sync.unit.session
    if change.field == "state":
        return _apply_state(sync, item, ItemState(change.after))  # type: ignore[arg-type]  # a change holds any value
    if change.field in ("dri", "closed"):
        update_item(session, item.id, **{change.field: change.after})
    if change.field == "merge_requests":
        replace_merge_requests(session, item.id, sync.matched[change.component].merge_requests)
    kind = _EVENT_OF_FIELD[change.field]
    return record_seen(sync, kind, change.component, _plain(change.before), _plain(change.after))


def _apply_state(sync: SyncContext, item: Item, state: ItemState) -> int:
    """Save an item's new state; return the id of the event."""
    session, seen = sync.unit.session, sync.matched[item.component]
    before = item.state.value if state == ItemState.blocked else None
    values = {"state_since": sync.unit.now.story, "state_before_block": before}
    update_item(session, item.id, state=state.value, **values)
    refresh_notices(session, item.id, now=sync.unit.now)
    if state != ItemState.blocked:
        end_blockers(session, [b.id for b in blocked_by_words(item)])
    if item.state == ItemState.blocked and item.component not in sync.refused:
        why = why_unblocked(seen, item)
        end_snooze(session, sync.view.campaign, item, by=GITLAB, now=sync.unit.now, why=NOT_BLOCKED)
        if state != ItemState.production:
            notify_unblocked(sync.unit, item, state, why)
        if item_state(seen, sync.unit.catalog.working_group.names) == ItemState.blocked:
            return lift_block(session, sync.view.campaign, item, state, why, now=sync.unit.now)
    return record_seen(sync, EventKind.state_changed, item.component, item.state.value, state.value)


def is_left_blocked(sync: SyncContext, component: str, look: ItemSnapshot) -> bool:
    """Return whether an item is blocked only by its label or Status."""
    seen, item = sync.matched[component], sync.view.item(component)
    stays = look.state == item.state == ItemState.blocked
    return stays and seen.links_known and not look.blockers and not blocked_by_words(item)


def ask_what_blocks(sync: SyncContext, component: str) -> None:
    """Plan a notice that asks the owner what blocks an item without blocking issues."""
    item = sync.view.item(component)
    detail = {"why": why_unblocked(sync.matched[component], item)}
    plan_notice(sync.unit, item, NoticeKind.blocker_gone, detail=detail)


def apply_blockers(sync: SyncContext, component: str, now_open: set[str]) -> None:
    """Update an item's blocking issues to those in GitLab."""
    seen, item = sync.matched[component], sync.view.item(component)
    known = blocking_issues(item)
    over = [b.id for b in item.blockers if b.iid and f"{b.project}#{b.iid}" not in now_open]
    end_blockers(sync.unit.session, over)
    rows = {blocker.reference: blocker for blocker in item.blockers}
    for blocker in seen.blockers:
        row = rows.get(str(blocker.ref))
        if row and blocker.assignees is not None and row.assignees != blocker.assignees:
            set_assignees(sync.unit.session, row.id, blocker.assignees)
        if blocker.open and blocker.ref not in known:
            add_blocker(
                sync.unit.session,
                BlockerRow(
                    item_id=item.id,
                    kind="issue",
                    text=blocker.title,
                    project=blocker.ref.project,
                    iid=blocker.ref.iid,
                    web_url=blocker.web_url,
                    since=sync.unit.now.story,
                    added_by=GITLAB,
                    assignees=list(blocker.assignees or ()),
                ),
            )


def _plain(value: object) -> object:
    """Convert a changed value to JSON."""
    if isinstance(value, tuple):
        return [asdict(part) if isinstance(part, MergeRequestSnapshot) else part for part in value]
    return value
