"""Looking up a message by the key in its metadata when it is unknown whether it was posted.

docs.slack.dev: conversations.history and conversations.replies with
`include_all_metadata`. The window begins an hour before the first attempt, because the
process that recorded the attempt may have had a clock that was an hour fast.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from slackapp.delivery.slack_results import CallOutcome, attempt

MARGIN = timedelta(minutes=65)
PAGE = 100


class LookupAnswer(StrEnum):
    """The possible results of a lookup."""

    there = "there"
    absent = "absent"
    ask_later = "ask_later"
    cannot_tell = "cannot_tell"


@dataclass(frozen=True)
class LookupResult:
    """The result of a lookup, with the message's ts or the reason for an inconclusive result."""

    found: LookupAnswer
    ts: str | None = None
    why: str = ""


def look_for_message(
    slack: WebClient,
    own_ids: frozenset[str],
    *,
    channel: str,
    thread_ts: str | None,
    key: str,
    since: datetime,
) -> LookupResult:
    """Look for the assistant's message with a key, starting a margin before a given time.

    The result is inconclusive if Slack refuses the history, or if one of our messages has no
    metadata, because then Slack does not keep it here.
    """
    oldest = f"{(since - MARGIN).timestamp():.6f}"
    cursor, bare = "", False
    while True:
        result = attempt(partial(_page, slack, channel, thread_ts, oldest, cursor))
        if result.verdict == CallOutcome.refused:
            return LookupResult(
                LookupAnswer.cannot_tell, why=f"Slack refuses the channel's history: {result.error}"
            )
        if result.verdict != CallOutcome.done:
            return LookupResult(LookupAnswer.ask_later, why=result.error)
        for message in _own(result.answer, own_ids):
            metadata = message.get("metadata") or {}
            if (metadata.get("event_payload") or {}).get("key") == key:
                return LookupResult(LookupAnswer.there, ts=message["ts"])
            bare = bare or not metadata
        cursor = (result.answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    if bare:
        return LookupResult(LookupAnswer.cannot_tell, why="Slack keeps no message metadata here")
    return LookupResult(LookupAnswer.absent)


def _page(
    slack: WebClient, channel: str, thread_ts: str | None, oldest: str, cursor: str
) -> SlackResponse:
    shared = {
        "channel": channel,
        "oldest": oldest,
        "limit": PAGE,
        "include_all_metadata": True,
        "inclusive": True,
        "cursor": cursor or None,
    }
    if thread_ts is None:
        return slack.conversations_history(**shared)  # type: ignore[arg-type]  # one dict of mixed values
    return slack.conversations_replies(ts=thread_ts, **shared)  # type: ignore[arg-type]  # one dict of mixed values


def _own(answer: Mapping[str, Any], own_ids: frozenset[str]) -> Iterator[Mapping[str, Any]]:
    for message in answer.get("messages") or ():
        marks = {message.get("bot_id"), message.get("app_id"), message.get("user")}
        if marks & own_ids:
            yield message
