"""Errors from GitLab calls, as callers need to distinguish them; `refusals` has the table."""

from dataclasses import dataclass


@dataclass
class GitLabError(Exception):
    """A failed call to GitLab.

    ``unknown`` is True if the request may have been executed anyway. Before a creation is retried,
    its result is then looked up.
    """

    what: str
    unknown: bool = False

    def __str__(self) -> str:
        return self.what


@dataclass
class UnreachableError(GitLabError):
    """GitLab did not respond, failed, or refuses for a while (a time-out, a 5xx, maintenance).

    ``may_act_later`` is True after a timeout, here or at a proxy: GitLab may still be executing the
    request, so its result might not be visible yet. ``pause`` is the minimum number of seconds
    before the next attempt. ``lasts`` is True if a few attempts will not be enough.
    """

    may_act_later: bool = False
    pause: float = 0.0
    lasts: bool = False


@dataclass
class RateLimitedError(GitLabError):
    """GitLab is rate-limiting; retry after ``retry_after`` seconds."""

    retry_after: float = 60.0


@dataclass
class NeedsOperatorError(GitLabError):
    """GitLab refuses until an operator fixes something; ``todo`` says what to do.

    The work is kept, and continues automatically once it is fixed.
    """

    todo: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.todo}" if self.todo else self.what


@dataclass
class UnauthorisedError(NeedsOperatorError):
    """The token is wrong, expired or revoked."""


@dataclass
class RefusedError(GitLabError):
    """GitLab permanently rejected a request, such as with 400, 403 or 422, and a reason."""

    status: int = 400


@dataclass
class NotFoundError(RefusedError):
    """The resource does not exist or is not visible to the token; GitLab does not say which."""


@dataclass
class MovedError(RefusedError):
    """The project was renamed or transferred, and accepts writes only by its new path."""
