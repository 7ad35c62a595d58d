"""Reading campaigns' issues from GitLab: in lists, and one by one what no list shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.states import OPEN_CAMPAIGN_STATES
from campaigns.sync.issue_matching import match_issues
from campaigns.sync.snapshots import IssueRef, IssueSnapshot
from commands.clocks import Clocks
from commands.delivery.worker import Worker
from commands.items.write_item import unwritten_aspects
from commands.sync.sync_context import issue_ref
from gitlab_gateway.connection import Connection
from gitlab_gateway.epic_choice import open_epics
from gitlab_gateway.errors import NeedsOperatorError, NotFoundError, RefusedError
from gitlab_gateway.observe import Listed, observe_issue, observe_lists, read_links
from gitlab_gateway.schema import Schema
from storage.lifecycle.campaigns import get_view


@dataclass(frozen=True)
class CampaignBefore:
    """A campaign before GitLab is asked: decisions made since then win over its answer."""

    view: CampaignView
    unwritten: Mapping[int, frozenset[str]]
    now: Clocks

    @property
    def followed(self) -> tuple[Item, ...]:
        """The items with an issue, if the campaign is open."""
        if self.view.campaign.state not in OPEN_CAMPAIGN_STATES:
            return ()
        return tuple(item for item in self.view.items if item.issue_iid)


def read_before(worker: Worker, campaign_id: int) -> CampaignBefore:
    """Read a campaign before GitLab is asked."""
    with worker.store.read() as session:
        view = get_view(session, campaign_id)
        return CampaignBefore(view, unwritten_aspects(session), worker.clock())


def read_lists(worker: Worker, befores: Sequence[CampaignBefore]) -> dict[int, Listed]:
    """Read the campaigns' issues by their labels; campaigns of one group share a request."""
    found: dict[int, Listed] = {}
    for group in dict.fromkeys(before.view.campaign.group_path for before in befores):
        campaigns = [b.view.campaign for b in befores if b.view.campaign.group_path == group]
        labels = [campaign.label for campaign in campaigns]
        lists = _lists_of(worker, group, labels)
        found |= {campaign.id: one for campaign, one in zip(campaigns, lists, strict=True)}
    return found


def _lists_of(worker: Worker, group: str, labels: Sequence[str]) -> list[Listed]:
    """Read the lists; if GitLab refuses, or offered nothing, read again what it offers."""
    known = worker.schema()
    schema = known if known.names else worker.schema(refresh=True)
    try:
        return observe_lists(worker.gitlab, schema, group, labels)
    except NotFoundError:
        raise
    except RefusedError:
        return observe_lists(worker.gitlab, worker.schema(refresh=True), group, labels)


def read_matches(
    worker: Worker, before: CampaignBefore, seen: Sequence[IssueSnapshot], *, links_due: bool
) -> dict[str, IssueSnapshot]:
    """Map components to their issues, in the list or wherever they are now.

    Raises:
        NeedsOperatorError: none of them is visible.
    """
    gitlab, schema, slug = worker.gitlab, worker.schema(), before.view.campaign.slug
    refs = {item.component: issue_ref(item) for item in before.followed if not item.gone}
    lost = {item.component: issue_ref(item) for item in before.followed if item.gone}
    matched = match_issues(slug, refs, seen)
    matched |= _missing_ones(gitlab, schema, refs, matched)
    _require_visible(refs, matched)
    matched |= _moved_ones(gitlab, schema, matched)
    found = match_issues(slug, lost, seen)
    matched |= {c: s for c, s in found.items() if not (s.duplicate or s.moved)}
    if links_due:
        return {c: s if s.links_known else read_links(gitlab, s) for c, s in matched.items()}
    return matched


def is_epic_closed(
    worker: Worker, campaign: Campaign, listed: Listed, *, look: bool
) -> bool | None:
    """Return whether a campaign's epic or tracking issue is closed; None if unknown.

    Both carry the campaign's label; one that has lost it is looked up if ``look``.
    """
    if campaign.epic_iid is None:
        return None
    ref = IssueRef(campaign.epic_project or campaign.group_path, campaign.epic_iid)
    listed_issues = {issue.ref: issue.closed for issue in listed.issues}
    closed = (listed.closed_epics if campaign.epic_project is None else listed_issues).get(ref)
    if closed is not None or not look:
        return closed
    if campaign.epic_project is not None:
        issue = observe_issue(worker.gitlab, worker.schema(), ref)
        return None if issue is None else issue.closed
    epics = open_epics(worker.gitlab, worker.schema(), campaign.group_path)
    epic = epics.find(campaign.epic_iid)
    return None if epic is None else epic.closed


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
