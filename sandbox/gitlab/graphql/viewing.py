"""The caller of a query, which every resolver receives in the context."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from graphql import GraphQLResolveInfo

from sandbox.gitlab.records import By, Token, User
from sandbox.gitlab.state import GitLabState

ANONYMOUS = User(0, "", "Anonymous", "", datetime(2000, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Viewer:
    """The caller, the state they query, and the story time."""

    state: GitLabState
    user: User
    base: str
    now: datetime
    may_write: bool
    token: Token | None = None

    def shown(self, type_name: str, items: Sequence[object]) -> Sequence[object]:
        """Return the items, or null in place of each if the token does not cover their type."""
        covered = self.token is None or self.token.covers(type_name)
        return items if covered else [None for _ in items]

    @property
    def by(self) -> By:
        """The caller and the story time, for recording changes."""
        return By(self.user, self.now)


def viewer_of(info: GraphQLResolveInfo) -> Viewer:
    """Return the caller from the context."""
    viewer = info.context
    if not isinstance(viewer, Viewer):
        raise TypeError("the GraphQL context has no viewer")
    return viewer
