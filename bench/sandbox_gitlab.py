"""The speed of the sandbox's GitLab, compared with a bare Starlette application.

Run with ``python bench/sandbox_gitlab.py``. It uses loopback, one connection, and one process for
client and server. The ratio shows the sandbox's share of the time.
"""

import http.client
import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.clock import StoryClock
from sandbox.gitlab.records import By
from sandbox.gitlab.server import GitLabServer, create_gitlab
from sandbox.gitlab.work_items.issues import NewIssue, create_issue
from sandbox.gitlab.work_items.labelling import usable_labels
from sandbox.gitlab.work_items.links import add_link
from sandbox.serving import listen, serve

ITEMS = 29
CALLS = 300
ROUNDS = 5
ISSUE = "/api/v4/projects/gitlab-org%2Fgitaly/issues"
QUERY = """
query($after: String) { namespace(fullPath: "gitlab-org") { workItems(types: [ISSUE],
  labelName: ["campaign"], includeDescendants: true, first: 100, after: $after) { nodes {
    id iid title state webUrl namespace { fullPath }
    widgets { type
      ... on WorkItemWidgetLabels { labels { nodes { title } } }
      ... on WorkItemWidgetStatus { status { name category } }
      ... on WorkItemWidgetAssignees { assignees { nodes { username } } }
      ... on WorkItemWidgetLinkedItems { blocked linkedItems { nodes {
        linkId linkType workItem { iid title state webUrl namespace { fullPath } } } } }
      ... on WorkItemWidgetDevelopment { closingMergeRequests { nodes {
        mergeRequest { reference webUrl draft state } } } } }
  } pageInfo { endCursor hasNextPage } } } }
"""


@dataclass(frozen=True)
class Work:
    """One kind of request, and how often it is sent in a round."""

    name: str
    method: str
    path: str
    body: bytes
    calls: int


def main() -> None:
    """Print the table."""
    gitlab = create_gitlab(clock=StoryClock())
    fill(gitlab)
    works = (
        Work("GET one issue", "GET", f"{ISSUE}/4713", b"", CALLS),
        Work("POST an issue", "POST", ISSUE, json.dumps({"title": "Update Go"}).encode(), CALLS),
        Work(
            f"GraphQL, {ITEMS} items with links",
            "POST",
            "/api/graphql",
            json.dumps({"query": QUERY}).encode(),
            CALLS // 10,
        ),
        Work("page of the board", "GET", "/groups/gitlab-org/-/boards?label=campaign", b"", 30),
    )
    with connected(gitlab.app) as ours:
        answers = [call(ours, work, gitlab.token) for work in works]
        bare = Starlette(
            routes=[Route("/{path:path}", echo(answers, works), methods=["GET", "POST"])]
        )
        with connected(bare) as theirs:
            print(f"{'request':34}{'ours/s':>9}{'bare/s':>9}{'ratio':>8}{'ms':>8}")
            for work in works:
                row(work, rate(ours, work, gitlab.token), rate(theirs, work, gitlab.token))
    print(f"{'start of a new GitLab':34}{'':9}{'':9}{'':8}{1000 * fresh():8.1f}")


def row(work: Work, ours: float, bare: float) -> None:
    """Print one row of the table."""
    print(f"{work.name:34}{ours:9.0f}{bare:9.0f}{bare / ours:8.1f}{1000 / ours:8.1f}")


def fill(gitlab: GitLabServer) -> None:
    """Create a campaign of 29 issues, each blocked by the previous one."""
    state = gitlab.state
    by = By(next(u for u in state.users.values() if u.bot), state.clock.now())
    projects = list(state.projects.values())
    before = None
    for number in range(ITEMS):
        project = projects[(number + 5) % len(projects)]
        new = NewIssue(f"Update Go {number}", labels=("campaign", "workflow::In dev"))
        usable_labels(state, by.user, project.group.line()[-1], new.labels)
        issue = create_issue(state, project, new, by)
        if before is not None:
            add_link(state, issue, before, "is_blocked_by", by)
        before = issue


@contextmanager
def connected(app: object) -> Iterator[http.client.HTTPConnection]:
    """Serve an application and connect to it."""
    with serve(app, listen()) as served:  # type: ignore[arg-type]  # any ASGI application
        connection = http.client.HTTPConnection("127.0.0.1", served.port)
        yield connection
        connection.close()


def echo(answers: list[bytes], works: tuple[Work, ...]) -> Callable[[Request], Response]:
    """Build an application that only returns the bytes that the sandbox returned."""
    known = {
        (work.method, work.path.partition("?")[0].replace("%2F", "/")): answer
        for work, answer in zip(works, answers, strict=True)
    }

    async def endpoint(request: Request) -> Response:
        await request.body()
        return Response(known[request.method, request.url.path], media_type="application/json")

    return endpoint  # type: ignore[return-value]  # a closure of the same shape


def call(connection: http.client.HTTPConnection, work: Work, token: str) -> bytes:
    """Send one request and read the answer."""
    headers = {"PRIVATE-TOKEN": token, "content-type": "application/json"}
    connection.request(work.method, work.path, work.body, headers)
    return connection.getresponse().read()


def rate(connection: http.client.HTTPConnection, work: Work, token: str) -> float:
    """Measure requests per second as the median of several rounds."""
    return statistics.median(one_round(connection, work, token) for _ in range(ROUNDS))


def one_round(connection: http.client.HTTPConnection, work: Work, token: str) -> float:
    """Measure requests per second in one round."""
    begun = time.perf_counter()
    for _ in range(work.calls):
        call(connection, work, token)
    return work.calls / (time.perf_counter() - begun)


def fresh() -> float:
    """Measure the seconds from creating a new GitLab to its first answer."""
    begun = time.perf_counter()
    gitlab = create_gitlab(clock=StoryClock())
    with connected(gitlab.app) as connection:
        call(connection, Work("", "GET", "/api/v4/version", b"", 1), gitlab.token)
        return time.perf_counter() - begun


if __name__ == "__main__":
    main()
