"""Errors from GitLab calls, as callers need to distinguish them."""

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
    """GitLab did not respond, or failed (a timeout, a reset, a 5xx).

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
    """GitLab rejected a request with 400, 403, 409 or 422, and a reason."""

    status: int = 400


@dataclass
class UnauthorisedError(RefusedError):
    """The token is wrong, expired or revoked."""


@dataclass
class NotFoundError(RefusedError):
    """The resource does not exist or is not visible to the token; GitLab does not say which."""
