"""The message with a person's request to be linked to a GitLab account."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class LinkRequestMessage:
    """A request to be linked to a GitLab account, for the facilitator to confirm."""

    KIND: ClassVar[str] = "link_request"
    request_id: int

    @property
    def key(self) -> str:
        """The key, unique per request."""
        return f"link_request:{self.request_id}"
