"""Recording one look at a campaign: compare with what was known, write it, tell of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlmodel import Session

from campaigns.changes import Change, Diff, ItemLook, compare_looks
from campaigns.events import ASSISTANT, GITLAB, Event, EventKind
from campaigns.observations import IssueRef, IssueSeen, MergeRequestSeen
from campaigns.roles import Role
from campaigns.sightings import Known, look_at
from campaigns.states import ItemState
from commands.messages import want_card, want_history, want_notice
from commands.moments import Moment
from commands.note_activity import note_activity
from storage.campaigns import (
    add_blocker,
    end_blockers,
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
    before = {i.component: known_look(i) for i in sync.view.items if i.component in components}
    after = {
        component: look_at(
            sync.matched[component],
            Known(look, _blocked_by(sync.view.item(component))),
            names,
        )
        for component, look in before.items()
        if component in sync.matched
    }
    diff = compare_looks(before, after)
    event_ids = [_apply_change(sync, change) for change in diff.changed]
    event_ids += [_note_moved(sync, c) for c in after if _has_moved(sync, c)]
    event_ids += [_note_gone(sync, c, "deleted or hidden") for c in diff.gone]
    event_ids += [_note_gone(sync, c, why) for c in after if (why := _left(sync.matched[c]))]
    for component in after:
        _apply_blockers(sync, component)
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
    stamps: dict[str, Any] = {"synced_at": sync.now.story, "sync_failure": None}
    if links_due:
        stamps["links_read_at"] = sync.now.story
    update_campaign(sync.session, sync.view.campaign.id, **stamps)
    if event_ids or sync.view.campaign.sync_failure is not None:
        want_card(sync.session, sync.catalog, sync.view.campaign.id, now=sync.now)
    want_history(sync.session, sync.catalog, sync.view.campaign.id, event_ids, now=sync.now)
    return Synced(sync.view.campaign, diff, len(after))


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
        _apply_state(sync, item, ItemState(change.after))  # type: ignore[arg-type]
    if change.field in ("dri", "closed"):
        update_item(session, item.id, **{change.field: change.after})
    if change.field == "merge_requests":
        replace_merge_requests(session, item.id, sync.matched[change.component].merge_requests)
    kind = _EVENT_OF_FIELD[change.field]
    return _note(sync, kind, change.component, _plain(change.before), _plain(change.after))


def _apply_state(sync: Look, item: ItemRecord, state: ItemState) -> None:
    before = item.state.value if state == ItemState.blocked else None
    update_item(
        sync.session,
        item.id,
        state=state.value,
        state_since=sync.now.story,
        state_before_block=before,
    )
    if state != ItemState.blocked:
        words = [b.id for b in item.blockers if b.iid is None]
        end_blockers(sync.session, words, now=sync.now.story)


def _apply_blockers(sync: Look, component: str) -> None:
    """Make the item's blocking issues those that GitLab shows."""
    seen, item = sync.matched[component], sync.view.item(component)
    known = _blocked_by(item)
    now_open = set(
        look_at(seen, Known(known_look(item), known), sync.catalog.working_group.names).blockers
    )
    over = [b.id for b in item.blockers if b.iid and f"{b.project}#{b.iid}" not in now_open]
    end_blockers(sync.session, over, now=sync.now.story)
    for blocker in seen.blockers:
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
    lead = sync.catalog.working_group.first(Role.functional_lead)
    if lead is not None and lead.slack:
        sentence = (
            f"The issue {issue_ref(item)} of {item.title} in {sync.view.campaign.title} was {why}, "
            "and I no longer follow it. Please decide what becomes of the component."
        )
        want_notice(sync.session, lead.slack, f"gone:{event_id}", sentence, now=sync.now)
    return event_id


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
