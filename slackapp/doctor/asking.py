"""A single call to Slack that returns the response or the error code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from slackapp.connection.tls import is_untrusted

UNREACHABLE = "unreachable"
UNTRUSTED = "certificate not verified"


@dataclass(frozen=True)
class SlackAnswer:
    """Slack's response; ``error`` is its code, ``UNREACHABLE`` or ``UNTRUSTED``.

    Header names are lower case.
    """

    answer: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""


def ask(call: Callable[[], SlackResponse]) -> SlackAnswer:
    """Make a read-only call and return the response."""
    try:
        response = call()
    except SlackApiError as error:
        answer = error.response
        return SlackAnswer(
            headers=_headers(answer.headers),
            error=str(answer.get("error") or f"status {answer.status_code}"),
        )
    except OSError as error:
        return SlackAnswer(error=UNTRUSTED if is_untrusted(error) else UNREACHABLE)
    except (HTTPException, SlackClientError, ValueError):
        return SlackAnswer(error=UNREACHABLE)
    answer = response.data if isinstance(response.data, dict) else {}
    return SlackAnswer(answer, _headers(response.headers))


def _headers(headers: Mapping[str, Any]) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in headers.items()}
