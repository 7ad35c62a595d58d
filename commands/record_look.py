"""Recording one look at a campaign: compare with what was known, write it, tell of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlmodel import Session

from campaigns.changes import Change, Diff, ItemLook, compare_looks
from campaigns.events import ASSISTANT, GITLAB, Event, EventKind
from campaigns.notices import NoticeKind
from campaigns.observations import IssueRef, IssueSeen, MergeRequestSeen
from campaigns.roles import Role
from campaigns.sightings import Known, look_at
from campaigns.states import ItemState, item_state, state_after_block
from commands.freed_items import NOT_BLOCKED, lift_block, tell_freed, why_freed
from commands.messages import want_card, want_history
from commands.moments import Moment
from commands.note_activity import note_activity
from commands.notices import plan_notice, show_notices_anew
from commands.open_tiers import note_turns
from commands.recipients import find_lead
from commands.tell_loops import tell_loops
from commands.wake_item import wake_item
from storage.blockers import is_blocked_by_word
from storage.campaigns import (
    add_blocker,
    end_blockers,
    set_assignees,
    update_campaign,
    update_item,
)
from storage.catalog import Catalog
from storage.events import record_event
from storage.merge_requests import replace_merge_requests
from storage.records import CampaignRecord, CampaignView, ItemRecord
from storage.tables import BlockerRow

_EVENT_OF_FIELD = {
    "state": EventKind.state_changed,
    "dri": EventKind.dri_changed,
    "closed": EventKind.closed_changed,
    "blockers": EventKind.blockers_changed,
    "merge_requests": EventKind.merge_requests_changed,
}


@dataclass(frozen=True)
class Synced:
    """What one look at GitLab changed in a campaign."""

    campaign: CampaignRecord
    diff: Diff
    looked_at: int


def issue_ref(item: ItemRecord) -> IssueRef:
    """Give an item's issue as a reference; 0 where it has none yet."""
    return IssueRef(item.project, item.issue_iid or 0)


@dataclass(frozen=True)
class Look:
    """One look being recorded, inside one unit."""

    session: Session
    catalog: Catalog
    view: CampaignView
    matched: Mapping[str, IssueSeen]
    now: Moment


def record_look(sync: Look, components: set[str], *, links_due: bool) -> Synced:
    """Compare and write the items that nobody has touched since, or is about to write."""
    sync = replace(sync, matched={c: _without_own(sync, c) for c in sync.matched})
    names = sync.catalog.working_group.names
    known = {i.component: _known(sync, i) for i in sync.view.items if i.component in components}
    before = {component: one.look for component, one in known.items()}
    after = {c: look_at(sync.matched[c], known[c], names) for c in known if c in sync.matched}
    diff = compare_looks(before, after)
    event_ids = [_note_found(sync, c) for c in after if sync.view.item(c).gone]
    event_ids += [_apply_change(sync, change) for change in diff.changed]
    event_ids += [_note_moved(sync, c) for c in after if _has_moved(sync, c)]
    event_ids += [_note_gone(sync, c, "deleted or hidden") for c in diff.gone]
    event_ids += [_note_gone(sync, c, why) for c in after if (why := _left(sync.matched[c]))]
    for component, look in after.items():
        _apply_blockers(sync, component, set(look.blockers))
        if before[component].blockers and _is_left_blocked(sync, component, look):
            _ask_what_blocks(sync, component)
    event_ids += note_turns(sync.session, sync.catalog, sync.view.campaign.id, now=sync.now)
    blockers_changed = {c.component for c in diff.changed if c.field == "blockers"}
    for component in after:
        note_activity(
            sync.session,
            sync.catalog,
            sync.view.campaign,
            sync.view.item(component),
            sync.matched[component],
            blockers_changed=component in blockers_changed,
            now=sync.now,
        )
    if blockers_changed:
        tell_loops(sync.session, sync.catalog, sync.view.campaign.id, now=sync.now)
    stamps: dict[str, Any] = {"synced_at": sync.now.story, "sync_failure": None}
    if links_due:
        stamps["links_read_at"] = sync.now.story
    update_campaign(sync.session, sync.view.campaign.id, **stamps)
    if event_ids or sync.view.campaign.sync_failure is not None:
        want_card(sync.session, sync.catalog, sync.view.campaign.id, now=sync.now)
    want_history(sync.session, sync.catalog, sync.view.campaign.id, event_ids, now=sync.now)
    return Synced(sync.view.campaign, diff, len(after))


def _known(sync: Look, item: ItemRecord) -> Known:
    """Give what is known of an item before the look."""
    blocked_by, back_to = _blocked_by(item), None
    if blocked_by and item.state == ItemState.blocked and not _words(item):
        before = item.state_before_block
        ours = is_blocked_by_word(sync.session, item)
        back_to = state_after_block(ItemState(before) if before else None) if ours else None
    return Known(known_look(item), blocked_by, back_to)


def _words(item: ItemRecord) -> list[int]:
    """List the blockers of an item that are words: only a person can end them."""
    return [blocker.id for blocker in item.blockers if blocker.iid is None]


def _without_own(sync: Look, component: str) -> IssueSeen:
    """Give what was seen without the assistant's own merge requests, which are followed apart."""
    seen = sync.matched[component]
    own = {known.web_url for known in sync.view.item(component).merge_requests if known.ours}
    others = tuple(m for m in seen.merge_requests if m.web_url not in own)
    return replace(seen, merge_requests=others)


def _left(seen: IssueSeen) -> str:
    """Say why an issue no longer tells its item's state, or nothing where it does."""
    if seen.duplicate:
        return "closed as a duplicate"
    return "moved to where I cannot see it" if seen.moved else ""


def known_look(item: ItemRecord) -> ItemLook:
    """Give an item as it was last seen."""
    return ItemLook(
        state=item.state,
        dri=item.dri,
        closed=item.closed,
        blockers=tuple(sorted(str(ref) for ref in _blocked_by(item))),
        merge_requests=tuple(
            sorted(
                MergeRequestSeen(known.reference, known.web_url, known.state, known.draft)
                for known in item.merge_requests
                if not known.ours
            )
        ),
    )


def _blocked_by(item: ItemRecord) -> dict[IssueRef, bool]:
    return {IssueRef(b.project, b.iid): b.ours for b in item.blockers if b.project and b.iid}


def _apply_change(sync: Look, change: Change) -> int:
    """Write one changed field, and its event; gives the event's number."""
    item, session = sync.view.item(change.component), sync.session
    if change.field == "state":
        return _apply_state(sync, item, ItemState(change.after))  # type: ignore[arg-type]
    if change.field in ("dri", "closed"):
        update_item(session, item.id, **{change.field: change.after})
    if change.field == "merge_requests":
        replace_merge_requests(session, item.id, sync.matched[change.component].merge_requests)
    kind = _EVENT_OF_FIELD[change.field]
    return _note(sync, kind, change.component, _plain(change.before), _plain(change.after))


def _apply_state(sync: Look, item: ItemRecord, state: ItemState) -> int:
    """Write an item's new state; gives the number of the event."""
    session, seen = sync.session, sync.matched[item.component]
    before = item.state.value if state == ItemState.blocked else None
    values = {"state_since": sync.now.story, "state_before_block": before}
    update_item(session, item.id, state=state.value, **values)
    show_notices_anew(session, item.id, now=sync.now)
    if state != ItemState.blocked:
        end_blockers(session, _words(item), now=sync.now.story)
    if item.state == ItemState.blocked:
        why = why_freed(seen, item)
        wake_item(session, sync.view.campaign, item, by=GITLAB, now=sync.now, why=NOT_BLOCKED)
        if state != ItemState.production:
            tell_freed(session, sync.catalog, item, state, why, now=sync.now)
        if item_state(seen, sync.catalog.working_group.names) == ItemState.blocked:
            return lift_block(session, sync.view.campaign, item, state, why, now=sync.now)
    return _note(sync, EventKind.state_changed, item.component, item.state.value, state.value)


def _is_left_blocked(sync: Look, component: str, look: ItemLook) -> bool:
    """Tell whether an item is blocked by nothing but a label or Status that a person gave it."""
    seen, item = sync.matched[component], sync.view.item(component)
    stays = look.state == item.state == ItemState.blocked
    return stays and seen.links_known and not look.blockers and not _words(item)


def _ask_what_blocks(sync: Look, component: str) -> None:
    item = sync.view.item(component)
    detail = {"why": why_freed(sync.matched[component], item)}
    plan_notice(
        sync.session, sync.catalog, item, NoticeKind.blocker_gone, now=sync.now, detail=detail
    )


def _apply_blockers(sync: Look, component: str, now_open: set[str]) -> None:
    """Make the item's blocking issues those that GitLab shows."""
    seen, item = sync.matched[component], sync.view.item(component)
    known = _blocked_by(item)
    over = [b.id for b in item.blockers if b.iid and f"{b.project}#{b.iid}" not in now_open]
    end_blockers(sync.session, over, now=sync.now.story)
    rows = {blocker.reference: blocker for blocker in item.blockers}
    for blocker in seen.blockers:
        row = rows.get(str(blocker.ref))
        if row and blocker.assignees is not None and row.assignees != blocker.assignees:
            set_assignees(sync.session, row.id, blocker.assignees)
        if blocker.open and blocker.ref not in known:
            add_blocker(
                sync.session,
                BlockerRow(
                    item_id=item.id,
                    kind="issue",
                    text=blocker.title,
                    project=blocker.ref.project,
                    iid=blocker.ref.iid,
                    web_url=blocker.web_url,
                    since=sync.now.story,
                    added_by=GITLAB,
                    assignees=list(blocker.assignees or ()),
                ),
            )


def _has_moved(sync: Look, component: str) -> bool:
    return sync.matched[component].ref != issue_ref(sync.view.item(component))


def _note_moved(sync: Look, component: str) -> int:
    seen, item = sync.matched[component], sync.view.item(component)
    update_item(
        sync.session,
        item.id,
        project=seen.ref.project,
        project_id=seen.project_id
        or (item.project_id if seen.ref.project == item.project else None),
        issue_iid=seen.ref.iid,
        issue_id=seen.id,
        web_url=seen.web_url,
    )
    return _note(sync, EventKind.issue_moved, component, str(issue_ref(item)), str(seen.ref))


def _note_gone(sync: Look, component: str, why: str) -> int:
    """Mark an item whose issue no longer tells its state, and ask the functional lead."""
    item = sync.view.item(component)
    update_item(sync.session, item.id, gone=True)
    event_id = _note(sync, EventKind.issue_gone, component, str(issue_ref(item)), None, reason=why)
    leads = (Role.functional_lead, Role.facilitator)
    told = (find_lead(sync.session, sync.catalog, role) for role in leads)
    plan_notice(
        sync.session,
        sync.catalog,
        item,
        NoticeKind.issue_gone,
        now=sync.now,
        detail={"issue": str(issue_ref(item)), "why": why},
        person=next((lead for lead in told if lead is not None), None),
    )
    return event_id


def _note_found(sync: Look, component: str) -> int:
    """Follow an item again whose issue was lost and is in sight once more."""
    item, seen = sync.view.item(component), sync.matched[component]
    update_item(sync.session, item.id, gone=False)
    show_notices_anew(sync.session, item.id, now=sync.now)
    return _note(sync, EventKind.issue_found, component, None, str(seen.ref))


def _note(
    sync: Look,
    kind: EventKind,
    component: str,
    before: object,
    after: object,
    *,
    reason: str | None = None,
) -> int:
    campaign = sync.view.campaign
    actor = ASSISTANT if kind == EventKind.issue_gone else GITLAB
    event = Event(
        kind,
        campaign.slug,
        sync.now.story,
        actor,
        component=component,
        before=before,
        after=after,
        reason=reason,
    )
    return record_event(sync.session, campaign.id, event)


def _plain(value: object) -> object:
    """Give a changed value as JSON can hold it."""
    if isinstance(value, tuple):
        return [asdict(part) if isinstance(part, MergeRequestSeen) else part for part in value]
    return value
