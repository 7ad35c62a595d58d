"""A campaign's new snapshot and stored state, passed through a sync."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from campaigns.events import ASSISTANT, GITLAB, Event, EventKind
from campaigns.model.campaign import CampaignView
from campaigns.model.item import Item
from campaigns.sync.snapshots import IssueRef, IssueSnapshot
from commands.unit import Unit
from storage.events import record_event

REFUSED = "the change in Slack was not accepted by GitLab"
_DECIDED = (EventKind.state_changed, EventKind.dri_changed, EventKind.blockers_changed)


def issue_ref(item: Item) -> IssueRef:
    """Return the reference of an item's issue, with iid 0 if it has none yet."""
    return IssueRef(item.project, item.issue_iid or 0)


@dataclass(frozen=True)
class SyncContext:
    """A snapshot to record: the stored campaign, and its issues in GitLab by component.

    ``held`` maps components to the fields that keep their values, because a decision about them is
    on its way to GitLab. ``refused`` are the components with a decision that GitLab permanently
    refused: they are reset to what GitLab shows, without a notice.
    """

    unit: Unit
    view: CampaignView
    matched: Mapping[str, IssueSnapshot]
    held: Mapping[str, frozenset[str]] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()

    def holds(self, component: str, *names: str) -> bool:
        """Return whether a component keeps any of these fields."""
        return not self.held.get(component, frozenset()).isdisjoint(names)


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
    campaign, ours = sync.view.campaign, kind == EventKind.issue_gone
    if component in sync.refused and reason is None and kind in _DECIDED:
        ours, reason = True, REFUSED
    event = Event(
        kind,
        campaign.slug,
        sync.unit.now.story,
        ASSISTANT if ours else GITLAB,
        component=component,
        before=before,
        after=after,
        reason=reason,
    )
    return record_event(sync.unit.session, campaign.id, event)
