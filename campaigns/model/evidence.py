"""The evidence for an item from its repository, and the states of pins."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class PinState(StrEnum):
    """How one pin compares with the target."""

    at = "at"
    behind = "behind"
    ahead = "ahead"
    unknown = "unknown"


class EvidenceState(StrEnum):
    """How a component's repository compares with the target.

    ``mixed`` has pins behind and others that are not; ``unreadable`` could not be read.
    """

    at_target = "at_target"
    behind = "behind"
    mixed = "mixed"
    ahead = "ahead"
    not_found = "not_found"
    not_understood = "not_understood"
    unreadable = "unreadable"


@dataclass(frozen=True)
class Evidence:
    """The evidence for an item; ``verified_at`` is when it last reached the target.

    ``backslid_at`` is when it fell behind again after that, ``mismatched_at`` since when the item
    has claimed production while the repository is behind.
    """

    standing: EvidenceState
    commit: str
    pins: tuple[dict[str, Any], ...]
    findings: tuple[dict[str, Any], ...]
    failure: str | None
    since: datetime
    verified_at: datetime | None
    backslid_at: datetime | None
    looked_at: datetime
    mismatched_at: datetime | None = None

    @property
    def verified(self) -> bool:
        """Whether the repository is at the target, and has not fallen behind since."""
        return self.verified_at is not None and self.backslid_at is None
