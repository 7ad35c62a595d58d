"""Replies read again: for the answer to them, and for their author to make one a note."""

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
    """A reply, and an item that it answered."""

    reply: ReplyRecord
    campaign: Campaign
    item: Item

    @property
    def name(self) -> str:
        """How the verbs take the item: `go/gitaly`."""
        return f"{self.campaign.runtime}/{self.item.component}"


@dataclass(frozen=True)
class ReplyTaken:
    """What a reply did: these items are quiet until then."""

    reply: ReplyRecord
    items: tuple[Item, ...]
    quiet_until: datetime | None


def read_reply(store: Store, reply_id: int) -> ReplyTaken | None:
    """Read what a reply did, for the answer to it."""
    with store.read() as session:
        reply = find_reply(session, reply_id)
        if reply is None:
            return None
        items = tuple(get_item_record(session, item_id) for item_id in reply.item_ids)
        given = list_item_reminders(session, reply.item_ids[0])
        mine = [r.quiet_until for r in given if r.answered_at == reply.at]
    return ReplyTaken(reply, items, mine[-1] if mine else None)


def show_reply(store: Store, actor: Actor, reply_id: int, item_id: int) -> ShownReply:
    """Return a reply to its author, to make it a note.

    Raises:
        OutOfDateError: there is none of theirs, or it is a note already.
    """
    with store.read() as session:
        reply = find_reply(session, reply_id)
        own = reply is not None and reply.slack_id == actor.slack_id and item_id in reply.item_ids
        if reply is None or not own:
            raise OutOfDateError("I know nothing of this reply any more.")
        if reply.published_at is not None:
            raise OutOfDateError("This reply is a note on the issue already.")
        item = get_item_record(session, item_id)
        return ShownReply(reply, get_campaign(session, item.campaign_id), item)
