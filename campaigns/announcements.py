"""Milestones that a campaign has reached, and the messages that announce them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import ClassVar, Self


@dataclass(frozen=True)
class Milestone:
    """A milestone to announce, with its key and the components that must be finished.

    A milestone without components is reached once the campaign's epic exists.
    """

    key: str
    components: tuple[str, ...] = ()


def reached_milestones(
    milestones: Iterable[Milestone],
    *,
    planned: Collection[str],
    finished: Collection[str],
    epic_created: bool,
) -> tuple[str, ...]:
    """Return the keys of the milestones that a campaign has reached, in the given order.

    ``planned`` contains the campaign's components; ``finished`` contains those whose repository is
    at the target, or that claim production if the repository is inconclusive. Waived components do
    not count as finished, so that announcements stay true. Components outside the campaign are
    ignored. A milestone whose components are all outside it is never reached.
    """
    return tuple(
        milestone.key
        for milestone in milestones
        if (_are_finished(milestone.components, planned, finished) or not milestone.components)
        and epic_created
    )


def _are_finished(
    components: Iterable[str], planned: Collection[str], finished: Collection[str]
) -> bool:
    waited_for = [component for component in components if component in planned]
    return bool(waited_for) and all(component in finished for component in waited_for)


@dataclass(frozen=True)
class AnnouncementDraftMessage:
    """The draft of an announcement for one reader."""

    KIND: ClassVar[str] = "announcement_draft"
    key: str
    announcement_id: int

    @classmethod
    def for_reader(cls, announcement_id: int, reader: str) -> Self:
        """Build the draft for one reader."""
        return cls(f"{cls.prefix(announcement_id)}{reader}", announcement_id)

    @classmethod
    def prefix(cls, announcement_id: int) -> str:
        """Return the key prefix that an announcement's drafts share."""
        return f"announcement_draft:{announcement_id}:"


@dataclass(frozen=True)
class AnnouncementMessage:
    """An announcement in one of its channels."""

    KIND: ClassVar[str] = "announcement"
    announcement_id: int
    channel: str

    @property
    def key(self) -> str:
        """The key, unique per announcement and channel."""
        return f"announcement:{self.announcement_id}:{self.channel}"


@dataclass(frozen=True)
class AnnouncementRefusedMessage:
    """A notification that a channel rejected an announcement, for the person who posted it."""

    KIND: ClassVar[str] = "announcement_refused"
    key: str
    announcement_id: int
    channel: str

    @classmethod
    def of_attempt(cls, refused: AnnouncementMessage, attempt: int) -> Self:
        """Build the notification for one attempt to post an announcement to a channel."""
        key = f"announcement_refused:{refused.announcement_id}:{refused.channel}:{attempt}"
        return cls(key, refused.announcement_id, refused.channel)
