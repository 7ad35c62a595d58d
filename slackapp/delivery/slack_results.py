"""The result of a call to Slack: done, refused for now, refused permanently, or unknown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

SERVER_ERROR = 500


class CallOutcome(StrEnum):
    """The outcomes of a call that the outbox distinguishes."""

    done = "done"
    wait = "wait"
    refused = "refused"
    unknown = "unknown"


@dataclass(frozen=True)
class Result:
    """A call's outcome with Slack's response or error and, for ``wait``, the seconds to wait."""

    verdict: CallOutcome
    answer: Mapping[str, Any]
    error: str = ""
    wait_seconds: float = 0.0


PASSING = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
NEEDS_AN_OPERATOR = frozenset(
    {"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed"}
)
UNCERTAIN = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
OPERATOR_PAUSE = 60.0


def attempt(call: Callable[[], SlackResponse]) -> Result:
    """Call Slack once and return the outcome.

    After a time-out, a reset, a 5xx or a truncated response, it is unknown whether Slack acted.
    """
    try:
        answer = call()
    except SlackApiError as error:
        return _refused(error)
    except (OSError, HTTPException, SlackClientError, ValueError) as error:
        return Result(CallOutcome.unknown, {}, error=type(error).__name__)
    return Result(CallOutcome.done, answer.data if isinstance(answer.data, dict) else {})


def _refused(error: SlackApiError) -> Result:
    answer = error.response
    code = str(answer.get("error") or "")
    if answer.status_code == 429 or code in PASSING:  # noqa: PLR2004 - Too Many Requests
        seconds = answer.headers.get("Retry-After") or answer.headers.get("retry-after") or "30"
        return Result(CallOutcome.wait, {}, error=code, wait_seconds=float(seconds))
    if answer.status_code >= SERVER_ERROR or code in UNCERTAIN or not code:
        return Result(CallOutcome.unknown, {}, error=code or f"status {answer.status_code}")
    if code in NEEDS_AN_OPERATOR:
        return Result(CallOutcome.wait, {}, error=code, wait_seconds=OPERATOR_PAUSE)
    return Result(CallOutcome.refused, {}, error=code)
