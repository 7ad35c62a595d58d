import threading

import gitlab
import pytest
import requests

from sandbox.faults import Fault, FaultKind
from tests.sandbox_gitlab.conftest import Running, make_issue

NOT_UTF8 = "400 Bad request - the query is not valid UTF-8"
ISSUES = "/api/v4/projects/gitlab-org%2Fgitaly/issues"


def send(here: Running, method: str, path: str, **more: object) -> tuple[int, object]:
    headers = {"PRIVATE-TOKEN": here.server.token, **more.pop("headers", {})}  # type: ignore[dict-item]  # options of requests by name
    answer = requests.request(
        method,
        f"{here.server.url}{path}",
        headers=headers,
        timeout=30,
        **more,  # type: ignore[arg-type]  # options of requests by name
    )
    return answer.status_code, answer.json() if answer.content else None


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"text"', b"\xff\xfe", b"[" * 5000])
def test_broken_json_is_refused(here: Running, body: bytes) -> None:
    answer = send(here, "POST", ISSUES, data=body, headers={"content-type": "application/json"})
    assert answer == (400, {"error": "There was a problem in the JSON you submitted"})


def test_an_unknown_content_type_is_refused(here: Running) -> None:
    answer = send(here, "POST", ISSUES, data=b"<x/>", headers={"content-type": "text/xml"})
    assert answer == (415, {"error": "The provided content-type 'text/xml' is not supported."})


def test_a_form_is_read_like_json(here: Running) -> None:
    form = {"title": "By form", "labels": "a,b", "assignee_ids[]": ["106"]}
    status, made = send(here, "POST", ISSUES, data=form)
    assert isinstance(made, dict)
    assert (status, made["title"], made["labels"]) == (201, "By form", ["a", "b"])
    assert [user["username"] for user in made["assignees"]] == ["gus-sandbox"]


def test_a_huge_body_is_refused(here: Running) -> None:
    big = b'{"title":"' + b"x" * (11 * 1024 * 1024) + b'"}'
    answer = requests.post(
        f"{here.server.url}{ISSUES}",
        data=big,
        headers={"PRIVATE-TOKEN": here.server.token, "content-type": "application/json"},
        timeout=30,
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/api/v4/nothing", (404, {"error": "404 Not Found"})),
        ("PATCH", ISSUES, (405, {"error": "405 Not Allowed"})),
        ("GET", f"{ISSUES}/first", (400, {"error": "issue_iid is invalid"})),
        ("GET", f"{ISSUES}/999999", (404, {"message": "404 Not found"})),
        ("GET", f"{ISSUES}?page=0", (400, {"error": "page does not have a valid value"})),
        ("GET", f"{ISSUES}?per_page=x", (400, {"error": "per_page is invalid"})),
        ("GET", f"{ISSUES}?state=maybe", (400, {"error": "state does not have a valid value"})),
        ("GET", f"{ISSUES}?created_after=noon", (400, {"error": "created_after is invalid"})),
        ("GET", "/api/v4/projects/gitlab-org/gitaly", (404, {"error": "404 Not Found"})),
        ("GET", "/api/v4/users/999", (404, {"message": "404 User Not Found"})),
        ("GET", "/api/v4/groups/none", (404, {"message": "404 Group Not Found"})),
        ("GET", f"{ISSUES}?search=%ff", (400, {"message": NOT_UTF8})),
    ],
)  # fmt: skip
def test_a_wrong_request_is_refused_as_gitlab_does(
    here: Running, method: str, path: str, expected: tuple[int, object]
) -> None:
    assert send(here, method, path) == expected


def test_hostile_text_is_stored_and_given_back_as_it_came(here: Running) -> None:
    title = "<script>alert('x')</script> \u202e ` */ \U0001f600"
    _, made = send(here, "POST", ISSUES, json={"title": title})
    assert isinstance(made, dict)
    assert made["title"] == title


def test_half_a_surrogate_pair_is_replaced(here: Running) -> None:
    body = b'{"title":"half \\ud83d of one, \\ud83d\\ude00"}'
    headers = {"content-type": "application/json"}
    _, made = send(here, "POST", ISSUES, data=body, headers=headers)
    assert isinstance(made, dict)
    assert made["title"] == "half ? of one, \U0001f600"


def test_two_clients_at_once_get_different_numbers(here: Running) -> None:
    numbers: list[int] = []

    def work() -> None:
        project = here.client().projects.get("gitlab-org/gitaly")
        numbers.extend(make_issue(project).iid for _ in range(10))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(numbers) == list(range(4713, 4753))


def test_an_argument_that_nothing_knows_is_ignored_and_listed(here: Running) -> None:
    status, _ = send(here, "POST", ISSUES, json={"title": "x", "asignee_ids": [106]})
    assert (status, here.server.state.unknown_arguments) == (
        201,
        [("POST /api/v4/projects/:id/issues", "asignee_ids")],
    )


def test_python_gitlab_sends_nothing_that_is_unknown(here: Running, gl: gitlab.Gitlab) -> None:
    project = gl.projects.get("gitlab-org/gitaly")
    group = gl.groups.get("gitlab-org", with_projects=False)
    group.epics.list(labels="a", search="b", include_descendant_groups=False, get_all=True)
    group.epics.create({"title": "x", "due_date_fixed": "2023-10-01", "due_date_is_fixed": True})
    project.mergerequests.list(state="opened", source_branch="x", get_all=True)
    made = make_issue(project, labels=["a", "b"], assignee_ids=[106], due_date="2023-10-01")
    project.issues.update(made.iid, {"add_labels": "c", "remove_labels": "a"})
    project.issues.list(labels="a", scope="all", iids=[1], get_all=True)
    assert here.server.state.unknown_arguments == []


def test_a_lost_reply_has_acted_all_the_same(here: Running, gl: gitlab.Gitlab) -> None:
    project = gl.projects.get("gitlab-org/gitaly")
    here.faults.plan(Fault("POST /api/v4/projects/:id/issues", FaultKind.LOSE_REPLY))
    with pytest.raises(requests.ConnectionError):
        make_issue(project, labels="campaign")
    assert [issue.iid for issue in project.issues.list(labels="campaign", get_all=True)] == [4713]


def test_the_journal_names_operations_by_their_templates(here: Running, gl: gitlab.Gitlab) -> None:
    gl.projects.get("gitlab-org/gitaly").issues.get(4712).notes.create({"body": "x"})
    here.query("{ currentUser { id } }")
    assert [(entry.operation, entry.path, entry.status) for entry in here.faults.journal()] == [
        ("GET /api/v4/projects/:id", "/api/v4/projects/gitlab-org%2Fgitaly", 200),
        (
            "GET /api/v4/projects/:id/issues/:issue_iid",
            "/api/v4/projects/278969/issues/4712",
            200,
        ),
        (
            "POST /api/v4/projects/:id/issues/:issue_iid/notes",
            "/api/v4/projects/278969/issues/4712/notes",
            201,
        ),
        ("POST /api/graphql", "/api/graphql", 200),
    ]
