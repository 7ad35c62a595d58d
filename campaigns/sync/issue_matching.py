"""Deriving items from GitLab issues: matching them, reading states and following moves."""

from collections.abc import Collection, Iterable, Mapping

from campaigns.lifecycle.plans import marker
from campaigns.model.item import Blocker, Item
from campaigns.states import ItemState, StateNames, item_state, state_after_block
from campaigns.sync.changes import ItemSnapshot
from campaigns.sync.snapshots import IssueRef, IssueSnapshot


def match_issues(
    slug: str, refs: Mapping[str, IssueRef], seen: Iterable[IssueSnapshot]
) -> dict[str, IssueSnapshot]:
    """Map components to their issues, found by reference or, after a move, by the marker.

    ``refs`` maps each component to its last known issue. The successor of a moved issue has the
    same marker and replaces it.
    """
    listed = list(seen)
    by_ref = {issue.ref: issue for issue in listed}
    matched = {}
    for component, ref in refs.items():
        known = by_ref.get(ref)
        if known is None or known.moved:
            known = _successor(marker(slug, component), listed) or known
        if known is not None:
            matched[component] = known
    return matched


def _successor(mark: str, seen: Iterable[IssueSnapshot]) -> IssueSnapshot | None:
    candidates = [issue for issue in seen if mark in issue.description and not issue.moved]
    return min(candidates, key=lambda issue: (issue.closed, issue.id), default=None)


def read_item(
    seen: IssueSnapshot,
    item: Item,
    names: StateNames,
    *,
    ours: bool = False,
    tracked: bool = True,
) -> ItemSnapshot:
    """Return the current snapshot of an item, based on its issue and its earlier state.

    ``ours`` is True if somebody blocked the item by an issue in Slack, so that the assistant set
    the label or Status. ``tracked`` is False if the assistant writes only the Status, and GitLab
    does not show it. The DRI is kept until GitLab names somebody else. The state is kept if the
    issue was closed as a duplicate or moved away.
    """
    if seen.duplicate or seen.moved:
        state = item.state
    elif tracked or seen.closed:
        state = _state(seen, item, names, ours=ours)
    else:
        state = _untracked_state(seen, item, names)
    return ItemSnapshot(
        state=state,
        dri=_dri(seen, item.dri),
        closed=seen.closed,
        blockers=tuple(sorted(str(ref) for ref in open_blockers(seen, item, state))),
        merge_requests=(
            seen.merge_requests if seen.requests_known else ItemSnapshot.of(item).merge_requests
        ),
    )


def _state(seen: IssueSnapshot, item: Item, names: StateNames, *, ours: bool) -> ItemState:
    """Return the state; links that were not read this time are assumed to be unchanged.

    The assistant's own links are an exception. It set the label or Status together with them, so
    removing the label or Status in GitLab unblocks the item.
    """
    state = item_state(seen, names)
    if ours and not blocked_by_words(item) and _is_freed(seen, item, state):
        return state_after_block(item.state_before_block)
    if seen.links_known or seen.closed or all(blocking_issues(item).values()):
        return state
    return ItemState.blocked


def _untracked_state(seen: IssueSnapshot, item: Item, names: StateNames) -> ItemState:
    """Return the state where nothing in GitLab shows what was decided in Slack.

    A block lasts while something that was named still blocks. Otherwise labels and links count,
    and without any the state is as it was.
    """
    if item.state == ItemState.blocked and item.blockers:
        blocks = blocked_by_words(item) or open_blockers(seen, item, ItemState.blocked)
        return ItemState.blocked if blocks else state_after_block(item.state_before_block)
    stated = item_state(seen, names)
    if stated != ItemState.not_started:
        return stated
    return state_after_block(ItemState.production) if item.closed else item.state


def _is_freed(seen: IssueSnapshot, item: Item, state: ItemState) -> bool:
    """Return whether the last blocking issue is gone while ``state`` is still blocked."""
    return bool(
        state == ItemState.blocked
        and item.state == ItemState.blocked
        and blocking_issues(item)
        and seen.links_known
        and not open_blockers(seen, item, state)
    )


def blocking_issues(item: Item) -> dict[IssueRef, bool]:
    """Map the issues that block an item to whether the assistant linked them."""
    return {IssueRef(b.project, b.iid): b.ours for b in item.blockers if b.project and b.iid}


def blocked_by_words(item: Item) -> tuple[Blocker, ...]:
    """Return an item's free-text blockers, which only a person can remove."""
    return tuple(blocker for blocker in item.blockers if blocker.iid is None)


def _dri(seen: IssueSnapshot, known: str | None) -> str | None:
    """Keep the DRI until GitLab names somebody else; GitLab ignores case in usernames."""
    names = {name.casefold() for name in seen.assignees}
    if not names or (known is not None and known.casefold() in names):
        return known
    return seen.assignees[0]


def open_blockers(seen: IssueSnapshot, item: Item, state: ItemState) -> Collection[IssueRef]:
    """Return the issues that block now, by blocking links or the assistant's `relates_to` links.

    The assistant uses `relates_to` links if GitLab has no blocking links; these block only while
    the label or Status says so. Links that were not read this time are assumed to be unchanged.
    """
    ours = blocking_issues(item)
    may_stand_in = state in (ItemState.blocked, ItemState.production)
    if not seen.links_known:
        return {ref for ref, is_ours in ours.items() if may_stand_in or not is_ours}
    linked = {blocker.ref for blocker in seen.blockers if blocker.open}
    stood_in = {blocker.ref for blocker in seen.related if blocker.open and ours.get(blocker.ref)}
    return linked | stood_in if may_stand_in else linked
