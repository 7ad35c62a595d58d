"""Replies in a campaign's thread or a direct message, which acknowledge reminders."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from campaigns.delivery import NoticeMessage
from campaigns.events import Event, EventKind
from campaigns.overview import CardMessage
from campaigns.people.roles import Actor
from campaigns.reminders.messages import DigestMessage, ReplyMessage
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.errors import OutOfDateError
from commands.reminders.answer_reminder import (
    OpenReminder,
    acknowledging,
    availability_of_actor,
    list_asked,
    record_answer,
)
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.queues import find_message, find_posted
from storage.events import record_event
from storage.reminders.replies import add_reply, find_reply_at
from storage.reminders.tables import ReplyRow
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store

MAX_KEPT = 3000
NOTHING_ASKED = "Nothing is waiting for your answer. `/runtime-upgrade help` lists what I can do."


@dataclass(frozen=True)
class IncomingMessage:
    """A message from a person; ``direct`` for direct messages to the assistant."""

    channel: str
    ts: str
    thread_ts: str | None
    text: str
    direct: bool


def receive_reply(
    store: Store, catalog: Catalog, actor: Actor, said: IncomingMessage, *, now: Clocks
) -> int | None:
    """Acknowledge the reminders that a message answers; return the reply's id, or None.

    The thread determines which campaign or digest it answers; a direct message outside a thread
    answers the newest open digest. The text is stored, but not published. A repeated event returns
    the same id, since Slack may deliver an event twice.
    """
    with store.read() as session:
        known = find_reply_at(session, said.channel, said.ts)
        if known is not None or not _find_asked(session, actor, said):
            return known
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        known = find_reply_at(session, said.channel, said.ts)
        asked = _find_asked(session, actor, said)
        if known is not None or not asked:
            return known
        return _record(unit, actor, said, asked)


def _record(unit: Unit, actor: Actor, said: IncomingMessage, asked: list[OpenReminder]) -> int:
    row = ReplyRow(
        channel=said.channel,
        ts=said.ts,
        thread_ts=said.thread_ts,
        slack_id=actor.slack_id,
        item_ids=sorted({one.item.id for one in asked}),
        text=said.text[:MAX_KEPT],
        at=unit.now.story,
    )
    reply_id = add_reply(unit.session, row)
    for one in asked:
        event = Event(
            EventKind.reply_received,
            one.campaign.slug,
            unit.now.story,
            actor.slack_id,
            component=one.item.component,
            after=reply_id,
        )
        record_event(unit.session, one.campaign.id, event)
    answer = acknowledging(availability_of_actor(unit, actor), unit.now)
    record_answer(unit, actor, asked, answer)
    return reply_id


def _find_asked(session: Session, actor: Actor, said: IncomingMessage) -> list[OpenReminder]:
    """List the reminders that the message answers."""
    if said.direct and said.thread_ts is None:
        waiting = _waiting(session, actor, None)
        return _newest([one for one in waiting if _was_asked(session, one, said)])
    above = find_posted(session, said.channel, said.thread_ts or "")
    if above is None:
        return _just_posted(session, actor) if said.direct else []
    if above.kind == DigestMessage.KIND:
        return _waiting(session, actor, above.dedupe_key)
    if above.kind == CardMessage.KIND:
        campaign_id = above.payload["campaign_id"]
        waiting = _waiting(session, actor, None)
        return [one for one in waiting if one.campaign.id == campaign_id]
    return []


def _waiting(session: Session, actor: Actor, message: str | None) -> list[OpenReminder]:
    try:
        return list_asked(session, actor, message)
    except OutOfDateError:
        return []


def _was_asked(session: Session, asked: OpenReminder, said: IncomingMessage) -> bool:
    """Return whether the reply was sent after the reminder's message.

    A message without a recorded timestamp was just posted, so the reply answers it.
    """
    row = find_message(session, asked.reminder.message or "")
    return row is None or row.ts is None or float(row.ts) < float(said.ts)


def _just_posted(session: Session, actor: Actor) -> list[OpenReminder]:
    """List the reminders in messages without a recorded timestamp."""
    return [one for one in _waiting(session, actor, None) if _is_unplaced(session, one)]


def _is_unplaced(session: Session, asked: OpenReminder) -> bool:
    row = find_message(session, asked.reminder.message or "")
    return row is not None and row.ts is None


def _newest(waiting: list[OpenReminder]) -> list[OpenReminder]:
    if not waiting:
        return []
    newest = max(waiting, key=_sent_at).reminder.message
    return [one for one in waiting if one.reminder.message == newest]


def _sent_at(asked: OpenReminder) -> datetime:
    return asked.reminder.sent_at or asked.reminder.due_at


def answer_chat(store: Store, actor: Actor, reply_id: int | None, *, now: Clocks) -> None:
    """Respond to a direct message: once per reply to reminders, otherwise once a day."""
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        if reply_id is not None and find_message(session, ReplyMessage(reply_id).key) is None:
            enqueue(session, ReplyMessage(reply_id), to=actor.slack_id, now=now)
        key = f"chat:{actor.slack_id}:{now.today}"
        if reply_id is None and find_message(session, NoticeMessage.key_of(key)) is None:
            enqueue(session, NoticeMessage.about(key, NOTHING_ASKED), to=actor.slack_id, now=now)
