"""Reminder messages: digest, mention, decline, and the response to a reply."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True)
class DigestMessage:
    """A person's digest for one day; not posted after ``closes``."""

    KIND: ClassVar[str] = "digest"
    key: str
    closes: datetime

    @staticmethod
    def key_of(person: str, day: date) -> str:
        """Return the key of a person's digest for a day."""
        return f"digest:{person}:{day}"


@dataclass(frozen=True)
class NudgeMessage:
    """A mention of somebody in the thread of a campaign's card."""

    KIND: ClassVar[str] = "nudge"
    campaign_id: int
    key: str

    @staticmethod
    def key_of(person: str, campaign_id: int, day: date) -> str:
        """Return the key of a person's mention in a campaign on a day."""
        return f"nudge:{person}:{campaign_id}:{day}"


@dataclass(frozen=True)
class DeclineMessage:
    """A declined item that awaits the facilitator's decision."""

    KIND: ClassVar[str] = "decline"
    decline_id: int

    @property
    def key(self) -> str:
        """The key, unique per decline."""
        return f"decline:{self.decline_id}"


@dataclass(frozen=True)
class ReplyMessage:
    """The result of somebody's reply."""

    KIND: ClassVar[str] = "reply"
    reply_id: int

    @property
    def key(self) -> str:
        """The key, unique per reply."""
        return f"reply:{self.reply_id}"
