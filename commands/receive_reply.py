"""Replies: words in the campaign's thread or a direct message acknowledge what was asked."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.roles import Actor
from commands.answer_reminder import (
    Asked,
    acknowledging,
    availability_of_actor,
    list_asked,
    record_answer,
)
from commands.errors import OutOfDateError
from commands.messages import reply_key, want_notice, want_reply
from commands.moments import Moment
from storage.campaigns import get_campaign, get_item_record
from storage.catalog import Catalog
from storage.events import record_event
from storage.queues import find_message, find_posted
from storage.records import CampaignRecord, ItemRecord
from storage.reminders import list_item_reminders
from storage.replies import ReplyRecord, add_reply, find_reply, find_reply_at
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store
from storage.tables import ReplyRow

MOST_KEPT = 3000
NOTHING_ASKED = (
    "Nothing waits for an answer from you. What I can do stands in `/runtime-upgrade help`."
)


@dataclass(frozen=True)
class Said:
    """What somebody wrote, and where; ``direct`` in their messages with the assistant."""

    channel: str
    ts: str
    thread_ts: str | None
    text: str
    direct: bool


@dataclass(frozen=True)
class ShownReply:
    """A reply, and an item that it answered."""

    reply: ReplyRecord
    campaign: CampaignRecord
    item: ItemRecord

    @property
    def name(self) -> str:
        """How the verbs take the item: `go/gitaly`."""
        return f"{self.campaign.runtime}/{self.item.component}"


def receive_reply(
    store: Store, catalog: Catalog, actor: Actor, said: Said, *, now: Moment
) -> int | None:
    """Take words as an acknowledgement of what was asked there; None where nothing waits.

    The message's thread decides which campaign or digest it answers; a plain direct message
    answers the newest digest that waits. What is said stays in the assistant. Gives the
    reply's number, also where it was taken before: events come more than once.
    """
    with store.read() as session:
        known = find_reply_at(session, said.channel, said.ts)
        if known is not None or not _find_asked(session, actor, said):
            return known
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        known = find_reply_at(session, said.channel, said.ts)
        asked = _find_asked(session, actor, said)
        if known is not None or not asked:
            return known
        return _record(session, catalog, actor, said, asked, now=now)


def _record(
    session: Session,
    catalog: Catalog,
    actor: Actor,
    said: Said,
    asked: list[Asked],
    *,
    now: Moment,
) -> int:
    row = ReplyRow(
        channel=said.channel,
        ts=said.ts,
        thread_ts=said.thread_ts,
        slack_id=actor.slack_id,
        item_ids=sorted({one.item.id for one in asked}),
        text=said.text[:MOST_KEPT],
        at=now.story,
    )
    reply_id = add_reply(session, row)
    for one in asked:
        event = Event(
            EventKind.reply_received,
            one.campaign.slug,
            now.story,
            actor.slack_id,
            component=one.item.component,
            after=reply_id,
        )
        record_event(session, one.campaign.id, event)
    answer = acknowledging(availability_of_actor(session, catalog, actor), now)
    record_answer(session, actor, asked, answer, now=now)
    return reply_id


def _find_asked(session: Session, actor: Actor, said: Said) -> list[Asked]:
    """List what the words answer."""
    if said.direct and said.thread_ts is None:
        waiting = _waiting(session, actor, None)
        return _newest([one for one in waiting if _was_asked(session, one, said)])
    above = find_posted(session, said.channel, said.thread_ts or "")
    if above is None:
        return []
    if above.kind == "digest":
        return _waiting(session, actor, above.dedupe_key)
    if above.kind == "card":
        campaign_id = above.payload["campaign_id"]
        waiting = _waiting(session, actor, None)
        return [one for one in waiting if one.campaign.id == campaign_id]
    return []


def _waiting(session: Session, actor: Actor, message: str | None) -> list[Asked]:
    try:
        return list_asked(session, actor, message)
    except OutOfDateError:
        return []


def _was_asked(session: Session, asked: Asked, said: Said) -> bool:
    """Tell whether the words came after the message that asks.

    One whose place is not written down yet has only just been posted: they answer it.
    """
    row = find_message(session, asked.reminder.message or "")
    return row is None or row.ts is None or float(row.ts) < float(said.ts)


def _newest(waiting: list[Asked]) -> list[Asked]:
    if not waiting:
        return []
    newest = max(waiting, key=_sent_at).reminder.message
    return [one for one in waiting if one.reminder.message == newest]


def _sent_at(asked: Asked) -> datetime:
    return asked.reminder.sent_at or asked.reminder.due_at


def answer_chat(store: Store, actor: Actor, reply_id: int | None, *, now: Moment) -> None:
    """Answer what someone wrote to the assistant: a reply once, anything else once a day."""
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        if reply_id is not None and find_message(session, reply_key(reply_id)) is None:
            want_reply(session, actor.slack_id, reply_id, now=now)
        key = f"chat:{actor.slack_id}:{now.today}"
        if reply_id is None and find_message(session, f"notice:{key}") is None:
            want_notice(session, actor.slack_id, key, NOTHING_ASKED, now=now)


@dataclass(frozen=True)
class ReplyTaken:
    """What a reply did: these items are quiet until then."""

    reply: ReplyRecord
    items: tuple[ItemRecord, ...]
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
    """Give a reply to its author, to make it a note.

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
