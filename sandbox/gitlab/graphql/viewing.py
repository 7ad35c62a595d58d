"""The caller of a query, which every resolver receives in the context."""

from dataclasses import dataclass
from datetime import UTC, datetime

from graphql import GraphQLResolveInfo

from sandbox.gitlab.records import By, User
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
