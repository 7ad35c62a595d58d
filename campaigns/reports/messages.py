"""The message of the reports: the look back on a finished campaign."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class RetrospectiveMessage:
    """The look back on a campaign, by the groups that the catalog named when it was closed.

    ``owners`` are those groups by component; ``learned`` are the components whose owners the
    catalog does not know.
    """

    KIND: ClassVar[str] = "retrospective"
    campaign_id: int
    owners: Mapping[str, str]
    learned: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """One message a campaign."""
        return f"retrospective:{self.campaign_id}"
