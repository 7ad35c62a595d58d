"""What each answer of GitLab means, as a table, and over real sockets for the common ones."""

from dataclasses import replace

import pytest

from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import (
    GitLabError,
    NeedsOperatorError,
    RefusedError,
    UnauthorisedError,
    UnreachableError,
)
from gitlab_gateway.issues import create_issue, find_issue, relabel_issue
from gitlab_gateway.projects import current_user
from gitlab_gateway.refusals import RULES, GitLabAnswer, RefusalKind, rule_of
from sandbox.faults import Fault, FaultKind
from sandbox.gitlab.changes import move_project
from sandbox.gitlab.conditions import OFF, READ_ONLY, Conditions, resource_lock
from sandbox.run import Sandbox

FINAL, PASSING, ELSEWHERE, OPERATOR = RefusalKind
CREATE = "POST /api/v4/projects/:id/issues"
LOCK = "409 Conflict: Resource lock"
MOVED = "Non GET methods are not allowed for moved projects"
GITALY = "gitlab-org/gitaly"


@pytest.mark.parametrize(
    ("answer", "kind", "pause", "lasts"),
    [
        (GitLabAnswer(409, LOCK), PASSING, 0, False),
        (GitLabAnswer(409, "409 Conflict"), FINAL, 0, False),
        (GitLabAnswer(409, "Label already exists"), FINAL, 0, False),
        (GitLabAnswer(405, MOVED), ELSEWHERE, 0, False),
        (GitLabAnswer(405, "405 Method Not Allowed"), PASSING, 0, False),
        (GitLabAnswer(408), PASSING, 0, False),
        (GitLabAnswer(423, "423 Locked"), PASSING, 0, False),
        (GitLabAnswer(429), PASSING, 60, False),
        (GitLabAnswer(403, READ_ONLY), OPERATOR, 0, True),
        (GitLabAnswer(200, READ_ONLY), OPERATOR, 0, True),
        (GitLabAnswer(503, READ_ONLY), PASSING, 0, True),
        (GitLabAnswer(403, "403 Forbidden"), FINAL, 0, False),
        (GitLabAnswer(403, html=True), PASSING, 60, False),
        (GitLabAnswer(403, "insufficient_scope"), OPERATOR, 0, True),
        (GitLabAnswer(403, "403 Forbidden - Your account has been blocked."), OPERATOR, 0, True),
        (GitLabAnswer(401, "401 Unauthorized"), OPERATOR, 0, True),
        (GitLabAnswer(401, html=True), OPERATOR, 0, True),
        *((GitLabAnswer(status), OPERATOR, 0, True) for status in (301, 302, 307, 308)),
        (GitLabAnswer(200, html=True), OPERATOR, 0, True),
        *((GitLabAnswer(status), PASSING, 0, False) for status in (500, 502, 503, 504)),
        *((GitLabAnswer(status, html=True), PASSING, 0, False) for status in range(520, 531)),
        (GitLabAnswer(200, "Timeout on validation of query"), PASSING, 0, False),
        (GitLabAnswer(200, "Internal server error"), PASSING, 0, False),
        (GitLabAnswer(200, "The resource does not exist"), FINAL, 0, False),
        *((GitLabAnswer(status, "no"), FINAL, 0, False) for status in (400, 404, 412, 422)),
    ],
    ids=str,
)
def test_an_answer_has_its_kind(
    answer: GitLabAnswer, kind: RefusalKind, pause: float, *, lasts: bool
) -> None:
    rule = rule_of(answer)

    assert (rule.kind, rule.pause, rule.lasts) == (kind, pause, lasts)


def test_every_refusal_has_a_rule_a_sentence_and_a_source() -> None:
    for status in (*range(300, 600), 200):
        for html in (False, True):
            assert rule_of(GitLabAnswer(status, html=html)) in RULES
    assert all(rule.sentence and rule.source for rule in RULES)
    assert all(bool(rule.todo) == (rule.kind == OPERATOR) for rule in RULES)


def make(gitlab: Connection) -> None:
    create_issue(
        gitlab, GITALY, title="T", description="D", label="l", assignee_id=None, due_on=None
    )


def failure(gitlab: Connection, call: object = make) -> GitLabError | None:
    try:
        call(gitlab)  # type: ignore[operator]  # one of the functions of this module
    except GitLabError as error:
        error.__cause__ = error.__context__ = None
        return error.with_traceback(None)
    return None


def ask(gitlab: Connection) -> None:
    gitlab.query("{ currentUser { username } }")


TOKEN = UnauthorisedError("GitLab rejected the token", todo="set a valid token")
READING_ONLY = "GitLab is read-only at the moment"
MOVED_AWAY = NeedsOperatorError(
    "GitLab redirects to another address", todo="set GITLAB_URL to https://gitlab.example/here"
)
PAGE = NeedsOperatorError(
    "GitLab's address returned a web page, such as a sign-in page",
    todo="check GITLAB_URL, and any proxy in front of GitLab",
)


@pytest.mark.parametrize(
    ("conditions", "writing", "reading", "query"),
    [
        (Conditions(maintenance=True), UnreachableError(READING_ONLY, lasts=True), None, None),
        (
            Conditions(read_only=True),
            NeedsOperatorError(
                READING_ONLY,
                todo="end the maintenance mode, or set GITLAB_URL to the primary site",
            ),
            None,
            None,
        ),
        (Conditions(expired_token=True), TOKEN, TOKEN, TOKEN),
        (
            Conditions(redirect_to="https://gitlab.example/here"),
            MOVED_AWAY,
            MOVED_AWAY,
            MOVED_AWAY,
        ),
        (Conditions(sign_in_page=True), PAGE, PAGE, PAGE),
        (
            Conditions(proxy_page=True),
            UnreachableError(
                "A proxy in front of GitLab rejected the request", unknown=True, pause=60
            ),
            None,
            None,
        ),
    ],
    ids=str,
)
def test_rest_and_graphql_refuse_alike(
    box: Sandbox,
    gitlab: Connection,
    conditions: Conditions,
    writing: GitLabError,
    reading: GitLabError | None,
    query: GitLabError | None,
) -> None:
    box.gitlab.state.conditions = conditions
    found = (failure(gitlab), failure(gitlab, current_user), failure(gitlab, ask))

    assert found == (writing, reading, query)
    assert all("<" not in str(error) for error in found)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (resource_lock(CREATE), UnreachableError("GitLab is changing the same object")),
        (
            Fault(CREATE, FaultKind.STATUS, status=408),
            UnreachableError("GitLab returned 408", unknown=True, may_act_later=True),
        ),
        (
            Fault(
                CREATE,
                FaultKind.STATUS,
                status=400,
                body=b'{"message":{"title":["<script>x</script> is\\u0000 bad"]}}',
                content_type="application/json",
            ),
            RefusedError('GitLab rejected the request: {"title": [" x is\\u0000 bad"]}'),
        ),
        (
            Fault(
                CREATE,
                FaultKind.STATUS,
                status=422,
                body=b"<html><body>Go away</body></html>",
                content_type="text/html",
            ),
            RefusedError("GitLab rejected the request: it gave no reason", status=422),
        ),
        (
            Fault(
                CREATE,
                FaultKind.STATUS,
                status=201,
                body=b'{"id": 1, "iid"',
                content_type="application/json",
            ),
            UnreachableError("GitLab returned an incomplete response", unknown=True),
        ),
    ],
    ids=["lock", "408", "markup", "page", "half a JSON"],
)
def test_a_refused_creation(
    box: Sandbox, gitlab: Connection, fault: Fault, expected: GitLabError
) -> None:
    box.gitlab_faults.plan(fault)
    assert failure(gitlab) == expected


def test_a_moved_project_is_read_and_written_by_its_old_path(
    box: Sandbox, gitlab: Connection
) -> None:
    issue = create_issue(
        gitlab, GITALY, title="T", description="", label="l", assignee_id=None, due_on=None
    )
    move_project(box.gitlab.state, GITALY, "gitlab-org/build/gitaly")
    relabel_issue(gitlab, issue.ref, add=["workflow::blocked"], remove=["l"])

    found = find_issue(gitlab, issue.ref)
    assert found is not None
    assert (found.ref.project, found.labels) == ("gitlab-org/build/gitaly", ("workflow::blocked",))


def test_a_token_is_not_sent_to_where_a_read_is_redirected(
    box: Sandbox, gitlab: Connection
) -> None:
    other = box.slack.url
    box.gitlab.state.conditions = replace(OFF, redirect_to=other)
    before = len(box.slack.faults.journal())

    assert failure(gitlab, current_user) == NeedsOperatorError(
        "GitLab redirects to another address", todo=f"set GITLAB_URL to {other}"
    )
    assert len(box.slack.faults.journal()) == before
