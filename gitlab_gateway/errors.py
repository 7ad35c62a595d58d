"""What can go wrong with GitLab, in the words that callers decide by."""

from dataclasses import dataclass


@dataclass
class GitLabError(Exception):
    """A call that GitLab did not fulfil.

    ``unknown`` is True where the request may have been carried out all the same: a
    creation is then looked for before it is tried again.
    """

    what: str
    unknown: bool = False

    def __str__(self) -> str:
        return self.what


@dataclass
class UnreachableError(GitLabError):
    """GitLab gave no answer, or an answer of its own failure (a time-out, a reset, a 5xx).

    ``may_act_later`` is True after a time-out, here or at a proxy: GitLab may still be
    carrying the request out, and looking for the result at once would not find it.
    """

    may_act_later: bool = False


@dataclass
class RateLimitedError(GitLabError):
    """GitLab asks to wait ``retry_after`` seconds."""

    retry_after: float = 60.0


@dataclass
class RefusedError(GitLabError):
    """GitLab said no: 400, 403, 409 or 422, with its reason."""

    status: int = 400


@dataclass
class UnauthorisedError(RefusedError):
    """The token is wrong, expired or revoked."""


@dataclass
class NotFoundError(RefusedError):
    """There is no such thing, or the token may not see it: GitLab does not say which."""
