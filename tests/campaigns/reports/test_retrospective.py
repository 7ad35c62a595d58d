"""The retrospective: total waits, answers by group, and suggestions."""

from datetime import UTC, date, datetime, timedelta

from campaigns.events import Event, EventKind
from campaigns.reports.retrospective import (
    GroupAnswer,
    Retrospective,
    SentReminder,
    Wait,
    compute_retrospective,
    list_suggestions,
    slowest_groups,
)

START = datetime(2023, 4, 3, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def moved(kind: EventKind, component: str, day: int, after: str) -> Event:
    return Event(kind, "go-1.20", START + day * DAY, "U1", component, None, after)


EVENTS = (
    moved(EventKind.state_changed, "kas", 1, "blocked"),
    moved(EventKind.item_blocked, "gitaly", 2, "blocked"),
    moved(EventKind.state_changed, "gitaly", 3, "blocked"),
    moved(EventKind.item_unblocked, "gitaly", 12, "in_dev"),
    moved(EventKind.item_blocked, "gitaly", 20, "blocked"),
    moved(EventKind.state_changed, "gitaly", 25, "production"),
    moved(EventKind.item_waived, "kas", 29, "retired"),
)


def test_a_campaign_without_history_has_an_empty_retrospective() -> None:
    back = compute_retrospective(START, START, None, (), ())

    assert back == Retrospective(START.date(), START.date(), None, None, (), (), {}, ())
    assert list_suggestions(back) == ()


def test_waits_are_added_up_and_open_blocks_count_until_the_end() -> None:
    told = [
        SentReminder("U1", "Gitaly", START, START + 5 * DAY),
        SentReminder("U1", "Gitaly", START, None),
        SentReminder("U2", "KAS", START, START + DAY),
    ]
    back = compute_retrospective(START, START + 30 * DAY, date(2023, 4, 30), EVENTS, told)

    assert back == Retrospective(
        started_on=date(2023, 4, 3),
        closed_on=date(2023, 5, 3),
        due_on=date(2023, 4, 30),
        late_by=3 * DAY,
        waits=(Wait("kas", 21.0), Wait("gitaly", 12.0)),
        groups=(GroupAnswer("Gitaly", 4.62, 2, 1), GroupAnswer("KAS", 1.0, 1, 0)),
        reminders={"U1": 2, "U2": 1},
        waived=("kas",),
    )
    assert list_suggestions(back) == (
        "Plan 3 more days, or start that much earlier.",
        "Look for blockers of these components before the start: kas, gitaly.",
        "Agree in advance on who answers for Gitaly.",
        "Decide whether these belong in the catalog: kas.",
    )


def test_a_group_that_never_answered_is_the_slowest() -> None:
    told = [SentReminder("U1", "A", START, START + 9 * DAY), SentReminder("U2", "B", START, None)]

    assert [answer.group for answer in slowest_groups(told)] == ["B", "A"]
