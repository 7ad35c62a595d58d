"""Reading the replies that arrived during a restart or a long outage.

Slack drops an event after a few retries, but replies written in the meantime are still in the
conversations with open questions (docs.slack.dev, conversations.history and .replies).
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from slack_sdk.web import SlackResponse

from slackapp.delivery.outbox import Timing
from slackapp.delivery.slack_results import CallOutcome, Result, attempt
from slackapp.deps import Deps
from slackapp.listeners.reminders.replies import hear
from slackapp.payloads import SlackMessage
from storage.delivery.queues import has_unknown_message
from storage.people.queries import find_installation
from storage.reminders.reply_threads import ReplyThread, list_reply_threads
from storage.store import StoreBusyError

log = structlog.get_logger()

# 50 calls a minute for each of the two methods (docs.slack.dev, tier 3).
PAUSE_SECONDS = 1.3
PAGE = 100
MAX_WAITS = 5
LEASE = Timing().lease


@dataclass(frozen=True)
class _Pace:
    """The pause between two calls in seconds, cut short when the assistant stops."""

    stopping: threading.Event
    pause: float


def catch_up_after_start(
    deps: Deps,
    stopping: threading.Event,
    *,
    pause: float = PAUSE_SECONDS,
    again: timedelta = LEASE,
) -> None:
    """Catch up, and again if a message was being sent when the assistant was killed.

    Such a message's position is known once its lease has expired and the sender has found it.
    """
    started = deps.clock().wall
    while True:
        in_doubt = _any_in_doubt(deps, started)  # its replies may be missed below
        log.info("caught_up", messages=catch_up(deps, stopping, pause=pause))
        if not in_doubt or stopping.wait(again.total_seconds()):
            return


def _any_in_doubt(deps: Deps, before: datetime) -> bool:
    with deps.store.read() as session:
        return has_unknown_message(session, before)


def catch_up(deps: Deps, stopping: threading.Event, *, pause: float = PAUSE_SECONDS) -> int:
    """Read the replies missed since each open question; return how many were read."""
    with deps.store.read() as session:
        places = list_reply_threads(session)
        installation = find_installation(session)
    team_id = installation.team_id if installation else None
    heard = 0
    pace = _Pace(stopping, pause)
    for place in places:
        for message in _messages(deps, place, pace):
            event: SlackMessage = {**message, "channel": place.channel}
            _until_saved(partial(hear, deps, event, team_id, direct=place.direct), pace)
            heard += 1
    return heard


def _until_saved(hear_it: Callable[[], None], pace: _Pace) -> None:
    """Process a message, retrying while the database is busy, since Slack will not resend it."""
    while True:
        try:
            hear_it()
        except StoreBusyError:
            log.warning("reply_waits", why="the database is busy")
        else:
            return
        if pace.stopping.wait(pace.pause):
            return


def _messages(deps: Deps, place: ReplyThread, pace: _Pace) -> Iterator[SlackMessage]:
    """Yield a conversation's messages since a given one, oldest first, including threads."""
    if not place.direct:
        yield from _pages(partial(_thread, deps, place, place.ts), pace)
        return
    for message in reversed(list(_pages(partial(_history, deps, place), pace))):
        if message.get("reply_count"):
            yield from _pages(partial(_thread, deps, place, message["ts"]), pace)
        yield message


def _pages(call: Callable[[str], SlackResponse], pace: _Pace) -> Iterator[SlackMessage]:
    cursor = ""
    while True:
        result = _ask(partial(call, cursor), pace)
        yield from result.answer.get("messages") or ()
        cursor = (result.answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _ask(call: Callable[[], SlackResponse], pace: _Pace) -> Result:
    """Call Slack within its rate limits; a failed call returns a result without messages."""
    result = Result(CallOutcome.wait, {}, "stopped")
    for _ in range(MAX_WAITS):
        if pace.stopping.wait(max(pace.pause, result.wait_seconds)):
            return result
        result = attempt(call)
        if result.verdict in (CallOutcome.done, CallOutcome.refused):
            break
    if result.verdict != CallOutcome.done:
        log.warning("replies_not_read", why=result.error)
    return result


def _history(deps: Deps, place: ReplyThread, cursor: str) -> SlackResponse:
    return deps.slack.conversations_history(
        channel=place.channel, oldest=place.ts, inclusive=True, limit=PAGE, cursor=cursor or None
    )


def _thread(deps: Deps, place: ReplyThread, ts: str, cursor: str) -> SlackResponse:
    return deps.slack.conversations_replies(
        channel=place.channel, ts=ts, oldest=place.since, limit=PAGE, cursor=cursor or None
    )
