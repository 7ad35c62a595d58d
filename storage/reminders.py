"""Reminders inside a unit: what is planned, what was sent, and how it was answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, SQLModel, col, select

from campaigns.reminders import Cause, ReminderState, RungKind
from campaigns.states import CampaignState
from storage.queue_tables import OutboxRow, QueueState
from storage.records import to_record
from storage.reminder_tables import ReminderPauseRow, ReminderRow
from storage.tables import CampaignRow

EVERYTHING = "everything"
_TABLE = SQLModel.metadata.tables["reminder"]
_COLUMNS = tuple(column.name for column in _TABLE.columns if column.name != "id")
_SAME = ("person", "item_id", "cause", "blocker", "owner", "since", "step")
_OPEN = (ReminderState.planned.value, ReminderState.sent.value)
_ANSWERED = (ReminderState.acknowledged.value, ReminderState.snoozed.value)


@dataclass(frozen=True)
class ReminderRecord:
    """One item told to one person, at one rung of the ladder."""

    id: int
    campaign_id: int
    item_id: int
    person: str
    owner: str
    since: datetime
    step: int
    kind: RungKind
    due_at: datetime
    state: ReminderState
    message: str | None
    sent_at: datetime | None
    answered_by: str | None
    answered_at: datetime | None
    quiet_until: datetime | None
    reason: str | None
    cause: Cause = Cause.blocked
    blocker: str = ""
    asked_by: str | None = None
    asked_at: datetime | None = None


def _record(row: ReminderRow) -> ReminderRecord:
    return to_record(
        ReminderRecord,
        row,
        kind=RungKind(row.kind),
        state=ReminderState(row.state),
        cause=Cause(row.cause),
    )


def add_reminders(session: Session, rows: Sequence[ReminderRow]) -> None:
    """Write many reminders to come, in one statement; what was overtaken unsent is taken up again.

    A silence goes on where who is asked was away for a while: its reminder is there already.
    """
    if rows:
        values = [{name: getattr(row, name) for name in _COLUMNS} for row in rows]
        written = insert(_TABLE)
        again = {name: written.excluded[name] for name in ("state", "due_at", "kind")}
        unsent = _TABLE.c.sent_at.is_(None)
        known = written.on_conflict_do_update(index_elements=_SAME, set_=again, where=unsent)
        session.connection().execute(known, values)


def find_reminder(session: Session, reminder_id: int) -> ReminderRecord | None:
    """Find a reminder by its id."""
    row = session.get(ReminderRow, reminder_id)
    return None if row is None else _record(row)


def list_open_reminders(session: Session) -> tuple[ReminderRecord, ...]:
    """List what is planned, and what was sent and waits for an answer."""
    rows = session.exec(select(ReminderRow).where(col(ReminderRow.state).in_(_OPEN)))
    return tuple(_record(row) for row in rows)


def list_due_reminders(session: Session, now: datetime) -> tuple[ReminderRecord, ...]:
    """List what is planned and due, oldest first."""
    rows = session.exec(
        select(ReminderRow)
        .where(ReminderRow.state == ReminderState.planned.value, ReminderRow.due_at <= now)
        .order_by(col(ReminderRow.due_at), col(ReminderRow.id))
    )
    return tuple(_record(row) for row in rows)


def list_item_reminders(session: Session, item_id: int) -> tuple[ReminderRecord, ...]:
    """List every reminder of an item, oldest first."""
    rows = session.exec(
        select(ReminderRow).where(ReminderRow.item_id == item_id).order_by(col(ReminderRow.id))
    )
    return tuple(_record(row) for row in rows)


def list_reminders_of(session: Session, item_ids: Collection[int]) -> tuple[ReminderRecord, ...]:
    """List every reminder of these items, oldest first."""
    rows = session.exec(
        select(ReminderRow)
        .where(col(ReminderRow.item_id).in_(item_ids))
        .order_by(col(ReminderRow.id))
    )
    return tuple(_record(row) for row in rows)


def list_told(session: Session, message: str) -> tuple[ReminderRecord, ...]:
    """List the reminders that a message tells."""
    rows = session.exec(
        select(ReminderRow).where(ReminderRow.message == message).order_by(col(ReminderRow.id))
    )
    return tuple(_record(row) for row in rows)


def list_waiting(session: Session, person: str) -> tuple[ReminderRecord, ...]:
    """List what was sent to someone and waits for an answer."""
    rows = session.exec(
        select(ReminderRow)
        .where(ReminderRow.person == person, ReminderRow.state == ReminderState.sent.value)
        .order_by(col(ReminderRow.id))
    )
    return tuple(_record(row) for row in rows)


def list_quiet(session: Session, item_id: int, now: datetime) -> tuple[ReminderRecord, ...]:
    """List the answers that keep an item quiet now."""
    rows = session.exec(
        select(ReminderRow).where(
            ReminderRow.item_id == item_id,
            col(ReminderRow.state).in_(_ANSWERED),
            col(ReminderRow.quiet_until) > now,
        )
    )
    return tuple(_record(row) for row in rows)


def list_answers(session: Session, item_id: int, owner: str) -> tuple[ReminderRecord, ...]:
    """List the answered reminders of an item while someone owned it."""
    rows = session.exec(
        select(ReminderRow).where(
            ReminderRow.item_id == item_id,
            ReminderRow.owner == owner,
            col(ReminderRow.state).in_(_ANSWERED),
        )
    )
    return tuple(_record(row) for row in rows)


def find_running_snoozes(session: Session, slack_id: str, *, now: datetime) -> dict[int, datetime]:
    """Map the items that someone has snoozed to the moment until which they stay quiet."""
    rows = session.exec(
        select(ReminderRow.item_id, func.max(ReminderRow.quiet_until))
        .where(
            ReminderRow.state == ReminderState.snoozed.value,
            ReminderRow.answered_by == slack_id,
            col(ReminderRow.quiet_until) > now,
        )
        .group_by(col(ReminderRow.item_id))
    )
    return {item_id: until for item_id, until in rows if until is not None}


def count_snoozes(session: Session, item_id: int) -> int:
    """Count how often an item was snoozed: one answer may have been to several reminders."""
    query = select(ReminderRow.answered_at).where(
        ReminderRow.item_id == item_id, ReminderRow.state == ReminderState.snoozed.value
    )
    return len(set(session.exec(query)))


def count_snoozed(session: Session) -> dict[int, int]:
    """Count how often each item was snoozed, as `count_snoozes` does."""
    rows = session.exec(
        select(ReminderRow.item_id, func.count(col(ReminderRow.answered_at).distinct()))
        .where(ReminderRow.state == ReminderState.snoozed.value)
        .group_by(col(ReminderRow.item_id))
    )
    return dict(rows.all())


def update_reminders(session: Session, ids: Sequence[int], **values: object) -> None:
    """Set columns of reminders."""
    session.execute(update(ReminderRow).where(col(ReminderRow.id).in_(ids)).values(**values))


def move_reminder(session: Session, reminder_id: int, person: str) -> None:
    """Tell somebody else what is planned, unless they have been told the same."""
    row = session.get_one(ReminderRow, reminder_id)
    same = select(ReminderRow.id).where(
        ReminderRow.person == person,
        *(getattr(ReminderRow, name) == getattr(row, name) for name in _SAME if name != "person"),
    )
    if session.exec(same).first() is None:
        row.person = person
        session.add(row)
        session.flush()


def release_unsent(session: Session) -> None:
    """Plan again what a message should have told that was dropped before it was posted."""
    dropped = select(OutboxRow.dedupe_key).where(
        OutboxRow.state == QueueState.dropped.value,
        col(OutboxRow.ts).is_(None),
        col(OutboxRow.kind).in_(("digest", "nudge")),
    )
    session.execute(
        update(ReminderRow)
        .where(
            col(ReminderRow.state) == ReminderState.sent.value,
            col(ReminderRow.message).in_(dropped),
        )
        .values(state=ReminderState.planned.value, message=None, sent_at=None)
    )


def has_active_campaigns(session: Session) -> bool:
    """Tell whether there is a campaign whose items may ask something."""
    query = select(CampaignRow.id).where(CampaignRow.state == CampaignState.active.value)
    return session.exec(query.limit(1)).first() is not None


def has_open_reminders(session: Session) -> bool:
    """Tell whether a reminder is planned or waits for an answer."""
    query = select(ReminderRow.id).where(col(ReminderRow.state).in_(_OPEN))
    return session.exec(query.limit(1)).first() is not None


@dataclass(frozen=True)
class Place:
    """A conversation in which answers are awaited: a message, and since when (a Slack ts)."""

    channel: str
    ts: str
    since: str
    direct: bool


def list_open_places(session: Session) -> tuple[Place, ...]:
    """List where answers are awaited: after each digest, and in the threads of mentions.

    A campaign's thread is read from its oldest message that waits for an answer on.
    """
    told = select(ReminderRow.message).where(ReminderRow.state == ReminderState.sent.value)
    rows = session.exec(
        select(OutboxRow)
        .where(col(OutboxRow.dedupe_key).in_(told), col(OutboxRow.ts).is_not(None))
        .order_by(col(OutboxRow.ts))
    ).all()
    places: dict[tuple[str, str], Place] = {}
    for row in rows:
        place = _place(session, row)
        if place is not None:
            places.setdefault((place.channel, place.ts), place)
    return tuple(places.values())


def _place(session: Session, row: OutboxRow) -> Place | None:
    channel, ts = row.posted_channel or row.channel, row.ts or ""
    if row.kind == "digest":
        return Place(channel, ts, ts, direct=True)
    card = session.exec(
        select(OutboxRow).where(OutboxRow.dedupe_key == f"card:{row.payload['campaign_id']}")
    ).first()
    if card is None or card.ts is None:
        return None
    return Place(card.posted_channel or card.channel, card.ts, ts, direct=False)


def add_pause(session: Session, scope: str, *, by: str, now: datetime) -> bool:
    """Hold reminders back, of a campaign's slug or of everything; tells whether that is new."""
    if session.get(ReminderPauseRow, scope) is not None:
        return False
    session.add(ReminderPauseRow(scope=scope, paused_by=by, paused_at=now))
    return True


def end_pause(session: Session, scope: str) -> bool:
    """Let reminders go on; tells whether they were held back."""
    row = session.get(ReminderPauseRow, scope)
    if row is not None:
        session.delete(row)
    return row is not None


def list_pauses(session: Session) -> dict[str, str]:
    """Map what is held back to the Slack ids of those who did that."""
    return {row.scope: row.paused_by for row in session.exec(select(ReminderPauseRow))}


@dataclass(frozen=True)
class AnswerRecord:
    """A reminder that was sent: whose item it was about, and when it was answered."""

    item_id: int
    owner: str
    sent_at: datetime
    answered_at: datetime | None


def list_sent_reminders(session: Session, campaign_id: int) -> tuple[AnswerRecord, ...]:
    """List the reminders of a campaign that were sent, oldest first."""
    query = (
        select(ReminderRow)
        .where(ReminderRow.campaign_id == campaign_id, col(ReminderRow.sent_at).is_not(None))
        .order_by(col(ReminderRow.sent_at), col(ReminderRow.id))
    )
    return tuple(to_record(AnswerRecord, row) for row in session.exec(query))
