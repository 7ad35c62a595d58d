"""Which milestones of a campaign are reached, and the messages that announce them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import ClassVar, Self


@dataclass(frozen=True)
class Milestone:
    """Something to announce: its key, and the components that must be finished for it.

    Without components it is the campaign's epic that must be there.
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
    """Return the milestones that a campaign has reached, in their order.

    ``planned`` are the campaign's components and ``finished`` those whose repository shows the
    target, or that claim it where no repository can tell. A component that was waived is not
    finished: nothing untrue is announced. One that the campaign does not have is not waited
    for; a milestone of which it has none is never reached.
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
    """An announcement's draft, as one of its readers sees it."""

    KIND: ClassVar[str] = "announcement_draft"
    key: str
    announcement_id: int

    @classmethod
    def for_reader(cls, announcement_id: int, reader: str) -> Self:
        """Build the draft that one person sees."""
        return cls(f"{cls.prefix(announcement_id)}{reader}", announcement_id)

    @classmethod
    def prefix(cls, announcement_id: int) -> str:
        """Return what the keys of an announcement's drafts begin with, whoever sees them."""
        return f"announcement_draft:{announcement_id}:"


@dataclass(frozen=True)
class AnnouncementMessage:
    """An announcement in one of its channels."""

    KIND: ClassVar[str] = "announcement"
    announcement_id: int
    channel: str

    @property
    def key(self) -> str:
        """One message an announcement and channel."""
        return f"announcement:{self.announcement_id}:{self.channel}"


@dataclass(frozen=True)
class AnnouncementRefusedMessage:
    """A channel refused an announcement, for whoever posted it."""

    KIND: ClassVar[str] = "announcement_refused"
    key: str
    announcement_id: int
    channel: str

    @classmethod
    def of_attempt(cls, refused: AnnouncementMessage, attempt: int) -> Self:
        """Build the message about one attempt to post an announcement in a channel."""
        key = f"announcement_refused:{refused.announcement_id}:{refused.channel}:{attempt}"
        return cls(key, refused.announcement_id, refused.channel)
