"""Messages later than promised are reported to the operators once, and counted."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from campaigns.delivery import NoticeMessage
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.items.block_item import BlockRequest, block_item
from commands.reminders.audit_lateness import TOLD, Audit, audit_lateness
from commands.reminders.pause_reminders import pause_reminders
from commands.reminders.plan_reminders import plan_reminders
from storage.delivery.queues import find_message
from tests.commands.conftest import Desk

NOON = datetime(2023, 3, 31, 15, 0, tzinfo=UTC)  # noon in Sao Paulo, where Gus lives
NIGHT = datetime(2023, 4, 1, 3, 0, tzinfo=UTC)


def at(moment: datetime, seconds: float = 0) -> Clocks:
    later = moment + timedelta(seconds=seconds)
    return Clocks(later, later)


def want(desk: Desk, *keys: str, **columns: object) -> None:
    with desk.store.write() as session:
        for key in keys:
            enqueue(session, NoticeMessage.about(key, "Hello."), to="U0GUS", now=at(NOON))
            row = find_message(session, NoticeMessage.key_of(key))
            assert row is not None
            for name, value in columns.items():
                setattr(row, name, value)


def audit(desk: Desk, now: Clocks, seen: Mapping[int, datetime] | None = None) -> Audit:
    return audit_lateness(desk.store, desk.catalog, seen or {}, now=now)


def told(desk: Desk) -> list[str]:
    return [text for channel, text in desk.notices() if channel == "C0OPERATORS"]


def test_a_late_message_is_reported_once(desk: Desk) -> None:
    want(desk, "one", "two")

    assert audit(desk, at(NOON, 119)) == Audit(2, 0, {})
    assert audit(desk, at(NOON, 121)) == Audit(2, 2, {})
    assert audit(desk, at(NOON, 151)) == Audit(3, 0, {})
    assert told(desk) == [
        (
            "Delayed by more than 2 minutes: notice:one and 1 more. "
            "`runtime-upgrade doctor` shows why they are delayed."
        )
    ]


@pytest.mark.parametrize(
    "columns",
    [
        {"last_error": "ratelimited"},
        {"ts": "1.2"},
        {"state": "sent"},
        {"kind": "card"},
        {"due_at": NOON + timedelta(hours=1)},
    ],
)
def test_failed_posted_and_future_messages_are_not_late(
    desk: Desk, columns: dict[str, object]
) -> None:
    want(desk, "one", **columns)

    assert audit(desk, at(NOON, 300)).late == 0


def test_a_backlog_is_reported_with_its_end_ahead_of_the_queue(desk: Desk) -> None:
    want(desk, *(f"m{number}" for number in range(200)))

    assert audit(desk, at(NOON, 300)) == Audit(200, 0, {})
    assert audit(desk, at(NOON, 330)) == Audit(201, 0, {})
    assert told(desk) == [
        (
            "200 messages are waiting, more than Slack accepts at once: "
            "the last will be sent at about 15:07 UTC."
        )
    ]
    with desk.store.read() as session:
        report = find_message(session, "notice:backlog:2023-03-31T15")
    assert report is not None
    assert (report.due_at, report.asked_at) == (NOON, at(NOON, 300).wall)


@pytest.fixture
def overlooked(started: Desk) -> Desk:
    """Return a desk with a due reminder while the reminder job does not run."""
    request, now = BlockRequest("gitaly", "the image"), at(NOON - timedelta(days=1))
    actor, url = started.actor("U0GUS"), started.box.gitlab.url
    block_item(started.store, started.catalog, actor, request, gitlab_url=url, now=now)
    plan_reminders(started.store, started.catalog, clock=lambda: now)
    return started


def test_an_undispatched_reminder_is_reported_once(overlooked: Desk) -> None:
    first = audit(overlooked, at(NOON))
    assert first.overlooked == {1: NOON}
    second = audit(overlooked, at(NOON, 119), first.overlooked)
    assert (second.late, second.overlooked) == (0, {1: NOON})
    third = audit(overlooked, at(NOON, 120), second.overlooked)
    assert (third.late, third.overlooked) == (1, {1: TOLD})
    assert audit(overlooked, at(NOON, 150), third.overlooked).late == 0
    assert [text.split(":")[1] for text in told(overlooked)] == [
        " reminder 1. `runtime-upgrade doctor` shows why they are delayed."
    ]


def test_a_reminder_that_must_not_be_sent_is_not_overlooked(overlooked: Desk) -> None:
    assert audit(overlooked, at(NIGHT)).overlooked == {}

    frida = overlooked.actor("U0FRIDA")
    pause_reminders(overlooked.store, overlooked.catalog, frida, "", now=at(NOON))
    assert audit(overlooked, at(NOON)).overlooked == {}


def test_a_dispatched_reminder_is_not_overlooked(overlooked: Desk) -> None:
    plan_reminders(overlooked.store, overlooked.catalog, clock=lambda: at(NOON))

    assert audit(overlooked, at(NOON)).overlooked == {}
