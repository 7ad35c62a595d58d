"""The message with the retrospective of a completed campaign."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class RetrospectiveMessage:
    """The retrospective of a campaign, with the owning groups at the time it was closed.

    ``owners`` maps components to those groups; ``learned`` lists the components whose new owners
    are missing from the catalog.
    """

    KIND: ClassVar[str] = "retrospective"
    campaign_id: int
    owners: Mapping[str, str]
    learned: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key, unique per campaign."""
        return f"retrospective:{self.campaign_id}"
