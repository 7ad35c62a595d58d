"""Routing: each route is a documented template and a handler, and a tree finds the route.

Matching uses the encoded path, because ``gitlab-org%2Fgitaly`` is a single segment.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from sandbox.gitlab.errors import RefusalError
from sandbox.gitlab.records import By, Token, User
from sandbox.gitlab.state import GitLabState

PREFIX = "/api/v4"


@dataclass(frozen=True)
class Sent(Mapping[str, Any]):
    """A request's parameters; ``names_read`` has the names that a handler has read."""

    values_sent: Mapping[str, Any]
    names_read: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - whatever was sent
        self.names_read.add(name)
        return self.values_sent[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_sent)

    def __len__(self) -> int:
        return len(self.values_sent)

    def unknown(self) -> list[str]:
        """List the parameters that were sent but never read."""
        return sorted(set(self.values_sent) - self.names_read)


@dataclass(frozen=True)
class Call:
    """A request: its caller, its named path segments, and its parameters."""

    state: GitLabState
    token: Token
    base: str
    path: str
    query: tuple[tuple[str, str], ...]
    named: Mapping[str, str]
    params: Mapping[str, Any]
    now: datetime

    @property
    def user(self) -> User:
        """The caller."""
        return self.token.user

    @property
    def by(self) -> By:
        """The caller and the story time."""
        return By(self.token.user, self.now)


@dataclass(frozen=True)
class Answer:
    """A route's response; ``body`` is JSON, or bytes that are sent unchanged."""

    body: Any = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "application/json"


Handler = Callable[[Call], Answer]


@dataclass(frozen=True)
class Route:
    """A method, a template such as ``/projects/:id/issues``, and a handler."""

    method: str
    template: str
    handler: Handler

    @property
    def operation(self) -> str:
        """The operation's name in faults and the journal."""
        return f"{self.method} {PREFIX}{self.template}"


@dataclass
class _Branch:
    fixed: "dict[str, _Branch]" = field(default_factory=dict)
    named: "_Branch | None" = None
    routes: dict[str, Route] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """A route and the values of its named segments."""

    route: Route
    named: Mapping[str, str]


class RouteTree:
    """A tree of all routes; a lookup takes one step per path segment."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Branch()
        for route in routes:
            self._add(route)

    def find(self, method: str, path: str) -> Found:
        """Find a request's route; ``path`` is the encoded part after ``/api/v4``.

        Raises:
            RefusalError: 404 for an unknown path, 405 for an unsupported method.
        """
        segments = path.strip("/").split("/")
        branch = self._walk(self._root, segments)
        if branch is None or not branch.routes:
            raise RefusalError(404, {"error": "404 Not Found"})
        route = branch.routes.get("GET" if method == "HEAD" else method)
        if route is None:
            raise RefusalError(405, {"error": "405 Not Allowed"})
        parts = route.template.strip("/").split("/")
        named = {
            part[1:]: unquote(value)
            for part, value in zip(parts, segments, strict=True)
            if part.startswith(":")
        }
        return Found(route, named)

    def _walk(self, branch: _Branch, segments: list[str]) -> _Branch | None:
        if not segments:
            return branch if branch.routes else None
        fixed = branch.fixed.get(segments[0])
        found = None if fixed is None else self._walk(fixed, segments[1:])
        if found is None and branch.named is not None and segments[0]:
            found = self._walk(branch.named, segments[1:])
        return found

    def _add(self, route: Route) -> None:
        branch = self._root
        for part in route.template.strip("/").split("/"):
            if part.startswith(":"):
                branch.named = branch.named or _Branch()
                branch = branch.named
            else:
                branch = branch.fixed.setdefault(part, _Branch())
        branch.routes[route.method] = route
