"""Checks of the GitLab token: what it may do, and until when."""

from collections.abc import Iterator
from datetime import date

from gitlab_gateway.connection import Connection
from gitlab_gateway.tokens import TokenRecord, read_token
from slackapp.doctor.lines import ReportLine, fail, ok, skipped, warn

EXPIRES_SOON_DAYS = 30
PAGE = "docs/gitlab-token.md"


def check_token_rights(gitlab: Connection, today: date) -> Iterator[ReportLine]:
    """Check that the token may do all that the assistant does, and does not expire soon."""
    token = read_token(gitlab)
    if token is None:
        yield skipped("This GitLab instance does not list the token's scopes.")
        return
    yield _fine_grained(token) if token.granular else _classic(token)
    if token.expires_on is not None:
        yield from _expiry(token.expires_on, today)


def _classic(token: TokenRecord) -> ReportLine:
    if "api" in token.scopes:
        return ok("The token has the `api` scope.")
    listed = ", ".join(token.scopes) or "none"
    return fail(
        f"The token lacks the `api` scope; it has {listed}.",
        f"create one with api, or a fine-grained one with the permissions in {PAGE}",
    )


def _fine_grained(token: TokenRecord) -> ReportLine:
    if token.permissions is None:
        return skipped(
            "The token is fine-grained, and GitLab does not list its permissions.",
            f"compare them with {PAGE}",
        )
    if token.missing:
        return fail(
            f"The fine-grained token lacks {', '.join(token.missing)}.",
            f"create one with the permissions in {PAGE}",
        )
    return ok("The token is fine-grained and has every permission that the assistant needs.")


def _expiry(expires_on: date, today: date) -> Iterator[ReportLine]:
    left = (expires_on - today).days
    if left <= EXPIRES_SOON_DAYS:
        yield warn(
            f"The token expires on {expires_on.isoformat()}, in {max(left, 0)} days.",
            "create another one before that day, set GITLAB_TOKEN, and restart",
        )
