"""The facts in a weekly summary: the net changes since the last one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from campaigns.events import EventKind
from campaigns.people.working_time import (
    DAY,
    Availability,
    add_working_days,
    local_day,
    resolve,
    zone_of,
)
from campaigns.states import ItemState

STATES = frozenset({EventKind.state_changed, EventKind.item_blocked, EventKind.item_unblocked})
SIGNS = {
    EventKind.item_verified: "verified",
    EventKind.item_mismatched: "mismatched",
    EventKind.item_backslid: "backslid",
}


@dataclass(frozen=True)
class WeekChanges:
    """The components that changed between two moments, by kind of change.

    A component blocked and unblocked in between is in neither list: only net changes count.
    """

    done: tuple[str, ...] = ()
    started: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    unblocked: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    verified: tuple[str, ...] = ()
    mismatched: tuple[str, ...] = ()
    backslid: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing changed."""
        return self == WeekChanges()


class ItemEvent(NamedTuple):
    """An event of one component: its kind, and the states before and after."""

    component: str
    kind: str
    before: str | None
    after: str | None


def find_week_changes(steps: Iterable[ItemEvent]) -> WeekChanges:
    """Return what changed, from the week's ``STATES`` and ``SIGNS`` events, oldest first."""
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    signs: dict[str, str] = {}
    for component, kind, before, after in steps:
        if kind in SIGNS:
            signs[component] = SIGNS[EventKind(kind)]
        elif before is not None and after is not None:
            first.setdefault(component, before)
            last[component] = after
    found: dict[str, list[str]] = {}
    for component, was in first.items():
        effect = _effect(ItemState(was), ItemState(last[component]))
        found.setdefault(effect, []).append(component)
    for component, sign in signs.items():
        found.setdefault(sign, []).append(component)
    found.pop("", None)
    return WeekChanges(**{name: tuple(components) for name, components in found.items()})


def _effect(before: ItemState, after: ItemState) -> str:
    """Return the kind of change between two states of a component."""
    if before == after:
        return ""
    if after == ItemState.production:
        return "done"
    if after == ItemState.blocked:
        return "blocked"
    if before == ItemState.production:
        return "reopened"
    if before == ItemState.blocked:
        return "unblocked"
    return "started" if before == ItemState.not_started else ""


@dataclass(frozen=True)
class Schedule:
    """When the summary is drafted: a weekday as numbered by `date.weekday`, and a local time."""

    weekday: int
    clock: time


def next_draft(schedule: Schedule, person: Availability, after: datetime) -> datetime:
    """Return the first moment after ``after`` at which a draft is due, in UTC.

    If the person does not work on that day, it is due at the same local time on their next working
    day.
    """
    day = local_day(person, after) - timedelta(days=7)
    while True:
        if day.weekday() == schedule.weekday:
            due = _on_working_day(schedule, person, day)
            if due > after:
                return due
        day += DAY


def last_draft(schedule: Schedule, person: Availability, now: datetime) -> datetime:
    """Return the latest moment at or before ``now`` at which a draft was due, in UTC."""
    due = next_draft(schedule, person, now - timedelta(days=28))
    while (following := next_draft(schedule, person, due)) <= now:
        due = following
    return due


def _on_working_day(schedule: Schedule, person: Availability, day: date) -> datetime:
    return resolve(zone_of(person), add_working_days(person, day, 0), schedule.clock)


@dataclass(frozen=True)
class ReminderCount:
    """The number of reminders sent and answered, and of unanswered ones by Slack id."""

    sent: int
    answered: int
    silent: Mapping[str, int]


def count_reminders(told: Sequence[tuple[str, bool]]) -> ReminderCount:
    """Count reminders, each given as its owner's Slack id and whether it was answered."""
    silent: dict[str, int] = {}
    for owner, answered in told:
        if not answered:
            silent[owner] = silent.get(owner, 0) + 1
    return ReminderCount(len(told), sum(answered for _, answered in told), silent)
