"""What the sandbox's GitLab answers in each of its conditions."""

import json

import pytest
import requests
from gitlab.exceptions import GitlabHttpError

from sandbox.control import with_control
from sandbox.gitlab.access import ASSISTANT
from sandbox.gitlab.changes import end_membership, start_membership
from sandbox.gitlab.conditions import OFF, Conditions
from sandbox.gitlab.control import control_routes
from sandbox.serving import listen, serve
from tests.sandbox_gitlab.conftest import Running, make_issue

READ_ONLY = "You cannot perform write operations on a read-only instance"
ISSUES = "/api/v4/projects/gitlab-org%2Fgitaly/issues"


def raw(here: Running, method: str, path: str, **more: object) -> requests.Response:
    return requests.request(
        method,
        f"{here.server.url}{path}",
        headers={"PRIVATE-TOKEN": here.server.token},
        timeout=30,
        allow_redirects=False,
        **more,  # type: ignore[arg-type]  # options of requests by name
    )


@pytest.mark.parametrize(
    ("conditions", "method", "status", "words"),
    [
        (Conditions(maintenance=True), "POST", 503, READ_ONLY),
        (Conditions(maintenance=True), "GET", 200, "[]"),
        (Conditions(read_only=True), "POST", 403, READ_ONLY),
        (Conditions(expired_token=True), "GET", 401, "Token is expired."),
        (Conditions(redirect_to="https://gitlab.example"), "GET", 301, ""),
        (Conditions(sign_in_page=True), "GET", 200, "<title>Sign in</title>"),
        (Conditions(proxy_page=True), "POST", 403, "Cloudflare"),
        (Conditions(root="/gitlab"), "GET", 404, "Not found"),
    ],
    ids=str,
)
def test_a_condition_changes_the_answer(
    here: Running, conditions: Conditions, method: str, status: int, words: str
) -> None:
    here.server.state.conditions = conditions
    answer = raw(here, method, ISSUES, json={"title": "x"})

    assert (answer.status_code, words in answer.text) == (status, True)


def test_a_mutation_on_a_read_only_gitlab_is_an_error_with_status_200(here: Running) -> None:
    here.server.state.conditions = Conditions(maintenance=True)
    query = 'mutation { createNote(input: {noteableId: "gid://gitlab/WorkItem/1", body: "x"}) { errors } }'  # noqa: E501 - one query
    answer = raw(here, "POST", "/api/graphql", json={"query": query})

    assert (answer.status_code, answer.json()) == (200, {"errors": [{"message": READ_ONLY}]})


def test_below_a_root_every_url_has_it(here: Running) -> None:
    here.server.state.conditions = Conditions(root="/gitlab")
    project = raw(here, "GET", "/gitlab/api/v4/projects/gitlab-org%2Fgitaly").json()

    assert project["web_url"] == f"{here.server.url}/gitlab/gitlab-org/gitaly"


def test_the_old_path_of_a_project_is_only_read(here: Running) -> None:
    project = here.client().projects.get("gitlab-org/gitaly")
    make_issue(project)
    with serve(with_control(here.server.app, here.faults, control_routes(here.server.state)),
               listen()) as served:  # fmt: skip
        change = {"do": "move", "project": "gitlab-org/gitaly", "to": "gitlab-org/build/git"}
        assert requests.post(f"{served.url}/sandbox/gitlab", json=change, timeout=30).ok
    read = raw(here, "GET", f"{ISSUES}?state=opened")
    written = raw(here, "POST", ISSUES, json={"title": "x"})

    assert (read.status_code, read.headers["location"]) == (
        301,
        f"{here.server.url}/api/v4/projects/{project.id}/issues?state=opened",
    )
    assert (written.status_code, json.loads(written.content)) == (
        405,
        {"message": "Non GET methods are not allowed for moved projects"},
    )


def test_an_ended_membership_hides_the_group_until_it_starts_again(here: Running) -> None:
    end_membership(here.server.state, ASSISTANT)
    with pytest.raises(GitlabHttpError, match="404 Group Not Found"):
        here.client().http_get("/groups/gitlab-org")
    assert here.query('{ namespace(fullPath: "gitlab-org") { id } }') == {"namespace": None}
    assert here.client("mira-sandbox").groups.get("gitlab-org").visibility == "private"
    start_membership(here.server.state, ASSISTANT)

    assert here.client().groups.get("gitlab-org").full_path == "gitlab-org"


@pytest.mark.parametrize(
    "change",
    [
        [],
        {"do": "explode"},
        {"do": "set", "conditions": {"oops": True}},
        {"do": "set", "conditions": {"root": 1}},
        {"do": "archive", "project": "nobody/knows"},
        {"do": "move", "project": "gitlab-org/gitaly", "to": "nobody/knows"},
        {"do": "end_membership", "user": "nobody"},
        {"do": "start_membership", "user": "nobody"},
    ],
)
def test_a_wrong_change_over_http_changes_nothing(here: Running, change: object) -> None:
    state = here.server.state
    with serve(with_control(here.server.app, here.faults, control_routes(state)),
               listen()) as served:  # fmt: skip
        url = f"{served.url}/sandbox/gitlab"
        answer = requests.post(url, json=change, timeout=30)
        shown = requests.get(url, timeout=30).json()

    assert (answer.status_code, state.conditions) == (400, OFF)
    assert shown["conditions"]["maintenance"] is False
