"""One look at a campaign that is being recorded, and what was known before it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from campaigns.events import ASSISTANT, GITLAB, Event, EventKind
from campaigns.states import ItemState, state_after_block
from campaigns.sync.changes import ItemSnapshot
from campaigns.sync.issue_matching import KnownItem
from campaigns.sync.snapshots import IssueRef, IssueSnapshot, MergeRequestSnapshot
from commands.clocks import Clocks
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.items import is_blocked_by_word
from storage.records import CampaignView, ItemRecord


def issue_ref(item: ItemRecord) -> IssueRef:
    """Give an item's issue as a reference; 0 where it has none yet."""
    return IssueRef(item.project, item.issue_iid or 0)


@dataclass(frozen=True)
class SyncContext:
    """One look being recorded, inside one unit."""

    session: Session
    catalog: Catalog
    view: CampaignView
    matched: Mapping[str, IssueSnapshot]
    now: Clocks


def known_before(sync: SyncContext, item: ItemRecord) -> KnownItem:
    """Give what is known of an item before the look."""
    blocked_by, back_to = blocking_issues(item), None
    if blocked_by and item.state == ItemState.blocked and not blocking_words(item):
        before = item.state_before_block
        ours = is_blocked_by_word(sync.session, item)
        back_to = state_after_block(ItemState(before) if before else None) if ours else None
    return KnownItem(known_look(item), blocked_by, back_to)


def blocking_words(item: ItemRecord) -> list[int]:
    """List the blockers of an item that are words: only a person can end them."""
    return [blocker.id for blocker in item.blockers if blocker.iid is None]


def without_own(sync: SyncContext, component: str) -> IssueSnapshot:
    """Give what was seen without the assistant's own merge requests, which are followed apart."""
    seen = sync.matched[component]
    own = {known.web_url for known in sync.view.item(component).merge_requests if known.ours}
    others = tuple(m for m in seen.merge_requests if m.web_url not in own)
    return replace(seen, merge_requests=others)


def known_look(item: ItemRecord) -> ItemSnapshot:
    """Give an item as it was last seen."""
    return ItemSnapshot(
        state=item.state,
        dri=item.dri,
        closed=item.closed,
        blockers=tuple(sorted(str(ref) for ref in blocking_issues(item))),
        merge_requests=tuple(
            sorted(
                MergeRequestSnapshot(known.reference, known.web_url, known.state, known.draft)
                for known in item.merge_requests
                if not known.ours
            )
        ),
    )


def blocking_issues(item: ItemRecord) -> dict[IssueRef, bool]:
    """Map the issues that block an item to whether the assistant linked them."""
    return {IssueRef(b.project, b.iid): b.ours for b in item.blockers if b.project and b.iid}


def record_seen(
    sync: SyncContext,
    kind: EventKind,
    component: str,
    before: object,
    after: object,
    *,
    reason: str | None = None,
) -> int:
    """Write the event of what was seen in GitLab; gives its number."""
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
