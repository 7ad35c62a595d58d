import pytest

from campaigns.lifecycle.plans import marker
from campaigns.states import ItemState, StateNames
from campaigns.sync.changes import ItemSnapshot
from campaigns.sync.issue_matching import KnownItem, look_at, match_issues
from campaigns.sync.snapshots import BlockerSeen, IssueRef, IssueSnapshot, MergeRequestSnapshot

NAMES = StateNames(
    labels={ItemState.in_dev: "workflow::In dev", ItemState.blocked: "workflow::blocked"},
    statuses={},
)
GITALY = IssueRef("gitlab-org/gitaly", 7)
SHELL = IssueRef("gitlab-org/gitlab-shell", 3)
MARK = marker("go-1.20", "gitaly")


def issue(ref: IssueRef = GITALY, number: int = 70, **more: object) -> IssueSnapshot:
    return IssueSnapshot(ref, number, "", **more)  # type: ignore[arg-type]


def blocker(*, is_open: bool = True) -> BlockerSeen:
    return BlockerSeen(SHELL, "Shell", "", open=is_open)


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


def test_a_moved_issue_whose_successor_is_out_of_sight_stays_itself() -> None:
    old = issue(moved=True, closed=True, description=MARK)

    assert match_issues("go-1.20", {"gitaly": GITALY}, [old]) == {"gitaly": old}


def test_an_issue_that_is_not_there_matches_nothing() -> None:
    assert match_issues("go-1.20", {"gitaly": GITALY}, [issue(SHELL, 30)]) == {}


def look(state: ItemState = ItemState.in_dev, dri: str | None = "gus") -> ItemSnapshot:
    return ItemSnapshot(state=state, dri=dri, closed=False)


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
def test_what_blocks_now(
    seen: IssueSnapshot,
    blocked_by: dict[IssueRef, bool],
    state: ItemState,
    blockers: tuple[str, ...],
) -> None:
    assert look_at(seen, KnownItem(look(), blocked_by), NAMES) == ItemSnapshot(
        state=state, dri="gus", closed=seen.closed, blockers=blockers
    )


def test_links_read_now_and_then_do_not_make_a_state_flap() -> None:
    """A GitLab without work items in GraphQL: the links are read every few looks only."""
    with_links = look_at(issue(blockers=(blocker(),)), KnownItem(look(), {}), NAMES)
    without = look_at(issue(links_known=False), KnownItem(with_links, FOREIGN), NAMES)

    assert with_links == without


@pytest.mark.parametrize("why", ["duplicate", "moved"])
def test_an_issue_closed_as_a_duplicate_or_moved_away_claims_nothing(why: str) -> None:
    seen = issue(closed=True, **{why: True})

    assert look_at(seen, KnownItem(look(), {}), NAMES).state == ItemState.in_dev


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
    assert look_at(issue(assignees=assignees), KnownItem(look(dri=known), {}), NAMES).dri == dri


def test_merge_requests_are_those_that_gitlab_shows() -> None:
    request = MergeRequestSnapshot("g/p!1", "", "opened", draft=False)

    seen = look_at(issue(merge_requests=(request,)), KnownItem(look(), {}), NAMES)

    assert seen.merge_requests == (request,)
