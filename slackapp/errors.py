"""Error messages for people: expected errors verbatim, others with a reference.

They are plain text, which a view escapes; only the person to ask is mentioned in Slack.
"""

import secrets

import structlog
from sqlalchemy.exc import SQLAlchemyError

from commands.errors import ExpectedError, NotPermittedError
from gitlab_gateway.errors import GitLabError, RateLimitedError, UnreachableError
from slackapp.views.mrkdwn import mention, plain
from storage.files.failures import StoreUnusableError, describe_failure
from storage.store import StoreBusyError

log = structlog.get_logger()


def to_slack_message(error: Exception) -> str:
    """Return an error message for a section in Slack, which mentions the person to ask."""
    if isinstance(error, NotPermittedError) and error.asked:
        return f"{plain(error.refusal)}: ask {mention(error.asked)}."
    return to_user_message(error)


def to_user_message(error: Exception) -> str:
    """Return an error message as plain text; details of unexpected errors go to the log."""
    if isinstance(error, ExpectedError):
        return plain(error)
    if isinstance(error, StoreBusyError):
        return "Not saved because the database is busy. Please try again."
    if isinstance(error, GitLabError):
        return _gitlab_failure(error)
    if isinstance(error, StoreUnusableError | SQLAlchemyError) and (why := _unusable(error)):
        log.error("database_unusable", why=why)
        return f"Nothing was saved, because the database cannot be used: {why}."
    reference = secrets.token_hex(4)
    log.error("unexpected", reference=reference, exc_info=error)
    return f"Something went wrong. Please give an operator the reference `{reference}`."


def _unusable(error: StoreUnusableError | SQLAlchemyError) -> str | None:
    return str(error) if isinstance(error, StoreUnusableError) else describe_failure(error)


def _gitlab_failure(error: GitLabError) -> str:
    if isinstance(error, RateLimitedError):
        return f"GitLab is rate-limiting; try again in {error.retry_after:.0f} s."
    if isinstance(error, UnreachableError):
        return f"{plain(error)}. Try again in a moment."
    return f"{plain(error)}."
