"""The result of a call to Slack: done, refused for now, refused permanently, or unknown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from slackapp.delivery.slack_errors import ErrorKind, kind_of

SERVER_ERROR = 500
TOO_MANY_REQUESTS = 429


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


PAUSE = "60"


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
    kind = kind_of(code)
    if answer.status_code == TOO_MANY_REQUESTS or kind in (ErrorKind.passes, ErrorKind.operator):
        seconds = answer.headers.get("Retry-After") or answer.headers.get("retry-after") or PAUSE
        return Result(CallOutcome.wait, {}, error=code, wait_seconds=float(seconds))
    if answer.status_code >= SERVER_ERROR or kind == ErrorKind.uncertain or not code:
        return Result(CallOutcome.unknown, {}, error=code or f"status {answer.status_code}")
    return Result(CallOutcome.refused, {}, error=code)
