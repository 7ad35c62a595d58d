"""The messages of the overview: a campaign's card, and the history in its thread."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CardMessage:
    """A campaign's one card in the channel."""

    KIND: ClassVar[str] = "card"
    campaign_id: int

    @property
    def key(self) -> str:
        """The key: one card per campaign."""
        return f"card:{self.campaign_id}"


@dataclass(frozen=True)
class HistoryMessage:
    """Events of a campaign, in the thread of its card."""

    KIND: ClassVar[str] = "history"
    campaign_id: int
    event_ids: tuple[int, ...]

    @property
    def key(self) -> str:
        """The key: one message for the events of one change."""
        return f"history:{self.event_ids[0]}"
