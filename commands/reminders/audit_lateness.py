"""Auditing delivery times, and reporting each late message to the operators once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from campaigns.delivery import NoticeMessage, backlog_sent_at
from campaigns.model.reminder import Reminder
from campaigns.people.absence import find_absence
from campaigns.people.working_time import is_working, local_day
from campaigns.reminders.ladder import RungKind
from campaigns.reminders.messages import DigestMessage
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.people.recipients import availability_of
from commands.reminders.escalations import is_paused
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.claims import count_backlog
from storage.delivery.lateness import list_late_messages, mark_reported_late, prioritize_message
from storage.delivery.queues import find_message
from storage.delivery.tables import OutboxRow
from storage.lifecycle.campaigns import get_campaign
from storage.people.queries import find_person
from storage.reminders.queries import list_due_reminders
from storage.store import Store

PROMISE = timedelta(minutes=2)
# With a backlog of this size, Slack's rate limit determines the delivery times.
MANY = 100


TOLD = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Audit:
    """The result of an audit: the numbers of waiting and of newly late messages.

    ``overlooked`` maps overdue reminders that were not dispatched to the wall time at which this
    was first noticed, or to ``TOLD`` once reported. It is passed to the next audit.
    """

    backlog: int
    late: int
    overlooked: Mapping[int, datetime]


def audit_lateness(
    store: Store, catalog: Catalog, overlooked: Mapping[int, datetime], *, now: Clocks
) -> Audit:
    """Find late messages, and notify the operators of new ones."""
    with store.read() as session:
        unit = Unit(session, catalog, now)
        backlog = count_backlog(session, now.wall)
        late = list_late_messages(session, asked_before=now.wall - PROMISE)
        seen = {r.id: overlooked.get(r.id, now.wall) for r in _overlooked(unit)}
    if backlog >= MANY:
        _report_backlog(store, catalog, backlog, late, now=now)
        return Audit(backlog, 0, seen)
    untold = [id_ for id_, since in seen.items() if since <= now.wall - PROMISE]
    if late or untold:
        _report_late(store, catalog, late, untold, now=now)
    return Audit(backlog, len(late) + len(untold), seen | dict.fromkeys(untold, TOLD))


def _overlooked(unit: Unit) -> Iterator[Reminder]:
    """Yield due reminders of people who are working now and have not received a digest today."""
    for reminder in list_due_reminders(unit.session, unit.now.story):
        person = find_person(unit.session, reminder.person)
        if person is None or reminder.kind == RungKind.thread:
            continue
        if find_absence(person, unit.now.story) is not None:
            continue
        availability = availability_of(unit.catalog, person)
        day = local_day(availability, unit.now.story)
        if (
            is_working(availability, unit.now.story)
            and find_message(unit.session, DigestMessage.key_of(reminder.person, day)) is None
            and not is_paused(unit.session, get_campaign(unit.session, reminder.campaign_id))
        ):
            yield reminder


def _report_backlog(
    store: Store, catalog: Catalog, backlog: int, late: Sequence[OutboxRow], *, now: Clocks
) -> None:
    """Report a large backlog, with its expected end, once an hour instead of late messages."""
    end = backlog_sent_at(backlog, catalog.working_group.policy.pace, now.wall)
    sentence = (
        f"{backlog} messages are waiting, more than Slack accepts at once: "
        f"the last will be sent at about {end:%H:%M} UTC."
    )
    _notify_operators(store, catalog, f"backlog:{now.wall:%Y-%m-%dT%H}", sentence, late, now=now)


def _report_late(
    store: Store,
    catalog: Catalog,
    late: Sequence[OutboxRow],
    overlooked: Sequence[int],
    *,
    now: Clocks,
) -> None:
    named = [row.dedupe_key for row in late] + [f"reminder {id_}" for id_ in overlooked]
    more = f" and {len(named) - 1} more" if len(named) > 1 else ""
    sentence = (
        f"Delayed by more than {PROMISE.seconds // 60} minutes: {named[0]}{more}. "
        "`runtime-upgrade doctor` shows why they are delayed."
    )
    _notify_operators(store, catalog, f"late:{named[0]}", sentence, late, now=now)


def _notify_operators(
    store: Store,
    catalog: Catalog,
    key: str,
    sentence: str,
    late: Sequence[OutboxRow],
    *,
    now: Clocks,
) -> None:
    """Notify the operators once, with a message that is sent before the backlog."""
    operators = catalog.working_group.operator_channel
    with store.write() as session:
        mark_reported_late(session, [row.id for row in late])
        if operators and find_message(session, NoticeMessage.key_of(key)) is None:
            enqueue(session, NoticeMessage.about(key, sentence), to=operators, now=now)
            prioritize_message(session, NoticeMessage.key_of(key), now.wall)
