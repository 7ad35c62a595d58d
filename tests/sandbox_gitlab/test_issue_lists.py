import gitlab
import pytest
from gitlab.v4.objects import Group, Project

from tests.sandbox_gitlab.conftest import Running, make_issue

SEEDED = 4712


@pytest.fixture
def group(gl: gitlab.Gitlab) -> Group:
    return gl.groups.get("gitlab-org")


def test_a_campaign_is_found_by_its_label_across_subgroups(
    gl: gitlab.Gitlab, group: Group, gitaly: Project
) -> None:
    make_issue(gitaly, labels="campaign")
    make_issue(gl.projects.get("gitlab-org/build/CNG"), labels="campaign,golang")
    make_issue(gitaly, labels="golang")
    found = group.issues.list(labels="campaign", state="all", get_all=True)
    assert [issue.references["full"] for issue in found] == [
        "gitlab-org/build/CNG#772",
        "gitlab-org/gitaly#4713",
    ]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"state": "opened"}, ["two", "one"]),
        ({"state": "closed"}, ["three"]),
        ({"state": "all"}, ["three", "two", "one"]),
        ({"labels": "a"}, ["two", "one"]),
        ({"labels": "a,b"}, ["two"]),
        ({"labels": "None"}, ["three"]),
        ({"not[labels]": "b"}, ["three", "one"]),
        ({"search": "TWO"}, ["two"]),
        ({"iids": [4713, 4715]}, ["three", "one"]),
        ({"assignee_username": "gus-sandbox"}, ["two"]),
        ({"assignee_id": "None", "labels": "a"}, ["one"]),
        ({"author_username": "runtime-upgrade-bot", "sort": "asc"}, ["one", "two", "three"]),
        ({"scope": "assigned_to_me"}, []),
        ({"order_by": "title", "sort": "asc", "labels": "a"}, ["one", "two"]),
        ({"created_after": "2023-04-01T00:00:00Z"}, []),
    ],
)
def test_issues_are_filtered_and_ordered(
    gl: gitlab.Gitlab, gitaly: Project, filters: dict[str, object], expected: list[str]
) -> None:
    (gus,) = gl.users.list(username="gus-sandbox", get_all=True)
    make_issue(gitaly, "one", labels="a")
    make_issue(gitaly, "two", labels="a,b", assignee_ids=[gus.id])
    make_issue(gitaly, "three")
    gitaly.issues.update(4715, {"state_event": "close"})
    listed = gitaly.issues.list(get_all=True, **filters)
    assert [issue.title for issue in listed if issue.iid > SEEDED] == expected


def test_pages_are_followed_by_their_links(group: Group, gitaly: Project) -> None:
    for number in range(25):
        make_issue(gitaly, f"issue {number}", labels="many")
    listed = group.issues.list(labels="many", per_page=10, get_all=True)
    assert [issue.title for issue in listed] == [f"issue {n}" for n in reversed(range(25))]


def test_a_page_carries_gitlabs_headers(here: Running, gl: gitlab.Gitlab, gitaly: Project) -> None:
    for number in range(3):
        make_issue(gitaly, f"issue {number}", labels="many")
    url = f"{here.server.url}/api/v4/projects/gitlab-org%2Fgitaly/issues"
    answer = gl.session.get(
        url,
        params={"labels": "many", "per_page": "2", "page": "1"},
        headers={"PRIVATE-TOKEN": here.server.token},
        timeout=30,
    )
    shown = {name: answer.headers[name] for name in answer.headers if name.startswith("x-")}
    assert shown == {
        "x-next-page": "2",
        "x-page": "1",
        "x-per-page": "2",
        "x-prev-page": "",
        "x-total": "3",
        "x-total-pages": "2",
        "x-content-type-options": "nosniff",
    }
    assert answer.headers["link"] == (
        f'<{url}?labels=many&page=2&per_page=2>; rel="next", '
        f'<{url}?labels=many&page=1&per_page=2>; rel="first", '
        f'<{url}?labels=many&page=2&per_page=2>; rel="last"'
    )


def test_a_page_holds_at_most_a_hundred(here: Running, gl: gitlab.Gitlab) -> None:
    answer = gl.session.get(
        f"{here.server.url}/api/v4/projects",
        params={"per_page": "1000"},
        headers={"PRIVATE-TOKEN": here.server.token},
        timeout=30,
    )
    assert answer.headers["x-per-page"] == "100"


def test_label_details_come_when_asked_for(gitaly: Project) -> None:
    make_issue(gitaly, labels="golang", title="one")
    (found,) = gitaly.issues.list(
        search="one", labels="golang", with_labels_details=True, get_all=True
    )
    assert [(label["name"], label["color"]) for label in found.labels] == [("golang", "#428bca")]
