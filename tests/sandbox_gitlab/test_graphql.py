import gitlab
import pytest
from gitlab.v4.objects import Project, ProjectIssue
from gql.transport.exceptions import TransportQueryError

from tests.sandbox_gitlab.conftest import Json, Running, Start, make_issue

CAMPAIGN = """
query Campaign($path: ID!, $label: [String!], $first: Int, $after: String) {
  namespace(fullPath: $path) {
    workItems(types: [ISSUE], labelName: $label, includeDescendants: true,
              first: $first, after: $after) {
      count
      nodes {
        id iid title state closedAt webUrl namespace { fullPath }
        widgets {
          type
          ... on WorkItemWidgetLabels { labels { nodes { title } } }
          ... on WorkItemWidgetStatus { status { name category } }
          ... on WorkItemWidgetAssignees { assignees { nodes { username } } }
          ... on WorkItemWidgetLinkedItems {
            blocked blockedByCount
            linkedItems { nodes { linkId linkType linkUpdatedAt
                                  workItem { id iid title state webUrl } } }
          }
          ... on WorkItemWidgetHierarchy { parent { iid } }
          ... on WorkItemWidgetDevelopment {
            closingMergeRequests { nodes { mergeRequest { reference webUrl draft state } } }
          }
        }
      }
      pageInfo { endCursor hasNextPage }
    }
  }
}
"""
UPDATE = """
mutation Update($input: WorkItemUpdateInput!) {
  workItemUpdate(input: $input) {
    errors
    workItem { state widgets(onlyTypes: [STATUS]) {
      ... on WorkItemWidgetStatus { status { name } } } }
  }
}
"""


def gid(issue: ProjectIssue) -> str:
    return f"gid://gitlab/WorkItem/{issue.id}"


def campaign(here: Running, **more: object) -> Json:
    variables = {"path": "gitlab-org", "label": ["campaign"], **more}
    answer: Json = here.query(CAMPAIGN, variables=variables)
    found: Json = answer["namespace"]["workItems"]
    return found


def widgets(item: Json) -> Json:
    return {one.pop("type"): one for one in (dict(widget) for widget in item["widgets"])}


def test_a_campaigns_issues_come_with_everything_in_one_request(
    here: Running, gl: gitlab.Gitlab, gitaly: Project
) -> None:
    (gus,) = gl.users.list(username="gus-sandbox", get_all=True)
    labkit = gl.projects.get("gitlab-org/labkit")
    epic = gl.groups.get("gitlab-org").epics.create({"title": "Update Go"})
    made = make_issue(gitaly, labels="campaign,workflow::blocked", assignee_ids=[gus.id])
    epic.issues.create({"issue_id": made.id})
    link = {"target_project_id": labkit.id, "target_issue_iid": 38, "link_type": "is_blocked_by"}
    made.links.create(link)
    (node,) = campaign(here)["nodes"]
    assert {
        name: node[name] for name in ("id", "iid", "title", "state", "webUrl", "namespace")
    } == {
        "id": gid(made),
        "iid": str(made.iid),
        "title": "Update Go",
        "state": "OPEN",
        "webUrl": made.web_url,
        "namespace": {"fullPath": "gitlab-org/gitaly"},
    }
    seen = widgets(node)
    assert seen["LABELS"] == {
        "labels": {"nodes": [{"title": "campaign"}, {"title": "workflow::blocked"}]}
    }
    assert seen["STATUS"] == {"status": {"name": "To do", "category": "TO_DO"}}
    assert seen["ASSIGNEES"] == {"assignees": {"nodes": [{"username": "gus-sandbox"}]}}
    assert seen["HIERARCHY"] == {"parent": {"iid": str(epic.iid)}}
    assert seen["DEVELOPMENT"] == {"closingMergeRequests": {"nodes": []}}
    blocked = seen["LINKED_ITEMS"]
    (linked,) = blocked["linkedItems"]["nodes"]
    assert (blocked["blocked"], blocked["blockedByCount"], linked["linkType"]) == (
        True,
        1,
        "is_blocked_by",
    )
    assert linked["workItem"]["webUrl"] == labkit.issues.get(38).web_url


def test_a_closed_blocker_no_longer_blocks(here: Running, gitaly: Project) -> None:
    made, other = make_issue(gitaly, labels="campaign"), make_issue(gitaly)
    made.links.create(
        {
            "target_project_id": gitaly.id,
            "target_issue_iid": other.iid,
            "link_type": "is_blocked_by",
        }
    )
    gitaly.issues.update(other.iid, {"state_event": "close"})
    (node,) = campaign(here)["nodes"]
    blocked = widgets(node)["LINKED_ITEMS"]
    assert (blocked["blocked"], blocked["blockedByCount"]) == (False, 0)
    assert [one["workItem"]["state"] for one in blocked["linkedItems"]["nodes"]] == ["CLOSED"]


def test_pages_follow_the_cursor(here: Running, gitaly: Project) -> None:
    made = [make_issue(gitaly, f"issue {n}", labels="campaign").iid for n in range(5)]
    seen, after = [], None
    while True:
        page = campaign(here, first=2, after=after)
        seen += [int(node["iid"]) for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert (seen, page["count"]) == (made[::-1], 5)


def test_a_page_has_at_most_a_hundred_nodes(here: Running, gitaly: Project) -> None:
    for number in range(101):
        make_issue(gitaly, f"issue {number}", labels="campaign")
    page = campaign(here, first=1000)
    assert (len(page["nodes"]), page["pageInfo"]["hasNextPage"]) == (100, True)


def test_several_projects_fit_in_one_request_by_aliases(here: Running, gitaly: Project) -> None:
    make_issue(gitaly)
    answer = here.query(
        """{
          a: namespace(fullPath: "gitlab-org/gitaly") {
            workItems(iids: ["4713"]) { nodes { iid } } }
          b: project(fullPath: "gitlab-org/labkit") { workItems(iids: ["38"]) { nodes { iid } } }
          none: project(fullPath: "gitlab-org/none") { id }
        }"""
    )
    assert answer == {
        "a": {"workItems": {"nodes": [{"iid": "4713"}]}},
        "b": {"workItems": {"nodes": [{"iid": "38"}]}},
        "none": None,
    }


def test_the_caller_is_named(here: Running) -> None:
    query = "{ currentUser { username bot } }"
    assert here.query(query)["currentUser"] == {
        "username": "runtime-upgrade-bot",
        "bot": True,
    }
    assert here.query(query, username="gus-sandbox")["currentUser"]["username"] == "gus-sandbox"


@pytest.mark.parametrize(
    ("widget", "state", "status"),
    [
        ({"status": "gid://gitlab/WorkItems::Statuses::Custom::Status/1105"}, "OPEN", "Blocked"),
        ({"name": "in review"}, "OPEN", "In review"),
        ({"name": "Complete"}, "CLOSED", "Complete"),
        ({"name": "Duplicate"}, "CLOSED", "Duplicate"),
    ],
)
def test_status_is_set_and_decides_the_state(
    here: Running, gitaly: Project, widget: Json, state: str, status: str
) -> None:
    wanted = {"id": gid(make_issue(gitaly)), "statusWidget": widget}
    answer = here.query(UPDATE, variables={"input": wanted})
    assert answer["workItemUpdate"] == {
        "errors": [],
        "workItem": {"state": state, "widgets": [{"status": {"name": status}}]},
    }


def test_closing_over_rest_completes_the_status(here: Running, gitaly: Project) -> None:
    made = make_issue(gitaly, labels="campaign")
    gitaly.issues.update(made.iid, {"state_event": "close"})
    (node,) = campaign(here)["nodes"]
    assert widgets(node)["STATUS"] == {"status": {"name": "Complete", "category": "DONE"}}


def test_statuses_can_be_listed(here: Running) -> None:
    answer = here.query(
        """{
          workItemAllowedStatuses { nodes { name category } }
          namespace(fullPath: "gitlab-org") {
            statuses { nodes { name } }
            lifecycles { nodes { defaultClosedStatus { name } } }
          }
        }"""
    )
    names = [one["name"] for one in answer["workItemAllowedStatuses"]["nodes"]]
    assert names[:5] == ["To do", "Ready for development", "In dev", "In review", "Blocked"]
    assert [one["name"] for one in answer["namespace"]["statuses"]["nodes"]] == names
    assert answer["namespace"]["lifecycles"]["nodes"] == [
        {"defaultClosedStatus": {"name": "Complete"}}
    ]


def test_labels_people_and_parent_are_changed_by_mutation(
    here: Running, gl: gitlab.Gitlab, gitaly: Project
) -> None:
    group = gl.groups.get("gitlab-org")
    label = next(one for one in group.labels.list(get_all=True) if one.name == "golang")
    (gus,) = gl.users.list(username="gus-sandbox", get_all=True)
    epic, made = group.epics.create({"title": "Update"}), make_issue(gitaly)
    wanted = {
        "id": gid(made),
        "title": "Renamed",
        "labelsWidget": {"addLabelIds": [f"gid://gitlab/GroupLabel/{label.id}"]},
        "assigneesWidget": {"assigneeIds": [f"gid://gitlab/User/{gus.id}"]},
        "hierarchyWidget": {"parentId": f"gid://gitlab/WorkItem/{epic.work_item_id}"},
        "startAndDueDateWidget": {"dueDate": "2023-10-01"},
    }
    here.query(UPDATE, variables={"input": wanted})
    read = gitaly.issues.get(made.iid)
    assert (read.title, read.labels, read.due_date) == ("Renamed", ["golang"], "2023-10-01")
    assert (read.assignees[0]["username"], read.epic["iid"]) == ("gus-sandbox", epic.iid)


def test_links_are_made_and_removed_by_mutation(here: Running, gitaly: Project) -> None:
    one, other = make_issue(gitaly), make_issue(gitaly)
    wanted = {"id": gid(one), "workItemsIds": [gid(other)]}
    add = """mutation($input: WorkItemAddLinkedItemsInput!) {
      workItemAddLinkedItems(input: $input) { errors } }"""
    remove = """mutation($input: WorkItemRemoveLinkedItemsInput!) {
      workItemRemoveLinkedItems(input: $input) { errors } }"""
    here.query(add, variables={"input": {**wanted, "linkType": "BLOCKED_BY"}})
    assert [link.link_type for link in one.links.list(get_all=True)] == ["is_blocked_by"]
    here.query(remove, variables={"input": wanted})
    assert one.links.list(get_all=True) == []


def test_what_may_not_be_changed_has_one_answer(start: Start) -> None:
    here = start(read_only_projects=frozenset({"gitlab-org/gitaly"}))
    issue = here.client("gus-sandbox").projects.get("gitlab-org/gitaly").issues.get(4712)
    for wanted in (gid(issue), "gid://gitlab/WorkItem/1"):
        with pytest.raises(TransportQueryError, match="you don't have permission"):
            here.query(UPDATE, variables={"input": {"id": wanted, "stateEvent": "CLOSE"}})


def test_a_read_only_token_queries_and_does_not_mutate(start: Start) -> None:
    here = start(scopes=("read_api",))
    issue = here.client().projects.get("gitlab-org/gitaly").issues.get(4712)
    with pytest.raises(TransportQueryError, match="you don't have permission"):
        here.query(UPDATE, variables={"input": {"id": gid(issue), "stateEvent": "CLOSE"}})


def test_a_query_too_complex_is_refused(here: Running) -> None:
    many = " ".join(
        f'a{n}: namespace(fullPath: "gitlab-org") {{ workItems {{ nodes {{ iid title }} }} }}'
        for n in range(40)
    )
    with pytest.raises(TransportQueryError, match="exceeds max complexity of 250"):
        here.query(f"{{ {many} }}")


def test_an_older_server_lacks_widgets(start: Start) -> None:
    here = start(statuses=False, removed_widgets=frozenset({"WorkItemWidgetDevelopment"}))
    answer = here.query('{ __type(name: "WorkItemWidget") { possibleTypes { name } } }')
    names = {one["name"] for one in answer["__type"]["possibleTypes"]}
    assert {"WorkItemWidgetStatus", "WorkItemWidgetDevelopment"} & names == set()
    assert "WorkItemWidgetLinkedItems" in names
    with pytest.raises(TransportQueryError, match="WorkItemWidgetStatus"):
        campaign(here)


def test_without_premium_there_is_no_status(start: Start) -> None:
    here = start(premium=False)
    make_issue(here.client().projects.get("gitlab-org/gitaly"), labels="campaign")
    (node,) = campaign(here)["nodes"]
    assert "STATUS" not in widgets(node)
    assert here.query("{ workItemAllowedStatuses { nodes { name } } }") == {
        "workItemAllowedStatuses": None
    }


def post(here: Running, body: object, **headers: str) -> tuple[int, Json]:
    answer = here.client().session.post(
        f"{here.server.url}/api/graphql", json=body, headers=headers, timeout=30
    )
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 200, "No query string was present"),
        ("{", 200, "Syntax Error: Expected Name, found <EOF>."),
        ("{ nothing }", 200, "Cannot query field 'nothing' on type 'Query'."),
        ("{ currentUser { id } }" + " " * 10_000, 422, "Query too large"),
        ("query A { echo(text: 1) }", 200, "String cannot represent a non string value: 1"),
    ],
)
def test_a_bad_query_is_answered_with_errors(
    here: Running, query: str, status: int, said: str
) -> None:
    answered, body = post(here, {"query": query}, Authorization=f"Bearer {here.server.token}")
    assert (answered, body["errors"][0]["message"]) == (status, said)


def test_without_a_token_there_is_no_current_user(here: Running) -> None:
    assert post(here, {"query": "{ currentUser { id } }"}) == (200, {"data": {"currentUser": None}})


def test_a_wrong_token_is_refused(here: Running) -> None:
    assert post(here, {"query": "{ currentUser { id } }"}, Authorization="Bearer nothing") == (
        401,
        {"errors": [{"message": "Invalid token"}]},
    )
