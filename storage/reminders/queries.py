"""Queries for reminders: planned, sent and answered."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, or_, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, SQLModel, col, select

from campaigns.model.reminder import Reminder
from campaigns.reminders.ladder import Cause, ReminderState, RungKind
from campaigns.reminders.messages import DigestMessage, NudgeMessage
from campaigns.states import CampaignState
from storage.delivery.tables import OutboxRow, QueueState
from storage.records import to_record
from storage.reminders.tables import ReminderRow
from storage.tables import CampaignRow

_TABLE = SQLModel.metadata.tables["reminder"]
_COLUMNS = tuple(column.name for column in _TABLE.columns if column.name != "id")
_SAME = ("person", "item_id", "cause", "blocker", "owner", "since", "step")
_OPEN = (ReminderState.planned.value, ReminderState.sent.value)
_MESSAGES = (DigestMessage.KIND, NudgeMessage.KIND)


def as_record(row: ReminderRow) -> Reminder:
    """Convert a row to the record that rules and commands use."""
    return to_record(
        Reminder,
        row,
        kind=RungKind(row.kind),
        state=ReminderState(row.state),
        cause=Cause(row.cause),
    )


def add_reminders(session: Session, rows: Sequence[ReminderRow]) -> None:
    """Insert planned reminders in one statement; reactivate those overtaken before being sent.

    These exist if an escalation continues after its owner was away for a while.
    """
    if rows:
        values = [{name: getattr(row, name) for name in _COLUMNS} for row in rows]
        written = insert(_TABLE)
        again = {name: written.excluded[name] for name in ("state", "due_at", "kind")}
        unsent = _TABLE.c.sent_at.is_(None)
        known = written.on_conflict_do_update(index_elements=_SAME, set_=again, where=unsent)
        session.connection().execute(known, values)


def find_reminder(session: Session, reminder_id: int) -> Reminder | None:
    """Find a reminder by its id."""
    row = session.get(ReminderRow, reminder_id)
    return None if row is None else as_record(row)


def list_open_reminders(session: Session) -> tuple[Reminder, ...]:
    """List the reminders that are planned, or sent and unanswered."""
    rows = session.exec(select(ReminderRow).where(col(ReminderRow.state).in_(_OPEN)))
    return tuple(as_record(row) for row in rows)


def list_due_reminders(session: Session, now: datetime) -> tuple[Reminder, ...]:
    """List the planned reminders that are due, oldest first."""
    rows = session.exec(
        select(ReminderRow)
        .where(ReminderRow.state == ReminderState.planned.value, ReminderRow.due_at <= now)
        .order_by(col(ReminderRow.due_at), col(ReminderRow.id))
    )
    return tuple(as_record(row) for row in rows)


def list_item_reminders(session: Session, item_id: int) -> tuple[Reminder, ...]:
    """List every reminder of an item, oldest first."""
    rows = session.exec(
        select(ReminderRow).where(ReminderRow.item_id == item_id).order_by(col(ReminderRow.id))
    )
    return tuple(as_record(row) for row in rows)


def list_reminders_of(session: Session, item_ids: Collection[int]) -> tuple[Reminder, ...]:
    """List every reminder of these items, oldest first."""
    rows = session.exec(
        select(ReminderRow)
        .where(col(ReminderRow.item_id).in_(item_ids))
        .order_by(col(ReminderRow.id))
    )
    return tuple(as_record(row) for row in rows)


def list_message_reminders(session: Session, message: str) -> tuple[Reminder, ...]:
    """List the reminders in a message."""
    rows = session.exec(
        select(ReminderRow).where(ReminderRow.message == message).order_by(col(ReminderRow.id))
    )
    return tuple(as_record(row) for row in rows)


def list_waiting(session: Session, person: str) -> tuple[Reminder, ...]:
    """List the unanswered reminders that were sent to a person."""
    rows = session.exec(
        select(ReminderRow)
        .where(ReminderRow.person == person, ReminderRow.state == ReminderState.sent.value)
        .order_by(col(ReminderRow.id))
    )
    return tuple(as_record(row) for row in rows)


def update_reminders(session: Session, ids: Sequence[int], **values: object) -> None:
    """Update columns of reminders."""
    if not ids:
        return
    session.execute(update(ReminderRow).where(col(ReminderRow.id).in_(ids)).values(**values))


def move_reminder(session: Session, reminder_id: int, person: str) -> None:
    """Move a planned reminder to another person, unless they already have the same one."""
    row = session.get_one(ReminderRow, reminder_id)
    same = select(ReminderRow.id).where(
        ReminderRow.person == person,
        *(getattr(ReminderRow, name) == getattr(row, name) for name in _SAME if name != "person"),
    )
    if session.exec(same).first() is None:
        row.person = person
        session.add(row)
        session.flush()


def release_unsent(session: Session, today: date) -> None:
    """Plan the reminders of messages that nobody could read again; they do not count as sent.

    These are messages that were dropped before they were posted, and those from before ``today``
    that Slack refused. Until then an operator may retry a refused one.
    """
    dropped = select(OutboxRow.dedupe_key).where(_never_posted(QueueState.dropped))
    refused = session.exec(select(OutboxRow.dedupe_key).where(_never_posted(QueueState.dead)))
    earlier = [key for key in refused if key.rpartition(":")[2] < today.isoformat()]
    unread = or_(col(ReminderRow.message).in_(dropped), col(ReminderRow.message).in_(earlier))
    sent, overtaken = ReminderState.sent.value, ReminderState.overtaken.value
    state = case((col(ReminderRow.state) == sent, ReminderState.planned.value), else_=overtaken)
    session.execute(
        update(ReminderRow)
        .where(unread, col(ReminderRow.state).in_((sent, overtaken)))
        .values(state=state, message=None, sent_at=None)
    )


def list_on_their_way(session: Session) -> frozenset[str]:
    """List the keys of the messages with reminders that were not posted and may still be."""
    query = select(OutboxRow.dedupe_key).where(
        _never_posted(QueueState.pending, QueueState.dead),
    )
    return frozenset(session.exec(query))


def _never_posted(*states: QueueState) -> ColumnElement[bool]:
    """Return the condition that a message with reminders has such a state and was not posted."""
    return and_(
        col(OutboxRow.state).in_([state.value for state in states]),
        col(OutboxRow.ts).is_(None),
        or_(col(OutboxRow.state) == QueueState.pending.value, col(OutboxRow.in_doubt).is_(False)),
        col(OutboxRow.kind).in_(_MESSAGES),
    )


def has_active_campaigns(session: Session) -> bool:
    """Return whether any campaign is active, so that its items may need reminders."""
    query = select(CampaignRow.id).where(CampaignRow.state == CampaignState.active.value)
    return session.exec(query.limit(1)).first() is not None


def has_open_reminders(session: Session) -> bool:
    """Return whether any reminder is planned or unanswered."""
    query = select(ReminderRow.id).where(col(ReminderRow.state).in_(_OPEN))
    return session.exec(query.limit(1)).first() is not None
