"""Reading work items: whatever GitLab leaves out or adds, an issue is read or skipped."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.sync.snapshots import BlockerSnapshot, IssueRef, IssueSnapshot, MergeRequestSnapshot
from gitlab_gateway.work_items import EpicState, read_epic, read_issue

HOME = "https://host/gitlab"
SHELL = f"{HOME}/gitlab-org/gitlab-shell/-/work_items/3"
NODE: dict[str, Any] = {
    "id": "gid://gitlab/WorkItem/70",
    "iid": "7",
    "title": "Update Go",
    "state": "OPEN",
    "webUrl": f"{HOME}/gitlab-org/gitaly/-/issues/7",
    "namespace": {"fullPath": "gitlab-org/gitaly"},
    "movedToWorkItemUrl": f"{HOME}/gitlab-org/labkit/-/issues/9",
    "duplicatedToWorkItemUrl": None,
    "updatedAt": "2023-03-30T09:30:00Z",
    "widgets": [
        {"description": "text"},
        {"labels": {"nodes": [{"title": "golang"}]}},
        {"status": {"name": "In dev"}},
        {"assignees": {"nodes": [{"username": "gus"}]}},
        {
            "linkedItems": {
                "nodes": [
                    {
                        "linkId": "gid://gitlab/WorkItems::RelatedWorkItemLink/5",
                        "linkType": "is_blocked_by",
                        "workItem": {
                            "iid": "3",
                            "title": "Shell",
                            "state": "OPEN",
                            "webUrl": SHELL,
                            "namespace": {"fullPath": "gitlab-org/gitlab-shell"},
                            "widgets": [{"assignees": {"nodes": [{"username": "mira"}]}}],
                        },
                    }
                ]
            }
        },
        {
            "closingMergeRequests": {
                "nodes": [
                    {
                        "mergeRequest": {
                            "reference": "gitlab-org/gitaly!1",
                            "webUrl": f"{HOME}/gitlab-org/gitaly/-/merge_requests/1",
                            "state": "opened",
                            "draft": False,
                            "updatedAt": "2023-03-30T09:30:00Z",
                        }
                    }
                ]
            }
        },
    ],
}
READ = IssueSnapshot(
    ref=IssueRef("gitlab-org/gitaly", 7),
    id=70,
    web_url=NODE["webUrl"],
    title="Update Go",
    labels=("golang",),
    status="In dev",
    assignees=("gus",),
    blockers=(
        BlockerSnapshot(
            IssueRef("gitlab-org/gitlab-shell", 3), "Shell", SHELL, open=True, link_id=5
        ),
    ),
    merge_requests=(
        MergeRequestSnapshot(
            "gitlab-org/gitaly!1",
            f"{HOME}/gitlab-org/gitaly/-/merge_requests/1",
            "opened",
            draft=False,
        ),
    ),
    moved=True,
    moved_to=IssueRef("gitlab-org/labkit", 9),
)


def test_a_whole_work_item_is_read() -> None:
    assert read_issue(NODE, HOME) == READ


def without(*path: str | int) -> dict[str, Any]:
    """Return the work item with null in one place."""
    node = deepcopy(NODE)
    at: Any = node
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = None
    return node


@pytest.mark.parametrize(
    ("path", "costs"),
    [
        (("namespace",), {}),
        (("title",), {"title": ""}),
        (("widgets", 2, "status"), {"status": None, "status_known": False}),
        (("widgets", 3, "assignees"), {"assignees": ()}),
        (("widgets", 4, "linkedItems"), {"blockers": (), "links_known": False}),
        (("widgets", 4, "linkedItems", "nodes", 0), {"blockers": (), "links_known": False}),
        (("widgets", 4, "linkedItems", "nodes", 0, "workItem"), {"blockers": ()}),
        (
            ("widgets", 5, "closingMergeRequests", "nodes", 0),
            {"merge_requests": (), "requests_known": False},
        ),
        (("movedToWorkItemUrl",), {"moved": False, "moved_to": None}),
    ],
)
def test_a_null_costs_only_what_it_would_have_said(
    path: tuple[str | int, ...], costs: dict[str, object]
) -> None:
    assert read_issue(without(*path), HOME) == replace(READ, **costs)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize("path", [("id",), ("state",), ("widgets",), ("widgets", 1, "labels")])
def test_an_issue_that_does_not_say_which_or_in_what_state_it_is_is_skipped(
    path: tuple[str | int, ...],
) -> None:
    assert read_issue(without(*path), HOME) is None


@pytest.mark.parametrize("kind", ["epics", "work_items"])
def test_an_epic_is_told_from_an_issue_by_its_address(kind: str) -> None:
    node = {**NODE, "webUrl": f"{HOME}/groups/gitlab-org/-/{kind}/1", "state": "CLOSED"}

    assert read_epic(node, HOME) == EpicState(IssueRef("gitlab-org", 1), closed=True)
    assert read_epic(NODE, HOME) is None
    assert read_epic({**NODE, "webUrl": f"{HOME}/a/groups/-/work_items/1"}, HOME) is None


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from places(part, (*path, key))
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield from places(part, (*path, index))


PLACES = list(places(NODE))
ODD: st.SearchStrategy[object] = st.one_of(
    st.none(), st.text(max_size=9), st.just([]), st.just({}), st.just([None])
)


@given(st.lists(st.tuples(st.sampled_from(PLACES), ODD), max_size=6), st.text(max_size=9))
def test_unknown_values_new_fields_and_nulls_never_break_a_sync(
    changes: list[tuple[tuple[str | int, ...], object]], field: str
) -> None:
    node = deepcopy(NODE)
    for path, value in changes:
        at: Any = node
        for key in path[:-1]:
            at = at[key] if _has(at, key) else {}
        if _has(at, path[-1]):
            at[path[-1]] = value
    node.setdefault(f"new{field}", {"nodes": None})

    read = read_issue(node, HOME)

    read_epic(node, HOME)
    assert read is None or isinstance(read.ref.iid, int)


def _has(value: object, key: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(key, int) and key < len(value)
    return isinstance(value, dict) and key in value
