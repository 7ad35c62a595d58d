"""From what GitLab shows to what an item is: matching issues, reading states, following moves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from campaigns.changes import ItemLook
from campaigns.observations import IssueRef, IssueSeen
from campaigns.plans import marker
from campaigns.states import StateNames, item_state


def match_issues(
    slug: str, refs: Mapping[str, IssueRef], seen: Iterable[IssueSeen]
) -> dict[str, IssueSeen]:
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


def _successor(mark: str, seen: Iterable[IssueSeen]) -> IssueSeen | None:
    candidates = [issue for issue in seen if mark in issue.description and not issue.moved]
    return min(candidates, key=lambda issue: (issue.closed, issue.id), default=None)


@dataclass(frozen=True)
class Known:
    """What is known of an item before a look; ``blocked_by`` maps open blockers' refs to ours."""

    look: ItemLook
    blocked_by: Mapping[IssueRef, bool]


def look_at(seen: IssueSeen, known: Known, names: StateNames) -> ItemLook:
    """Say what an item is now.

    A DRI stays while GitLab names nobody else. Where links were not read, the blockers
    stay as they were. An issue closed as a duplicate proves nothing: its state stays.
    """
    state = known.look.state if seen.duplicate else item_state(seen, names)
    dri = known.look.dri
    if seen.assignees and dri not in seen.assignees:
        dri = seen.assignees[0]
    blockers = open_blockers(seen, known.blocked_by) if seen.links_known else known.blocked_by
    return ItemLook(
        state=state,
        dri=dri,
        closed=seen.closed,
        blockers=tuple(sorted(str(ref) for ref in blockers)),
        merge_requests=seen.merge_requests,
    )


def open_blockers(seen: IssueSeen, ours: Mapping[IssueRef, bool]) -> Collection[IssueRef]:
    """Name the issues that block now: open blocking links, and related ones that we call so.

    A GitLab without blocking links keeps ours as `relates_to`.
    """
    linked = {blocker.ref for blocker in seen.blockers if blocker.open}
    stood_in = {blocker.ref for blocker in seen.related if blocker.open and ours.get(blocker.ref)}
    return linked | stood_in
