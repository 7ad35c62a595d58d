"""The retrospective of a campaign: planned and actual dates, longest waits, suggestions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from campaigns.events import Event, EventKind
from campaigns.people.working_days import WEEKDAYS
from campaigns.states import ItemState

SHOWN = 5
SLOW, LONG = 3.0, 10.0
"""The number of working days from which an answer counts as slow, and a wait as long."""


@dataclass(frozen=True)
class SentReminder:
    """A sent reminder, with the item's owner, their group and the time of the answer."""

    owner: str
    group: str
    sent_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True)
class Wait:
    """The total number of working days for which a component was blocked."""

    component: str
    days: float


@dataclass(frozen=True)
class GroupAnswer:
    """A group's median response time in working days; ``silent`` counts unanswered reminders."""

    group: str
    middle: float | None
    asked: int
    silent: int


@dataclass(frozen=True)
class Retrospective:
    """A campaign's retrospective; ``late_by`` is negative if it was early."""

    started_on: date
    closed_on: date
    due_on: date | None
    late_by: timedelta | None
    waits: tuple[Wait, ...]
    groups: tuple[GroupAnswer, ...]
    reminders: Mapping[str, int]
    waived: tuple[str, ...]


def compute_retrospective(
    started: datetime,
    closed: datetime,
    due_on: date | None,
    events: Sequence[Event],
    told: Sequence[SentReminder],
) -> Retrospective:
    """Build a campaign's retrospective from its events, oldest first, and its reminders."""
    waived = dict.fromkeys(e.component for e in events if e.kind == EventKind.item_waived)
    return Retrospective(
        started_on=started.date(),
        closed_on=closed.date(),
        due_on=due_on,
        late_by=closed.date() - due_on if due_on else None,
        waits=longest_waits(events, closed),
        groups=slowest_groups(told),
        reminders=dict(Counter(one.owner for one in told).most_common()),
        waived=tuple(component for component in waived if component),
    )


def longest_waits(events: Iterable[Event], until: datetime) -> tuple[Wait, ...]:
    """Return the total time for which each component was blocked, longest first."""
    since: dict[str, datetime] = {}
    lasted: dict[str, float] = {}
    for event in events:
        component = event.component
        if component is None or event.kind not in _MOVES:
            continue
        if event.after == ItemState.blocked.value:
            since.setdefault(component, event.at)
        elif component in since:
            waited = _working_days(since.pop(component), event.at)
            lasted[component] = lasted.get(component, 0.0) + waited
    for component, began in since.items():
        lasted[component] = lasted.get(component, 0.0) + _working_days(began, until)
    ordered = sorted(lasted.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Wait(component, days) for component, days in ordered)


def _working_days(since: datetime, until: datetime) -> float:
    return round(WEEKDAYS.position(until) - WEEKDAYS.position(since), 2)


_MOVES = frozenset({EventKind.state_changed, EventKind.item_blocked, EventKind.item_unblocked})


def slowest_groups(told: Iterable[SentReminder]) -> tuple[GroupAnswer, ...]:
    """Return the response times per group, slowest first; never per person."""
    by_group: dict[str, list[SentReminder]] = {}
    for one in told:
        by_group.setdefault(one.group, []).append(one)
    answers = [_answers(group, those) for group, those in by_group.items()]
    return tuple(sorted(answers, key=lambda a: (a.middle is not None, -(a.middle or 0.0), a.group)))


def _answers(group: str, told: Sequence[SentReminder]) -> GroupAnswer:
    took = [_working_days(o.sent_at, o.answered_at) for o in told if o.answered_at is not None]
    return GroupAnswer(group, median(took) if took else None, len(told), len(told) - len(took))


def list_suggestions(back: Retrospective) -> tuple[str, ...]:
    """Return suggestions for the next campaign."""
    found = []
    if back.late_by is not None and back.late_by > timedelta():
        late = back.late_by.days
        days = "day" if late == 1 else "days"
        found.append(f"Plan {late} more {days}, or start that much earlier.")
    long = [wait.component for wait in back.waits if wait.days >= LONG][:SHOWN]
    if long:
        found.append(f"Look for blockers of these components before the start: {', '.join(long)}.")
    slow = [g.group for g in back.groups if g.middle is None or g.middle >= SLOW][:SHOWN]
    if slow:
        found.append(f"Agree in advance on who answers for {', '.join(slow)}.")
    if back.waived:
        found.append(f"Decide whether these belong in the catalog: {', '.join(back.waived)}.")
    return tuple(found)
