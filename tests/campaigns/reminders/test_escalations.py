"""Escalations: how far an unanswered question has climbed, and what ends it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from campaigns.model.item import Item
from campaigns.model.reminder import Reminder
from campaigns.people.delegates import Owner
from campaigns.reminders.causes import Ask
from campaigns.reminders.escalations import (
    Escalation,
    OpenQuestion,
    find_escalation,
    list_questions,
)
from campaigns.reminders.ladder import Cause, LastReminder, ReminderState, RungKind
from tests.campaigns.people.test_delegates import GUS, LEO, MIRA, OFFICE, assignees
from tests.entities import CAMPAIGN, NOW, WEEK, blocked_by, blocker, item, reminder, view

DAY = timedelta(days=1)
BLOCKED = NOW - WEEK
SHELL = item(2, "Shell", "in_dev", dri="mira")
GITALY = item(1, "Gitaly", "blocked", blockers=(blocked_by(SHELL),))
ASKED = Ask(Cause.blocked, BLOCKED)
QUESTION = OpenQuestion(CAMPAIGN, GITALY, ASKED, Owner(GUS))
BEGUN = Escalation(
    campaign=CAMPAIGN,
    item=GITALY,
    cause=Cause.blocked,
    blocker="",
    owner=GUS,
    instead_of=None,
    availability=OFFICE,
    since=BLOCKED,
)
FIRST = reminder(1, GITALY, sent_at=BLOCKED + DAY)
SECOND = reminder(2, GITALY, step=1, sent_at=BLOCKED + 2 * DAY)
PLANNED = reminder(3, GITALY, step=2, sent_at=None, state=ReminderState.planned)
SPONSOR = replace(PLANNED, id=4, kind=RungKind.executive_sponsor)
QUIET = BLOCKED + 3 * DAY
ANSWERED = replace(FIRST, state=ReminderState.snoozed, answered_at=BLOCKED + DAY, quiet_until=QUIET)
TO_LEO = replace(FIRST, id=5, owner=LEO.slack_id, sent_at=BLOCKED + 2 * DAY)


@pytest.mark.parametrize(
    ("reminders", "found"),
    [
        ((), {}),
        ((FIRST, SECOND), {"last": LastReminder(1, BLOCKED + 2 * DAY)}),
        ((FIRST, PLANNED), {"last": LastReminder(0, BLOCKED + DAY), "planned": True}),
        ((FIRST, SPONSOR), {"last": LastReminder(0, BLOCKED + DAY), "sponsor": SPONSOR}),
        ((ANSWERED,), {"since": QUIET}),
        ((replace(ANSWERED, answered_at=BLOCKED - DAY, sent_at=None),), {}),
        ((FIRST, TO_LEO), {"since": BLOCKED + 2 * DAY}),
        ((replace(FIRST, cause=Cause.backslide),), {}),
    ],
    ids=[
        "nothing told",
        "climbed",
        "planned",
        "sponsor asked",
        "snoozed",
        "answered to an earlier block",
        "back after a delegate",
        "another cause",
    ],
)
def test_how_far_a_question_has_climbed(
    reminders: tuple[Reminder, ...], found: Mapping[str, object]
) -> None:
    escalation = find_escalation(QUESTION, reminders, OFFICE)

    assert escalation == replace(BEGUN, **found)  # type: ignore[arg-type]  # fields by name


def test_an_unsent_reminder_is_still_upcoming() -> None:
    assert FIRST.message is not None
    waiting = find_escalation(QUESTION, (FIRST,), OFFICE, {FIRST.message})

    assert waiting == replace(BEGUN, last=LastReminder(0, BLOCKED + DAY), planned=True)


def test_a_blocked_item_asks_its_owner_and_who_can_end_what_blocks_it() -> None:
    to_mira = Ask(Cause.blocker, BLOCKED, SHELL.reference)

    asked = list_questions((view(GITALY, SHELL),), assignees(GUS, MIRA), 10)

    assert asked == (QUESTION, OpenQuestion(CAMPAIGN, GITALY, to_mira, Owner(MIRA)))


def test_an_owner_of_both_items_is_asked_once() -> None:
    own = replace(GITALY, blockers=(blocked_by(replace(SHELL, dri="gus")),))

    asked = list_questions((view(own, replace(SHELL, dri="gus")),), assignees(GUS), 10)

    assert asked == (replace(QUESTION, item=own),)


@pytest.mark.parametrize(
    "quiet",
    [
        replace(GITALY, gone=True),
        replace(GITALY, dri=None),
        item(1, "Gitaly", "in_dev", blockers=(blocker("words"),)),
    ],
)
def test_no_question_about_lost_unowned_or_started_items(quiet: Item) -> None:
    assert list_questions((view(quiet),), assignees(GUS), 10) == ()
