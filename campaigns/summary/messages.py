"""Weekly summary messages: the draft, the post, and the details in its thread."""

from dataclasses import dataclass
from typing import ClassVar, Self


@dataclass(frozen=True)
class SummaryDraftMessage:
    """The draft of a summary for one reader."""

    KIND: ClassVar[str] = "summary_draft"
    key: str
    summary_id: int

    @classmethod
    def for_reader(cls, summary_id: int, reader: str) -> Self:
        """Build the draft for one reader."""
        return cls(f"{cls.prefix(summary_id)}{reader}", summary_id)

    @classmethod
    def prefix(cls, summary_id: int) -> str:
        """Return the key prefix that a summary's drafts share."""
        return f"summary_draft:{summary_id}:"


@dataclass(frozen=True)
class SummaryMessage:
    """A summary posted to the channel."""

    KIND: ClassVar[str] = "summary"
    summary_id: int

    @property
    def key(self) -> str:
        """The key, unique per summary."""
        return f"summary:{self.summary_id}"


@dataclass(frozen=True)
class SummaryDetailsMessage:
    """The details of a summary, in the thread of its post."""

    KIND: ClassVar[str] = "summary_details"
    summary_id: int

    @property
    def key(self) -> str:
        """The key, unique per summary."""
        return f"summary_details:{self.summary_id}"
