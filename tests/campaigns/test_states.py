import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.states import ItemState, StateNames, item_state
from campaigns.sync.snapshots import BlockerSnapshot, IssueRef, IssueSnapshot

NAMES = StateNames(
    labels={
        ItemState.in_dev: "workflow::In dev",
        ItemState.in_review: "workflow::In review",
        ItemState.blocked: "workflow::blocked",
        ItemState.production: "workflow::production",
    },
    statuses={
        ItemState.not_started: ("To do", "Ready for development"),
        ItemState.in_dev: ("In dev", "In progress"),
        ItemState.in_review: ("In review",),
        ItemState.blocked: ("Blocked",),
        ItemState.production: ("Complete", "Done"),
    },
)
IN_DEV, IN_REVIEW = "workflow::In dev", "workflow::In review"
BLOCKED, PRODUCTION = "workflow::blocked", "workflow::production"


def issue(
    *labels: str, status: str | None = None, closed: bool = False, blocker: str | None = None
) -> IssueSnapshot:
    blockers = (
        ()
        if blocker is None
        else (BlockerSnapshot(IssueRef("g/other", 1), "Other", "", open=blocker == "open"),)
    )
    return IssueSnapshot(
        IssueRef("g/p", 7), 70, "", labels=labels, status=status, closed=closed, blockers=blockers
    )


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        (issue(), ItemState.not_started),
        (issue("backend", "type::bug"), ItemState.not_started),
        (issue(IN_DEV), ItemState.in_dev),
        (issue(IN_REVIEW), ItemState.in_review),
        (issue(BLOCKED), ItemState.blocked),
        (issue(PRODUCTION), ItemState.production),
        (issue("WORKFLOW::IN DEV"), ItemState.in_dev),
        (issue("workflow::Blocked"), ItemState.blocked),
        (issue("backend", IN_REVIEW, "golang"), ItemState.in_review),
        (issue(status="To do"), ItemState.not_started),
        (issue(status="Ready for development"), ItemState.not_started),
        (issue(status="In progress"), ItemState.in_dev),
        (issue(status="in dev"), ItemState.in_dev),
        (issue(status="In review"), ItemState.in_review),
        (issue(status="BLOCKED"), ItemState.blocked),
        (issue(status="Done"), ItemState.production),
        (issue(status="Awaiting something else"), ItemState.not_started),
        (issue(IN_DEV, status="To do"), ItemState.in_dev),
        (issue(IN_DEV, status="In review"), ItemState.in_review),
        (issue(IN_DEV, status="Awaiting something else"), ItemState.in_dev),
        (issue(IN_DEV, status="Blocked"), ItemState.blocked),
        (issue(BLOCKED, status="In dev"), ItemState.blocked),
        (issue(BLOCKED, IN_DEV), ItemState.blocked),
        (issue(IN_DEV, BLOCKED), ItemState.blocked),
        (issue(blocker="open"), ItemState.blocked),
        (issue(blocker="closed"), ItemState.not_started),
        (issue(IN_DEV, blocker="open"), ItemState.blocked),
        (issue(IN_DEV, blocker="closed"), ItemState.in_dev),
        (issue(PRODUCTION, blocker="open"), ItemState.blocked),
        (issue(closed=True), ItemState.production),
        (issue(BLOCKED, closed=True), ItemState.production),
        (issue(status="Blocked", closed=True, blocker="open"), ItemState.production),
    ],
)
def test_an_items_state_is_derived_from_label_status_links_and_closing(
    seen: IssueSnapshot, state: ItemState
) -> None:
    assert item_state(seen, NAMES) == state


known_labels = st.sampled_from([IN_DEV, IN_REVIEW, BLOCKED, PRODUCTION, "backend", ""])
drifting = st.one_of(known_labels, known_labels.map(str.upper), known_labels.map(str.title))
statuses = st.one_of(
    st.none(), st.sampled_from(["To do", "in DEV", "Blocked", "Complete"]), st.text(max_size=12)
)


@given(
    labels=st.lists(drifting | st.text(max_size=12), max_size=5),
    status=statuses,
    closed=st.booleans(),
    blocker=st.sampled_from([None, "open", "closed"]),
)
def test_a_blocking_word_or_link_always_wins_over_all_but_closing(
    labels: list[str],
    status: str | None,
    blocker: str | None,
    *,
    closed: bool,
) -> None:
    state = item_state(issue(*labels, status=status, closed=closed, blocker=blocker), NAMES)

    says_blocked = (
        BLOCKED in {label.casefold() for label in labels}
        or (status or "").casefold() == "blocked"
        or blocker == "open"
    )
    assert (
        (state == ItemState.production)
        if closed
        else ((state == ItemState.blocked) == says_blocked)
    )


@given(labels=st.lists(drifting, max_size=5), status=statuses)
def test_case_never_changes_a_state(labels: list[str], status: str | None) -> None:
    shouted = issue(*(label.upper() for label in labels), status=status and status.upper())
    as_typed = issue(*labels, status=status)

    if status is None or status.isascii():
        assert item_state(shouted, NAMES) == item_state(as_typed, NAMES)
