"""From what GitLab shows to what an item is: matching issues, reading states, following moves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from campaigns.lifecycle.plans import marker
from campaigns.states import ItemState, StateNames, item_state
from campaigns.sync.changes import ItemSnapshot
from campaigns.sync.snapshots import IssueRef, IssueSnapshot


def match_issues(
    slug: str, refs: Mapping[str, IssueRef], seen: Iterable[IssueSnapshot]
) -> dict[str, IssueSnapshot]:
    """Map components to the issues seen: by reference, or by the marker where one moved.

    ``refs`` maps each component to the issue it had. A moved issue's successor carries
    the same marker and takes its place.
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


@dataclass(frozen=True)
class KnownItem:
    """What is known of an item before a look; ``blocked_by`` maps open blockers' refs to ours.

    ``back_to`` is the state that it returns to once none of them is open: given where the
    assistant itself wrote the label or Status when somebody named a blocker, and nobody has
    blocked it by words.
    """

    look: ItemSnapshot
    blocked_by: Mapping[IssueRef, bool]
    back_to: ItemState | None = None


def look_at(seen: IssueSnapshot, known: KnownItem, names: StateNames) -> ItemSnapshot:
    """Say what an item is now.

    A DRI stays while GitLab names nobody else. An issue that was closed as a duplicate,
    or moved away, proves nothing: its state stays.
    """
    proves_nothing = seen.duplicate or seen.moved
    state = known.look.state if proves_nothing else _state(seen, known, names)
    return ItemSnapshot(
        state=state,
        dri=_dri(seen, known.look.dri),
        closed=seen.closed,
        blockers=tuple(sorted(str(ref) for ref in open_blockers(seen, known.blocked_by, state))),
        merge_requests=seen.merge_requests,
    )


def _state(seen: IssueSnapshot, known: KnownItem, names: StateNames) -> ItemState:
    """Read the state; links that were not read this time block as they did last time.

    The links that are ours do not count then: with them the assistant wrote the label or
    Status, and whoever takes that away in GitLab has unblocked the item.
    """
    state = item_state(seen, names)
    if known.back_to is not None and is_freed(seen, known, state):
        return known.back_to
    if seen.links_known or seen.closed or all(known.blocked_by.values()):
        return state
    return ItemState.blocked


def is_freed(seen: IssueSnapshot, known: KnownItem, state: ItemState) -> bool:
    """Tell whether the last issue that blocked is gone while ``state`` still says blocked."""
    return bool(
        state == ItemState.blocked
        and known.look.state == ItemState.blocked
        and known.blocked_by
        and seen.links_known
        and not open_blockers(seen, known.blocked_by, state)
    )


def _dri(seen: IssueSnapshot, known: str | None) -> str | None:
    """Keep the DRI while GitLab names nobody else; GitLab compares usernames without case."""
    names = {name.casefold() for name in seen.assignees}
    if not names or (known is not None and known.casefold() in names):
        return known
    return seen.assignees[0]


def open_blockers(
    seen: IssueSnapshot, ours: Mapping[IssueRef, bool], state: ItemState
) -> Collection[IssueRef]:
    """Name the issues that block now: open blocking links, and related ones that we call so.

    A GitLab without blocking links keeps ours as `relates_to`, and these block only while
    label or Status says so. Links that were not read this time are as they were.
    """
    may_stand_in = state in (ItemState.blocked, ItemState.production)
    if not seen.links_known:
        return {ref for ref, is_ours in ours.items() if may_stand_in or not is_ours}
    linked = {blocker.ref for blocker in seen.blockers if blocker.open}
    stood_in = {blocker.ref for blocker in seen.related if blocker.open and ours.get(blocker.ref)}
    return linked | stood_in if may_stand_in else linked
