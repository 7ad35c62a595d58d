from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import gitlab
import pytest
from gitlab.v4.objects import Project, ProjectIssue
from gql import GraphQLRequest
from playwright.sync_api import Browser, Page

from sandbox.clock import StoryClock
from sandbox.faults import Faults
from sandbox.gitlab.server import GitLabServer, create_gitlab
from sandbox.serving import listen, serve

Json = dict[str, Any]
Start = Callable[..., "Running"]


@dataclass(frozen=True)
class Running:
    """A served GitLab, and clients for its users; ``closing`` closes them at the end."""

    server: GitLabServer
    clock: StoryClock
    faults: Faults
    closing: ExitStack

    def client(self, username: str | None = None) -> gitlab.Gitlab:
        client = gitlab.Gitlab(self.server.url, private_token=self.token(username), timeout=30)
        self.closing.callback(client.session.close)
        return client

    def query(self, text: str, variables: Json | None = None, username: str | None = None) -> Json:
        request = GraphQLRequest(text, variable_values=variables)
        with gitlab.GraphQL(self.server.url, token=self.token(username), timeout=30) as client:
            answer: Json = client.execute(request)  # type: ignore[arg-type]  # gql types it for async sessions
        return answer

    def token(self, username: str | None) -> str:
        return self.server.token if username is None else self.server.token_of(username)


@contextmanager
def running(**options: object) -> Iterator[Running]:
    clock, faults = StoryClock(), Faults()
    made = create_gitlab(clock=clock, faults=faults, **options)  # type: ignore[arg-type]  # options by name
    with ExitStack() as stack, serve(made.app, listen()) as served:
        yield Running(replace(made, url=served.url), clock, faults, stack)


@pytest.fixture
def start() -> Iterator[Start]:
    with ExitStack() as stack:

        def started(**options: object) -> Running:
            return stack.enter_context(running(**options))

        yield started


@pytest.fixture
def here() -> Iterator[Running]:
    with running() as started:
        yield started


@pytest.fixture
def gl(here: Running) -> gitlab.Gitlab:
    return here.client()


@pytest.fixture
def gitaly(gl: gitlab.Gitlab) -> Project:
    return gl.projects.get("gitlab-org/gitaly")


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def make_issue(project: Project, title: str = "Update Go", **more: object) -> ProjectIssue:
    made = project.issues.create({"title": title, **more})
    assert isinstance(made, ProjectIssue)
    return made
