"""Rate limits for messages: Slack's limits per minute, and per channel and second.

docs.slack.dev, "Rate limits": chat.postMessage allows one message per second and channel, with
short bursts, and several hundred per minute and workspace; chat.update is tier 3, 50 per minute.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

MINUTE = timedelta(minutes=1)
UPDATES_A_MINUTE = 50
# One per second on average, with a burst for a card and its first replies.
CHANNEL_BURST = 3
CHANNEL_WINDOW = timedelta(seconds=CHANNEL_BURST)


@dataclass(frozen=True)
class Pace:
    """The number of posts and updates allowed per minute; zero posts means no limit."""

    posts_a_minute: int
    updates_a_minute: int = UPDATES_A_MINUTE

    @property
    def is_off(self) -> bool:
        """Whether there is no limit."""
        return self.posts_a_minute == 0


@dataclass(frozen=True)
class DueMessage:
    """A message that is due to be posted (``new``) or updated."""

    id: int
    channel: str
    new: bool


@dataclass(frozen=True)
class Recent:
    """A post or an update within the last minute."""

    channel: str
    at: datetime
    new: bool


def busy_channels(recent: Iterable[Recent], now: datetime) -> frozenset[str]:
    """Return the channels that have reached their limit."""
    posts = _posts_by_channel(recent, now)
    return frozenset(channel for channel, number in posts.items() if number >= CHANNEL_BURST)


def choose(
    waiting: Iterable[DueMessage], recent: Iterable[Recent], pace: Pace, now: datetime
) -> tuple[int, ...]:
    """Return the ids of the messages that may be sent now, in the given order."""
    recent = [one for one in recent if now - MINUTE < one.at <= now]
    posts = _posts_by_channel(recent, now)
    left = {
        True: pace.posts_a_minute - sum(one.new for one in recent),
        False: pace.updates_a_minute - sum(not one.new for one in recent),
    }
    chosen = []
    for one in waiting:
        if left[one.new] <= 0 or (one.new and posts[one.channel] >= CHANNEL_BURST):
            continue
        left[one.new] -= 1
        posts[one.channel] += one.new
        chosen.append(one.id)
    return tuple(chosen)


def backlog_sent_at(backlog: int, pace: Pace, now: datetime) -> datetime:
    """Return when a backlog of posts will have been sent, if no more are added."""
    return now if pace.is_off else now + MINUTE * backlog / pace.posts_a_minute


def _posts_by_channel(recent: Iterable[Recent], now: datetime) -> Counter[str]:
    since = now - CHANNEL_WINDOW
    return Counter(one.channel for one in recent if one.new and since < one.at <= now)


@dataclass(frozen=True)
class NoticeMessage:
    """A one-sentence message to a person or a channel, sent once per subject."""

    KIND: ClassVar[str] = "notice"
    key: str
    sentence: str

    @classmethod
    def about(cls, subject: str, sentence: str) -> Self:
        """Build the notice for a subject."""
        return cls(cls.key_of(subject), sentence)

    @staticmethod
    def key_of(subject: str) -> str:
        """Return the key of a subject's notice."""
        return f"notice:{subject}"
