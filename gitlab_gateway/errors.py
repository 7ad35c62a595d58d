"""The errors of GitLab calls, as callers need to distinguish them."""

from dataclasses import dataclass


@dataclass
class GitLabError(Exception):
    """A failed call to GitLab.

    ``unknown`` is True if the request may have been executed all the same: a creation is then
    looked for before it is retried.
    """

    what: str
    unknown: bool = False

    def __str__(self) -> str:
        return self.what


@dataclass
class UnreachableError(GitLabError):
    """GitLab did not answer, or failed itself (a timeout, a reset, a 5xx).

    ``may_act_later`` is True after a timeout, here or at a proxy: GitLab may still be executing the
    request, so its result might not be visible yet.
    """

    may_act_later: bool = False


@dataclass
class RateLimitedError(GitLabError):
    """GitLab is rate-limiting; retry after ``retry_after`` seconds."""

    retry_after: float = 60.0


@dataclass
class RefusedError(GitLabError):
    """GitLab refused: 400, 403, 409 or 422, with its reason."""

    status: int = 400


@dataclass
class UnauthorisedError(RefusedError):
    """The token is wrong, expired or revoked."""


@dataclass
class NotFoundError(RefusedError):
    """The resource does not exist, or the token may not see it: GitLab does not say which."""
