"""Reading replies, to confirm them to their author or publish one as a note."""

from dataclasses import dataclass
from datetime import datetime

from campaigns.model.campaign import Campaign
from campaigns.model.item import Item
from campaigns.people.roles import Actor
from commands.errors import OutOfDateError
from storage.lifecycle.campaigns import get_campaign, get_item_record
from storage.reminders.queries import list_item_reminders
from storage.reminders.replies import ReplyRecord, find_reply
from storage.store import Store


@dataclass(frozen=True)
class ShownReply:
    """A reply, and one of the items that it is about."""

    reply: ReplyRecord
    campaign: Campaign
    item: Item

    @property
    def name(self) -> str:
        """The item's name in commands, such as `go/gitaly`."""
        return f"{self.campaign.runtime}/{self.item.component}"


@dataclass(frozen=True)
class ReplyResult:
    """The result of a reply: the muted items, and when they are no longer muted."""

    reply: ReplyRecord
    items: tuple[Item, ...]
    quiet_until: datetime | None


def read_reply(store: Store, reply_id: int) -> ReplyResult | None:
    """Read the result of a reply, for its confirmation."""
    with store.read() as session:
        reply = find_reply(session, reply_id)
        if reply is None:
            return None
        items = tuple(get_item_record(session, item_id) for item_id in reply.item_ids)
        given = list_item_reminders(session, reply.item_ids[0])
        mine = [r.quiet_until for r in given if r.answered_at == reply.at]
    return ReplyResult(reply, items, mine[-1] if mine else None)


def show_reply(store: Store, actor: Actor, reply_id: int, item_id: int) -> ShownReply:
    """Return a reply that its author can publish as a note.

    Raises:
        OutOfDateError: the reply does not exist, is by somebody else, or is already published.
    """
    with store.read() as session:
        reply = find_reply(session, reply_id)
        own = reply is not None and reply.slack_id == actor.slack_id and item_id in reply.item_ids
        if reply is None or not own:
            raise OutOfDateError("This reply no longer exists.")
        if reply.published_at is not None:
            raise OutOfDateError("This reply is already a note on the issue.")
        item = get_item_record(session, item_id)
        return ShownReply(reply, get_campaign(session, item.campaign_id), item)
