"""An announcement for review: its text, and its delivery state in each channel."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from campaigns.announcements import AnnouncementMessage
from campaigns.model.campaign import Campaign
from storage.announcements import AnnouncementRecord, get_announcement
from storage.delivery.queues import find_message
from storage.delivery.tables import QueueState
from storage.lifecycle.campaigns import get_campaign
from storage.people.queries import names_by_slack_id
from storage.store import Store


@dataclass(frozen=True)
class ChannelPost:
    """The delivery state in one channel; ``why`` is Slack's error if it rejected the message."""

    channel: str
    state: QueueState
    why: str | None


@dataclass(frozen=True)
class Announcement:
    """An announcement with its posts; ``people`` maps Slack ids to names."""

    record: AnnouncementRecord
    campaign: Campaign
    posts: tuple[ChannelPost, ...]
    people: Mapping[str, str]

    @property
    def refused(self) -> tuple[ChannelPost, ...]:
        """The channels that rejected it."""
        return tuple(post for post in self.posts if post.state == QueueState.dead)


def read_announcement(store: Store, announcement_id: int) -> Announcement:
    """Read the current state of an announcement."""
    with store.read() as session:
        record = get_announcement(session, announcement_id)
        campaign = get_campaign(session, record.campaign_id)
        people = names_by_slack_id(session, [record.decided_by or ""])
        return Announcement(record, campaign, tuple(_posts(session, record)), people)


def _posts(session: Session, record: AnnouncementRecord) -> Iterator[ChannelPost]:
    for channel in record.channels:
        row = find_message(session, AnnouncementMessage(record.id, channel).key)
        if row is not None:
            state = QueueState.sent if row.ts is not None else QueueState(row.state)
            yield ChannelPost(channel, state, row.last_error)
