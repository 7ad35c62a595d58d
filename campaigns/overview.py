"""Overview messages: a campaign's card, and the history in its thread."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CardMessage:
    """The single card of a campaign in the channel."""

    KIND: ClassVar[str] = "card"
    campaign_id: int

    @property
    def key(self) -> str:
        """The key, unique per campaign."""
        return f"card:{self.campaign_id}"


@dataclass(frozen=True)
class HistoryMessage:
    """A campaign's events, posted in the thread of its card."""

    KIND: ClassVar[str] = "history"
    campaign_id: int
    event_ids: tuple[int, ...]

    @property
    def key(self) -> str:
        """The key, unique per group of events recorded together."""
        return f"history:{self.event_ids[0]}"
