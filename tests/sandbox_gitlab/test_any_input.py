import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.clock import StoryClock
from sandbox.gitlab.errors import RefusalError
from sandbox.gitlab.rates import Rates
from sandbox.gitlab.rest.api import RestApi
from sandbox.gitlab.rest.routes import all_routes, route_tree
from sandbox.gitlab.rest.routing import PREFIX, Route
from sandbox.gitlab.server import create_gitlab
from sandbox.gitlab.wire import Request

NAMES = (
    "title", "description", "labels", "add_labels", "remove_labels", "assignee_ids", "assignee_id",
    "state_event", "state", "due_date", "due_date_fixed", "due_date_is_fixed", "weight", "iid",
    "iids", "confidential", "issue_type", "search", "in", "scope", "order_by", "sort", "page",
    "per_page", "created_after", "body", "name", "new_name", "color", "target_project_id",
    "target_issue_iid", "link_type", "to_project_id", "branch", "ref", "start_branch",
    "commit_message", "actions", "source_branch", "target_branch", "sha", "username", "path",
    "recursive", "from", "to", "not[labels]", "author_id", "epic_id", "internal", "with_projects",
    "reviewer_ids", "activity_filter", "ref_name",
)  # fmt: skip
LIKELY = (
    "1", "4712", "gitlab-org", "gitlab-org/gitaly", "master", "close", "merge", "278969", "blocks",
    "#fff", "opened", "all", "2023-10-01", "true", "Any", "None", "golang", "title", "desc",
    "/close", '/status "Blocked"', "/duplicate #4712", "/blocks gitlab-org/labkit#38",
)  # fmt: skip
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(LIKELY)
)
values = st.recursive(
    scalars, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(), v, max_size=3)
)
actions = st.lists(
    st.dictionaries(
        st.sampled_from(("action", "file_path", "content", "encoding", "last_commit_id")),
        scalars | st.sampled_from(("create", "update", "delete", "move", "go.mod", "base64")),
    ),
    max_size=3,
)
segments = st.sampled_from(LIKELY) | st.text(min_size=1)


@pytest.fixture(scope="module")
def api() -> tuple[RestApi, str]:
    server = create_gitlab(clock=StoryClock())
    return RestApi(server.state, route_tree(), Rates(lambda: 0.0)), server.token_of("frida-sandbox")


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: route.operation)
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_is_sent_is_answered_and_never_with_a_crash(
    api: tuple[RestApi, str], route: Route, data: st.DataObject
) -> None:
    served, token = api
    parts = [
        data.draw(segments) if part.startswith(":") else part
        for part in route.template.strip("/").split("/")
    ]
    body = data.draw(st.dictionaries(st.sampled_from(NAMES), values, max_size=6))
    if data.draw(st.booleans()):
        body["actions"] = data.draw(actions)
    request = Request(
        route.method,
        f"{PREFIX}/{'/'.join(encoded(part) for part in parts)}",
        (),
        {b"private-token": token.encode(), b"content-type": b"application/json"},
        json.dumps(body).encode(),
        "http://127.0.0.1:1",
    )
    try:
        status = served.answer(request).status
    except RefusalError as refusal:
        status = refusal.status
    assert 200 <= status < 500


def encoded(part: str) -> str:
    return "".join(f"%{byte:02X}" for byte in part.encode("utf-8", "surrogatepass"))
