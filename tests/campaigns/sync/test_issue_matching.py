from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from campaigns.lifecycle.plans import marker
from campaigns.model.item import Item
from campaigns.states import ItemState, StateNames
from campaigns.sync.changes import ItemSnapshot
from campaigns.sync.issue_matching import match_issues, read_item
from campaigns.sync.snapshots import BlockerSnapshot, IssueRef, IssueSnapshot, MergeRequestSnapshot
from tests.entities import blocker as made_blocker
from tests.entities import item

NAMES = StateNames(
    labels={ItemState.in_dev: "workflow::In dev", ItemState.blocked: "workflow::blocked"},
    statuses={},
)
GITALY = IssueRef("gitlab-org/gitaly", 7)
SHELL = IssueRef("gitlab-org/gitlab-shell", 3)
MARK = marker("go-1.20", "gitaly")


def issue(ref: IssueRef = GITALY, number: int = 70, **more: object) -> IssueSnapshot:
    return IssueSnapshot(ref, number, "", **more)  # type: ignore[arg-type]  # fields by name


def blocker(*, is_open: bool = True) -> BlockerSnapshot:
    return BlockerSnapshot(SHELL, "Shell", "", open=is_open)


def test_issues_match_by_reference_whatever_their_description_says() -> None:
    seen = issue(description="somebody rewrote it")

    assert match_issues("go-1.20", {"gitaly": GITALY}, [seen]) == {"gitaly": seen}


def test_a_moved_issue_is_followed_to_the_open_successor_with_its_marker() -> None:
    old = issue(moved=True, closed=True, description=MARK)
    closed_copy = issue(IssueRef("g/copy", 1), 71, closed=True, description=MARK)
    successor = issue(IssueRef("g/new", 2), 72, description=f"text\n\n{MARK}")
    other = issue(IssueRef("g/other", 3), 73, description=marker("go-1.20", "gitaly-ci"))

    matched = match_issues("go-1.20", {"gitaly": GITALY}, [other, closed_copy, successor, old])

    assert matched == {"gitaly": successor}


def test_a_moved_issue_with_a_hidden_successor_is_kept() -> None:
    old = issue(moved=True, closed=True, description=MARK)

    assert match_issues("go-1.20", {"gitaly": GITALY}, [old]) == {"gitaly": old}


def test_an_issue_that_is_not_there_matches_nothing() -> None:
    assert match_issues("go-1.20", {"gitaly": GITALY}, [issue(SHELL, 30)]) == {}


def gitaly(blocked_by: Mapping[IssueRef, bool] = MappingProxyType({}), **changes: object) -> Item:
    """Build an item in dev, blocked by issues linked by the assistant or not."""
    blockers = [
        made_blocker("Shell", project=ref.project, iid=ref.iid, ours=ours)
        for ref, ours in blocked_by.items()
    ]
    return replace(item(7, "Gitaly", "in_dev"), blockers=tuple(blockers), **changes)  # type: ignore[arg-type]  # fields of an item


OURS, FOREIGN = {SHELL: True}, {SHELL: False}


@pytest.mark.parametrize(
    ("seen", "blocked_by", "state", "blockers"),
    [
        (issue(), {}, ItemState.not_started, ()),
        (issue(blockers=(blocker(),)), {}, ItemState.blocked, (str(SHELL),)),
        (issue(blockers=(blocker(is_open=False),)), FOREIGN, ItemState.not_started, ()),
        (issue(labels=("workflow::blocked",)), OURS, ItemState.blocked, ()),
        # `relates_to` stands in for ours only, and only while the label says blocked
        (
            issue(labels=("workflow::blocked",), related=(blocker(),)),
            OURS,
            ItemState.blocked,
            (str(SHELL),),
        ),
        (issue(labels=("workflow::blocked",), related=(blocker(),)), {}, ItemState.blocked, ()),
        (issue(related=(blocker(),)), OURS, ItemState.not_started, ()),
        # links that were not read this time
        (issue(links_known=False), FOREIGN, ItemState.blocked, (str(SHELL),)),
        (issue(links_known=False), OURS, ItemState.not_started, ()),
        (
            issue(links_known=False, labels=("workflow::blocked",)),
            OURS,
            ItemState.blocked,
            (str(SHELL),),
        ),
        (issue(links_known=False, closed=True), FOREIGN, ItemState.production, (str(SHELL),)),
    ],
)
def test_which_issues_block_now(
    seen: IssueSnapshot,
    blocked_by: dict[IssueRef, bool],
    state: ItemState,
    blockers: tuple[str, ...],
) -> None:
    assert read_item(seen, gitaly(blocked_by), NAMES) == ItemSnapshot(
        state=state, dri="gus", closed=seen.closed, blockers=blockers
    )


def test_rarely_read_links_do_not_make_a_state_flap() -> None:
    """A GitLab without work items in GraphQL: links are only read on every few syncs."""
    with_links = read_item(issue(blockers=(blocker(),)), gitaly(), NAMES)
    blocked = gitaly(FOREIGN, state=with_links.state)
    without = read_item(issue(links_known=False), blocked, NAMES)

    assert with_links == without


@pytest.mark.parametrize("why", ["duplicate", "moved"])
def test_an_issue_closed_as_a_duplicate_or_moved_away_claims_nothing(why: str) -> None:
    seen = issue(closed=True, **{why: True})

    assert read_item(seen, gitaly(), NAMES).state == ItemState.in_dev


@pytest.mark.parametrize(
    ("known", "assignees", "dri"),
    [
        ("gus", (), "gus"),
        ("gus", ("gus",), "gus"),
        ("gus", ("mira", "gus"), "gus"),
        ("Gus", ("gus",), "Gus"),
        ("gus", ("mira", "dora"), "mira"),
        (None, ("mira",), "mira"),
        (None, (), None),
    ],
)
def test_the_dri_changes_only_when_gitlab_names_somebody_else(
    known: str | None, assignees: tuple[str, ...], dri: str | None
) -> None:
    assert read_item(issue(assignees=assignees), gitaly(dri=known), NAMES).dri == dri


def test_merge_requests_are_those_that_gitlab_shows() -> None:
    request = MergeRequestSnapshot("g/p!1", "", "opened", draft=False)

    seen = read_item(issue(merge_requests=(request,)), gitaly(), NAMES)

    assert seen.merge_requests == (request,)


SAYS_BLOCKED = issue(labels=("workflow::blocked",))
BLOCKED = gitaly({SHELL: True}, state=ItemState.blocked, state_before_block=ItemState.in_review)
IN_WORDS = made_blocker("waits for a release")


@pytest.mark.parametrize(
    ("seen", "known", "ours", "state"),
    [
        (SAYS_BLOCKED, BLOCKED, True, ItemState.in_review),
        (SAYS_BLOCKED, BLOCKED, False, ItemState.blocked),
        (SAYS_BLOCKED, replace(BLOCKED, state_before_block=None), True, ItemState.in_dev),
        (SAYS_BLOCKED, replace(BLOCKED, blockers=(IN_WORDS,)), True, ItemState.blocked),
        (
            SAYS_BLOCKED,
            replace(BLOCKED, blockers=(*BLOCKED.blockers, IN_WORDS)),
            True,
            ItemState.blocked,
        ),
        (replace(SAYS_BLOCKED, related=(blocker(),)), BLOCKED, True, ItemState.blocked),
        (replace(SAYS_BLOCKED, links_known=False), BLOCKED, True, ItemState.blocked),
    ],
)
def test_an_item_without_blocking_issues_is_unblocked_if_the_label_is_ours(
    seen: IssueSnapshot, known: Item, state: ItemState, *, ours: bool
) -> None:
    assert read_item(seen, known, NAMES, ours=ours).state == state


WORDS = (made_blocker("the image"),)


@pytest.mark.parametrize(
    ("seen", "before", "state"),
    [
        # blocked in Slack: nothing in GitLab shows it, or takes it back
        (issue(), replace(gitaly(state=ItemState.blocked), blockers=WORDS), ItemState.blocked),
        (
            issue(labels=("workflow::In dev",)),
            replace(gitaly(state=ItemState.blocked), blockers=WORDS),
            ItemState.blocked,
        ),
        (issue(links_known=False), gitaly(OURS, state=ItemState.blocked), ItemState.blocked),
        (issue(related=(blocker(),)), gitaly(OURS, state=ItemState.blocked), ItemState.blocked),
        (
            issue(blockers=(blocker(is_open=False),)),
            gitaly(OURS, state=ItemState.blocked, state_before_block=ItemState.in_review),
            ItemState.in_review,
        ),
        # links and labels count, and what is not shown stays as it was
        (issue(blockers=(blocker(),)), gitaly(), ItemState.blocked),
        (
            issue(labels=("workflow::In dev",)),
            gitaly(state=ItemState.in_review),
            ItemState.in_dev,
        ),
        (issue(), gitaly(state=ItemState.in_review), ItemState.in_review),
        (issue(closed=True), gitaly(), ItemState.production),
        (issue(), gitaly(state=ItemState.production, closed=True), ItemState.in_dev),
    ],
)
def test_where_the_status_is_written_but_not_visible_what_was_decided_stays(
    seen: IssueSnapshot, before: Item, state: ItemState
) -> None:
    unseen = replace(seen, status_known=False)

    assert read_item(unseen, before, NAMES, tracked=False).state == state


def test_merge_requests_that_are_not_shown_stay_as_they_were() -> None:
    request = MergeRequestSnapshot(
        "gitaly!1", "https://gl/gitaly/-/merge_requests/1", "opened", draft=False
    )
    known = read_item(issue(merge_requests=(request,)), gitaly(), NAMES)

    assert known.merge_requests == (request,)
    assert read_item(issue(requests_known=False), gitaly(), NAMES).merge_requests == ()
