"""The Slack threads in which answers are expected, to be read after an outage."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.overview import CardMessage
from campaigns.reminders.ladder import ReminderState
from campaigns.reminders.messages import DigestMessage
from storage.delivery.tables import OutboxRow
from storage.reminders.tables import ReminderRow


@dataclass(frozen=True)
class ReplyThread:
    """A thread in which answers are expected since a Slack ts."""

    channel: str
    ts: str
    since: str
    direct: bool


def list_reply_threads(session: Session) -> tuple[ReplyThread, ...]:
    """List the threads in which answers are expected: those of digests and of mentions.

    A campaign's thread is read from its oldest unanswered mention on.
    """
    told = select(ReminderRow.message).where(ReminderRow.state == ReminderState.sent.value)
    rows = session.exec(
        select(OutboxRow)
        .where(col(OutboxRow.dedupe_key).in_(told), col(OutboxRow.ts).is_not(None))
        .order_by(col(OutboxRow.ts))
    ).all()
    places: dict[tuple[str, str], ReplyThread] = {}
    for row in rows:
        place = _place(session, row)
        if place is not None:
            places.setdefault((place.channel, place.ts), place)
    return tuple(places.values())


def _place(session: Session, row: OutboxRow) -> ReplyThread | None:
    channel, ts = row.posted_channel or row.channel, row.ts or ""
    if row.kind == DigestMessage.KIND:
        return ReplyThread(channel, ts, ts, direct=True)
    card = session.exec(
        select(OutboxRow).where(OutboxRow.dedupe_key == CardMessage(row.payload["campaign_id"]).key)
    ).first()
    if card is None or card.ts is None:
        return None
    return ReplyThread(card.posted_channel or card.channel, card.ts, ts, direct=False)
