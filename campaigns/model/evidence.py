"""The evidence about an item from its repository, and the states of pins."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class PinState(StrEnum):
    """The comparison of one pin with the target version."""

    at = "at"
    behind = "behind"
    ahead = "ahead"
    unknown = "unknown"


class EvidenceState(StrEnum):
    """The comparison of a component's repository with the target version.

    With ``mixed``, some pins are behind and others are not; with ``unreadable``, the repository
    could not be read.
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
    """The evidence about an item; ``verified_at`` is when it last reached the target.

    ``backslid_at`` is when it fell behind again after that. ``mismatched_at`` is when the mismatch
    began, if the item claims production while the repository is behind.
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
        """Whether the repository reached the target and has not fallen behind since."""
        return self.verified_at is not None and self.backslid_at is None
