import gitlab
import pytest
from gitlab.exceptions import GitlabCreateError, GitlabError, GitlabGetError, GitlabHttpError
from gql.transport.exceptions import TransportQueryError

from sandbox.gitlab.features import GITLAB_COM, Limits
from tests.sandbox_gitlab.conftest import Start, make_issue


def test_without_premium_a_blocking_link_is_forbidden(start: Start) -> None:
    project = start(premium=False).client().projects.get("gitlab-org/gitaly")
    one, other = make_issue(project), make_issue(project)
    target = {"target_project_id": project.id, "target_issue_iid": other.iid}
    with pytest.raises(GitlabCreateError) as refusal:
        one.links.create(target | {"link_type": "is_blocked_by"})
    assert refusal.value.response_code == 403
    one.links.create(target | {"link_type": "relates_to"})
    assert [link.link_type for link in one.links.list(get_all=True)] == ["relates_to"]


def test_without_premium_scoped_labels_are_not_exclusive(start: Start) -> None:
    project = start(premium=False).client().projects.get("gitlab-org/gitaly")
    made = make_issue(project, labels="workflow::In dev")
    project.issues.update(made.iid, {"add_labels": "workflow::blocked"})
    assert project.issues.get(made.iid).labels == ["workflow::In dev", "workflow::blocked"]


def test_without_premium_an_issue_has_one_assignee_and_no_weight(start: Start) -> None:
    client = start(premium=False).client()
    project = client.projects.get("gitlab-org/gitaly")
    ids = [user.id for user in client.users.list(get_all=True) if user.state == "active"][:2]
    made = make_issue(project, assignee_ids=ids)
    assert len(made.assignees) == 1
    assert {"weight", "epic"} & set(made.attributes) == set()


def test_without_premium_there_is_no_status(start: Start) -> None:
    here = start(premium=False)
    project = here.client().projects.get("gitlab-org/gitaly")
    made = make_issue(project)
    gid = f"gid://gitlab/WorkItem/{made.id}"
    asked = here.query(
        """query($id: WorkItemID!) {
          workItemAllowedStatuses { nodes { name } }
          namespace(fullPath: "gitlab-org") { statuses { nodes { name } } }
          workItem(id: $id) { widgets { type } } }""",
        {"id": gid},
    )
    assert asked["workItemAllowedStatuses"] is None
    assert asked["namespace"] == {"statuses": None}
    assert {"type": "STATUS"} not in asked["workItem"]["widgets"]
    with pytest.raises(TransportQueryError, match="status_widget"):
        here.query(
            """mutation($id: WorkItemID!) {
              workItemUpdate(input: {id: $id, statusWidget: {name: "Complete"}}) { errors } }""",
            {"id": gid},
        )
    made.notes.create({"body": '/status "Complete"'})
    assert project.issues.get(made.iid).state == "opened"


def test_a_hidden_project_is_not_there_for_the_assistant_alone(start: Start) -> None:
    here = start(hidden_projects=frozenset({"gitlab-org/labkit"}))
    with pytest.raises(GitlabGetError) as refusal:
        here.client().projects.get("gitlab-org/labkit")
    assert refusal.value.error_message == "404 Project Not Found"
    assert here.client("mira-sandbox").projects.get("gitlab-org/labkit").visibility == "private"
    found = here.client().groups.get("gitlab-org").issues.list(labels="golang", get_all=True)
    assert found == []


def test_a_read_only_project_refuses_the_assistants_writes(start: Start) -> None:
    here = start(read_only_projects=frozenset({"gitlab-org/gitaly"}))
    project = here.client().projects.get("gitlab-org/gitaly")
    assert project.permissions == {"project_access": None, "group_access": None}
    with pytest.raises(GitlabCreateError) as refusal:
        make_issue(project)
    assert (refusal.value.response_code, refusal.value.error_message) == (403, "403 Forbidden")
    assert make_issue(here.client("gus-sandbox").projects.get("gitlab-org/gitaly")).iid == 4713


def test_as_a_guest_labels_and_assignees_are_silently_dropped(start: Start) -> None:
    here = start(guest_projects=frozenset({"gitlab-org/gitaly"}))
    client = here.client()
    (gus,) = client.users.list(username="gus-sandbox", get_all=True)
    project = client.projects.get("gitlab-org/gitaly")
    made = make_issue(project, labels="golang", assignee_ids=[gus.id], due_date="2023-10-01")
    assert (made.labels, made.assignees, made.due_date) == ([], [], None)
    assert project.permissions["project_access"]["access_level"] == 10


def test_a_read_only_token_reads_and_does_not_write(start: Start) -> None:
    project = start(scopes=("read_api",)).client().projects.get("gitlab-org/gitaly")
    with pytest.raises(GitlabCreateError) as refusal:
        make_issue(project)
    assert (refusal.value.response_code, refusal.value.error_message) == (403, "insufficient_scope")


def test_a_token_without_api_scopes_does_not_even_read(start: Start) -> None:
    with pytest.raises(GitlabHttpError) as refusal:
        start(scopes=("read_user",)).client().http_get("/projects")
    assert refusal.value.response_code == 403


def raw(
    client: gitlab.Gitlab, method: str, path: str, **more: object
) -> tuple[int, dict[str, str]]:
    answer = client.session.request(
        method,
        f"{client.api_url}{path}",
        headers={"PRIVATE-TOKEN": str(client.private_token)},
        timeout=30,
        **more,  # type: ignore[arg-type]  # options of requests by name
    )
    return answer.status_code, {**answer.headers, "body": answer.text}


def test_the_rate_of_requests_shows_in_headers_and_ends_in_plain_text(start: Start) -> None:
    client = start(limits=Limits(requests=2), seconds=lambda: 1000.0).client()
    told = [raw(client, "GET", "/version") for _ in range(3)]
    assert [status for status, _ in told] == [200, 200, 429]
    assert [headers["ratelimit-remaining"] for _, headers in told] == ["1", "0", "0"]
    assert {name: told[2][1][name] for name in ("retry-after", "content-type", "body")} == {
        "retry-after": "61",
        "content-type": "text/plain",
        "body": "Retry later\n",
    }


def test_the_limit_of_issues_comes_without_a_warning_in_the_headers(start: Start) -> None:
    client = start(limits=Limits(requests=100, issues=1), seconds=lambda: 1000.0).client()
    told = [
        raw(client, "POST", "/projects/gitlab-org%2Fgitaly/issues", json={"title": "x"})
        for _ in range(2)
    ]
    assert [status for status, _ in told] == [201, 429]
    assert int(told[1][1]["ratelimit-remaining"]) > 0
    assert told[1][1]["retry-after"] == "61"


def test_a_limit_ends_after_a_minute(start: Start) -> None:
    now = [1000.0]
    client = start(limits=Limits(notes=1), seconds=lambda: now[0]).client()
    path = "/projects/gitlab-org%2Fgitaly/issues/4712/notes"
    told = [raw(client, "POST", path, json={"body": "x"})[0] for _ in range(2)]
    now[0] += 61
    assert [*told, raw(client, "POST", path, json={"body": "x"})[0]] == [201, 429, 201]


def test_the_limits_of_gitlab_com_are_its_published_ones() -> None:
    assert Limits(requests=2000, issues=200, notes=60) == GITLAB_COM


def test_limits_are_counted_for_each_person(start: Start) -> None:
    here = start(limits=Limits(requests=1), seconds=lambda: 1000.0)
    assert [raw(here.client(name), "GET", "/version")[0] for name in (None, "gus-sandbox")] == [
        200,
        200,
    ]


def test_an_old_gitlab_knows_no_status(start: Start) -> None:
    project = start(statuses=False).client().projects.get("gitlab-org/gitaly")
    made = make_issue(project)
    made.notes.create({"body": '/status "Complete"'})
    assert project.issues.get(made.iid).state == "opened"


def test_people_can_be_chosen(start: Start) -> None:
    here = start(people=())
    assert here.client().users.list(get_all=True)[0].username == "runtime-upgrade-bot"
    with pytest.raises(LookupError, match="no user gus-sandbox in this GitLab"):
        here.client("gus-sandbox")
    with pytest.raises(GitlabError):
        here.client().users.get(106)
