import pytest

from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import (
    GitLabError,
    NeedsOperatorError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
    UnauthorisedError,
    UnreachableError,
)
from gitlab_gateway.issues import create_issue, list_issues_labelled
from gitlab_gateway.projects import current_user, find_project
from sandbox.faults import Fault, FaultKind
from sandbox.run import Sandbox
from tests.gitlab_gateway.conftest import connected, gitlab_with

# urllib3 leaves the socket of a broken connection to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CREATE = "POST /api/v4/projects/:id/issues"
LIST = "GET /api/v4/groups/:id/issues"
GRAPHQL = "POST /api/graphql"
GITALY = "gitlab-org/gitaly"


def make(gitlab: Connection) -> None:
    create_issue(
        gitlab, GITALY, title="T", description="D", label="l", assignee_id=None, due_on=None
    )


def fails_with(gitlab: Connection) -> GitLabError:
    with pytest.raises(GitLabError) as caught:
        make(gitlab)
    error = caught.value
    error.__cause__ = error.__context__ = None  # lets go of the broken socket now
    return error.with_traceback(None)


def test_a_wrong_token_is_unauthorised_over_rest_and_graphql(box: Sandbox) -> None:
    with connected(box, token="glpat-wrong") as gitlab:
        with pytest.raises(UnauthorisedError, match="rejected the token"):
            current_user(gitlab)
        with pytest.raises(UnauthorisedError, match="rejected the token"):
            gitlab.query("{ currentUser { username } }")


def test_a_forbidden_call_is_refused_with_gitlabs_reason() -> None:
    with gitlab_with(read_only_projects=frozenset({GITALY})) as (_box, gitlab):
        error = fails_with(gitlab)

    assert error == RefusedError("GitLab rejected the request: 403 Forbidden", status=403)


def test_a_token_without_the_scope_waits_for_an_operator() -> None:
    with gitlab_with(scopes=("read_api",)) as (_box, gitlab):
        error = fails_with(gitlab)

    assert error == NeedsOperatorError(
        "The token lacks the `api` scope", todo="set a token with the `api` scope"
    )


def test_a_hidden_project_is_not_found() -> None:
    with gitlab_with(hidden_projects=frozenset({GITALY})) as (_box, gitlab):
        error = fails_with(gitlab)
        found = find_project(gitlab, GITALY)

    assert isinstance(error, NotFoundError)
    assert found is None


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (
            Fault(CREATE, FaultKind.RATE_LIMITED, retry_after=37),
            RateLimitedError("GitLab is rate-limiting", retry_after=37),
        ),
        (
            Fault(CREATE, FaultKind.RESET),
            UnreachableError("GitLab did not respond (ConnectionError)", unknown=True),
        ),
        (
            Fault(CREATE, FaultKind.LOSE_REPLY),
            UnreachableError("GitLab did not respond (ConnectionError)", unknown=True),
        ),
        (
            Fault(CREATE, FaultKind.STATUS, status=500),
            UnreachableError("GitLab returned 500", unknown=True),
        ),
        (
            Fault(CREATE, FaultKind.STATUS, status=502),
            UnreachableError("GitLab returned 502", unknown=True, may_act_later=True),
        ),
        (
            Fault(CREATE, FaultKind.HALF_BODY),
            UnreachableError("GitLab did not respond (ChunkedEncodingError)", unknown=True),
        ),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Fault) else "",
)
def test_a_failed_creation_has_its_error_class_and_is_never_repeated(
    box: Sandbox, gitlab: Connection, fault: Fault, expected: GitLabError
) -> None:
    box.gitlab_faults.plan(fault)

    assert fails_with(gitlab) == expected
    assert len(box.gitlab_faults.journal(CREATE)) == 1


def test_a_hanging_gitlab_is_abandoned_after_the_timeout(box: Sandbox) -> None:
    box.gitlab_faults.plan(Fault(CREATE, FaultKind.HANG, seconds=1))

    with connected(box, timeout=0.2) as gitlab:
        error = fails_with(gitlab)

    assert error == UnreachableError(
        "GitLab did not respond (ReadTimeout)", unknown=True, may_act_later=True
    )


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(GRAPHQL, FaultKind.RATE_LIMITED, retry_after=9), RateLimitedError),
        (Fault(GRAPHQL, FaultKind.RESET), UnreachableError),
        (Fault(GRAPHQL, FaultKind.STATUS, status=503), UnreachableError),
        (Fault(GRAPHQL, FaultKind.HALF_BODY), UnreachableError),
        (
            Fault(
                GRAPHQL,
                FaultKind.STATUS,
                status=200,
                body=b"<html>maintenance</html>",
                content_type="text/html",
            ),
            NeedsOperatorError,
        ),
    ],
    ids=["rate limited", "reset", "503", "half body", "not json"],
)
def test_a_failed_query_has_its_error_class_and_is_never_repeated(
    box: Sandbox, gitlab: Connection, fault: Fault, kind: type[GitLabError]
) -> None:
    box.gitlab_faults.plan(fault)

    with pytest.raises(GitLabError) as caught:
        gitlab.query("{ currentUser { username } }")

    assert type(caught.value) is kind
    assert getattr(caught.value, "retry_after", 9) == 9
    assert len(box.gitlab_faults.journal(GRAPHQL)) == 1


def test_graphql_errors_come_with_status_200_and_are_refusals(gitlab: Connection) -> None:
    with pytest.raises(RefusedError, match="unheardOf"):
        gitlab.query("{ unheardOf }")


def test_a_rate_limit_in_the_middle_of_pages_ends_the_list_and_is_counted(
    box: Sandbox, gitlab: Connection
) -> None:
    for _ in range(101):
        make(gitlab)
    box.gitlab_faults.plan(Fault(LIST, FaultKind.RATE_LIMITED, skip=1, retry_after=3))
    before = gitlab.requests_made

    with pytest.raises(RateLimitedError):
        list_issues_labelled(gitlab, "gitlab-org", "l")

    assert gitlab.requests_made - before == len(box.gitlab_faults.journal(LIST)) == 2
    assert len(list_issues_labelled(gitlab, "gitlab-org", "l")) == 101


def test_a_call_can_be_refused_before_it_is_made(box: Sandbox) -> None:
    def refuse() -> None:
        raise RuntimeError("inside a unit")

    gitlab = Connection(box.gitlab.url, box.gitlab.token, before_call=refuse)

    with pytest.raises(RuntimeError, match="inside a unit"):
        current_user(gitlab)
    with pytest.raises(RuntimeError, match="inside a unit"):
        gitlab.query("{ currentUser { username } }")
    gitlab.close()
    assert box.gitlab_faults.journal() == ()
