"""The sandbox's GitLab as one application: `create_gitlab`."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.faults import FaultMiddleware, Faults
from sandbox.gitlab.errors import RefusalError
from sandbox.gitlab.features import NO_LIMITS, Features, Limits
from sandbox.gitlab.graphql.api import PATH as GRAPHQL_PATH
from sandbox.gitlab.graphql.api import GraphQLApi
from sandbox.gitlab.page.app import page_app
from sandbox.gitlab.rates import Rates
from sandbox.gitlab.refusing import Refusing
from sandbox.gitlab.rest.api import RestApi
from sandbox.gitlab.rest.routes import route_tree
from sandbox.gitlab.rest.routing import PREFIX, RouteTree
from sandbox.gitlab.seed.fill import seed
from sandbox.gitlab.state import Clock, GitLabState
from sandbox.gitlab.wire import raw_path
from sandbox.people import PEOPLE, Person


@dataclass(frozen=True)
class GitLabServer:
    """A sandbox GitLab: its ASGI application, its state, the assistant's token and its URL."""

    app: ASGIApp
    state: GitLabState
    token: str
    url: str = ""

    def token_of(self, username: str) -> str:
        """Return a seeded person's token, so that a client can act as them.

        Raises:
            LookupError: there is no such user.
        """
        for token in self.state.tokens.values():
            if token.user.username == username:
                return token.value
        raise LookupError(f"no user {username} in this GitLab")


def create_gitlab(
    *,
    clock: Clock,
    faults: Faults | None = None,
    premium: bool = True,
    statuses: bool = True,
    removed_widgets: frozenset[str] = frozenset(),
    hidden_projects: frozenset[str] = frozenset(),
    read_only_projects: frozenset[str] = frozenset(),
    guest_projects: frozenset[str] = frozenset(),
    scopes: tuple[str, ...] = ("api",),
    granular: frozenset[str] | None = None,
    expires_on: date | None = None,
    limits: Limits = NO_LIMITS,
    people: tuple[Person, ...] = PEOPLE,
    seconds: Callable[[], float] = time.time,
    **more: Any,  # noqa: ANN401 - further features by name
) -> GitLabServer:
    """Create a freshly seeded GitLab.

    Args:
        clock: the story's clock, for created, closed and due dates.
        faults: planned faults and the journal; without it, neither is available.
        premium: epics, blocking links, exclusive scoped labels and Status.
        statuses: False for a GitLab too old to have Status.
        removed_widgets: GraphQL widget types that an older GitLab lacks.
        hidden_projects: full paths that the assistant's token cannot see.
        read_only_projects: full paths where the assistant may only read.
        guest_projects: full paths where the assistant is a guest.
        scopes: of the assistant's token: ``api`` or ``read_api``.
        granular: what the assistant's token was granted if it is fine-grained, see `Token`.
        expires_on: the day on which the assistant's token expires.
        limits: requests per minute; `GITLAB_COM` in `features` has the real ones.
        people: the cast; all but the deleted become members of the group.
        seconds: real time, for the limits.
        more: further fields of `Features`: the version, and what its schema lacks.
    """
    features = Features(
        premium=premium,
        statuses=statuses,
        removed_widgets=removed_widgets,
        hidden_projects=hidden_projects,
        read_only_projects=read_only_projects,
        guest_projects=guest_projects,
        limits=limits,
        **more,
    )
    state = GitLabState(clock, features)
    token = seed(state, people, scopes, granular, expires_on)
    return gitlab_of(state, token.value, faults, seconds)


def gitlab_of(
    state: GitLabState,
    token: str,
    faults: Faults | None = None,
    seconds: Callable[[], float] = time.time,
) -> GitLabServer:
    """Build a GitLab from a state; ``token`` is the assistant's."""
    state.clock.on_change(state.changed)
    tree = route_tree()
    rates = Rates(seconds)
    app: ASGIApp = _Front(
        RestApi(state, tree, rates),
        GraphQLApi(state, rates),
        page_app(state),
    )
    app = Refusing(app, lambda: state.conditions)
    if faults is not None:
        app = _RawPath(FaultMiddleware(app, faults, _operations(tree, state)))
    return GitLabServer(app, state, token)


def _operations(tree: RouteTree, state: GitLabState) -> Callable[[str, str], str | None]:
    """Return a function that names operations, such as ``POST /api/v4/projects/:id/issues``."""

    def operation_of(method: str, path: str) -> str | None:
        path = path.removeprefix(state.conditions.root)
        if not path.startswith("/api/"):
            return None
        if not path.startswith(f"{PREFIX}/"):
            return f"{method} {path}"
        try:
            return tree.find(method, path.removeprefix(PREFIX)).route.operation
        except RefusalError:
            return f"{method} {path}"

    return operation_of


@dataclass(frozen=True)
class _RawPath:
    """Middleware that passes on the encoded path, so that the journal and faults see ``%2F``."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "path": raw_path(scope)}
        await self.app(scope, receive, send)


@dataclass(frozen=True)
class _Front:
    """The dispatcher of requests to REST, GraphQL and the pages."""

    rest: ASGIApp
    graphql: ASGIApp
    pages: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._part(scope["path"])(scope, receive, send)

    def _part(self, path: str) -> ASGIApp:
        if path.rstrip("/") == GRAPHQL_PATH:
            return self.graphql
        return self.rest if path.startswith("/api/") else self.pages
