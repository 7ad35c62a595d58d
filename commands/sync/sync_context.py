"""A campaign's new snapshot and stored state, passed through a sync."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from campaigns.events import ASSISTANT, GITLAB, Event, EventKind
from campaigns.model.campaign import CampaignView
from campaigns.model.item import Item
from campaigns.sync.snapshots import IssueRef, IssueSnapshot
from commands.unit import Unit
from storage.events import record_event


def issue_ref(item: Item) -> IssueRef:
    """Return the reference of an item's issue, with iid 0 if it has none yet."""
    return IssueRef(item.project, item.issue_iid or 0)


@dataclass(frozen=True)
class SyncContext:
    """A snapshot to record: the stored campaign, and its issues in GitLab by component."""

    unit: Unit
    view: CampaignView
    matched: Mapping[str, IssueSnapshot]


def without_own(sync: SyncContext, component: str) -> IssueSnapshot:
    """Return an issue without the assistant's merge requests, which are tracked separately."""
    seen = sync.matched[component]
    own = {known.web_url for known in sync.view.item(component).merge_requests if known.ours}
    others = tuple(m for m in seen.merge_requests if m.web_url not in own)
    return replace(seen, merge_requests=others)


def record_seen(
    sync: SyncContext,
    kind: EventKind,
    component: str,
    before: object,
    after: object,
    *,
    reason: str | None = None,
) -> int:
    """Record an event for a change in GitLab; return its id."""
    campaign = sync.view.campaign
    actor = ASSISTANT if kind == EventKind.issue_gone else GITLAB
    event = Event(
        kind,
        campaign.slug,
        sync.unit.now.story,
        actor,
        component=component,
        before=before,
        after=after,
        reason=reason,
    )
    return record_event(sync.unit.session, campaign.id, event)
