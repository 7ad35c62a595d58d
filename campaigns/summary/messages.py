"""The messages of the weekly summary: the draft, the post, the details in its thread."""

from dataclasses import dataclass
from typing import ClassVar, Self


@dataclass(frozen=True)
class SummaryDraftMessage:
    """A summary's draft, as one of its readers sees it."""

    KIND: ClassVar[str] = "summary_draft"
    key: str
    summary_id: int

    @classmethod
    def for_reader(cls, summary_id: int, reader: str) -> Self:
        """Build the draft that one person sees."""
        return cls(f"{cls.prefix(summary_id)}{reader}", summary_id)

    @classmethod
    def prefix(cls, summary_id: int) -> str:
        """Return what the keys of a summary's drafts begin with, whoever sees them."""
        return f"summary_draft:{summary_id}:"


@dataclass(frozen=True)
class SummaryMessage:
    """A summary as the channel reads it."""

    KIND: ClassVar[str] = "summary"
    summary_id: int

    @property
    def key(self) -> str:
        """One post a summary."""
        return f"summary:{self.summary_id}"


@dataclass(frozen=True)
class SummaryDetailsMessage:
    """The details of a summary, in the thread of its post."""

    KIND: ClassVar[str] = "summary_details"
    summary_id: int

    @property
    def key(self) -> str:
        """One message a summary."""
        return f"summary_details:{self.summary_id}"
