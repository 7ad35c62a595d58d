"""The cycle times of items, from the event log: in total, worked on, and blocked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Tier
from campaigns.people.working_days import WorkingDays
from campaigns.states import ItemState

_MOVES = frozenset({EventKind.state_changed, EventKind.item_blocked, EventKind.item_unblocked})
COURSE_KINDS = _MOVES | {
    EventKind.issue_created,
    EventKind.item_waived,
    EventKind.campaign_started,
    EventKind.campaign_completed,
    EventKind.campaign_cancelled,
}
SHORTEST_DAYS = 0.05


@dataclass(frozen=True)
class CycleTime:
    """One duration in working days; ``over`` is False if it has not ended yet.

    ``clear`` is the time until an item was first blocked, None if it never was.
    """

    campaign: str
    tier: str
    days: float
    over: bool
    clear: float | None = None


@dataclass(frozen=True)
class History:
    """The cycle times of the items in one or more campaigns.

    ``lasting`` runs from when work on an item could start until it was done; ``working`` excludes
    the blocked time; ``blocked`` contains each period in which an item was blocked.
    """

    lasting: tuple[CycleTime, ...] = ()
    working: tuple[CycleTime, ...] = ()
    blocked: tuple[CycleTime, ...] = ()

    @property
    def finished(self) -> int:
        """The number of items that are done."""
        return sum(span.over for span in self.lasting)

    def __add__(self, other: "History") -> "History":
        return History(
            self.lasting + other.lasting,
            self.working + other.working,
            self.blocked + other.blocked,
        )


@dataclass(frozen=True)
class ItemProgress:
    """One item's progress in working days; ``elapsed`` is None if its work cannot start yet.

    ``blocked_for`` is how long the item has been blocked, or None if it is not blocked now;
    ``blocked_days`` is its total blocked time, and ``clear`` the time before it was first blocked.
    """

    done: bool
    elapsed: float | None
    blocked_days: float = 0.0
    blocked_for: float | None = None
    clear: float | None = None

    @property
    def worked(self) -> float:
        """The time for which it has been worked on so far."""
        return max((self.elapsed or 0.0) - self.blocked_days, 0.0)


@dataclass(frozen=True)
class Course:
    """One campaign's course: the progress of each item, and the observed spans."""

    standings: Mapping[str, ItemProgress]
    history: History


@dataclass(frozen=True)
class Member:
    """An item's component key and tier; members are listed in tier order."""

    component: str
    tier: str


def read_cycle_times(
    campaign: str,
    tiers: Sequence[Tier],
    members: Sequence[Member],
    events: Iterable[Event],
    days: WorkingDays,
    *,
    until: datetime,
) -> Course:
    """Return the course of a campaign until a moment, from its events, oldest first."""
    paths = _read_paths(members, events, days)
    possible = _possible_starts(tiers, members, paths)
    now = days.position(until)
    walked = {
        m.component: (m, paths[m.component].walk(possible[m.component], now)) for m in members
    }
    known = [(m, s) for m, s in walked.values() if s.elapsed is not None]
    return Course(
        standings={component: standing for component, (_, standing) in walked.items()},
        history=History(
            lasting=tuple(
                replace(_span(campaign, m, s.elapsed or 0.0, over=s.done), clear=s.clear)
                for m, s in known
            ),
            working=tuple(_span(campaign, m, s.worked, over=s.done) for m, s in known),
            blocked=tuple(
                _span(campaign, m, length, over=over)
                for m in members
                for length, over in paths[m.component].blocks(now)
            ),
        ),
    )


def _span(campaign: str, member: Member, length: float, *, over: bool) -> CycleTime:
    return CycleTime(campaign, member.tier, max(length, SHORTEST_DAYS), over)


@dataclass(frozen=True)
class _Path:
    """The states of an item over time, each with the position at which it began."""

    steps: tuple[tuple[float, ItemState], ...]

    @property
    def done_at(self) -> float | None:
        return self.steps[-1][0] if self.steps[-1][1] == ItemState.production else None

    @property
    def moved_at(self) -> float | None:
        """When work on it started; None if it went straight to done."""
        moving = (at for at, state in self.steps[1:] if state != ItemState.not_started)
        first = next(moving, None)
        return None if first == self.done_at else first

    def walk(self, possible: float | None, now: float) -> ItemProgress:
        done = self.done_at
        if possible is not None and done is not None and possible > done:
            possible = None
        starts = [at for at in (possible, self.moved_at) if at is not None]
        if not starts and done is not None:
            starts = [self.steps[0][0]]
        if not starts:
            return ItemProgress(done=False, elapsed=None, blocked_for=self._blocked_for(now))
        end = now if done is None else done
        return ItemProgress(
            done=done is not None,
            elapsed=max(end - min(starts), 0.0),
            blocked_days=sum(length for length, _ in self.blocks(end)),
            blocked_for=self._blocked_for(now),
            clear=self._clear(min(starts)),
        )

    def _clear(self, start: float) -> float | None:
        first = next((at for at, state in self.steps if state == ItemState.blocked), None)
        return None if first is None else max(first - start, 0.0)

    def blocks(self, now: float) -> list[tuple[float, bool]]:
        """List its blocked periods: how long each lasted, and whether it is over."""
        ends = [at for at, _ in self.steps[1:]] + [None]
        return [
            (max((now if end is None else min(end, now)) - at, 0.0), end is not None)
            for (at, state), end in zip(self.steps, ends, strict=True)
            if state == ItemState.blocked and at <= now
        ]

    def _blocked_for(self, now: float) -> float | None:
        at, state = self.steps[-1]
        return now - at if state == ItemState.blocked else None


def _read_paths(
    members: Sequence[Member], events: Iterable[Event], days: WorkingDays
) -> dict[str, _Path]:
    steps: dict[str, list[tuple[float, ItemState]]] = {m.component: [] for m in members}
    begun: float | None = None
    for event in events:
        at = days.position(event.at)
        begun = at if begun is None else begun
        path = steps.get(event.component or "")
        state = _state_after(event)
        if path is None or state is None:
            continue
        if not path and state != ItemState.not_started:
            path.append((begun, ItemState.not_started))
        if not path or path[-1][1] != state:
            path.append((at, state))
    started = (begun or 0.0, ItemState.not_started)
    return {component: _Path(tuple(path) or (started,)) for component, path in steps.items()}


def _state_after(event: Event) -> ItemState | None:
    if event.kind == EventKind.issue_created:
        return ItemState.not_started
    if event.kind == EventKind.item_waived:
        return ItemState.production
    return ItemState(event.after) if event.kind in _MOVES else None


def _possible_starts(
    tiers: Sequence[Tier], members: Sequence[Member], paths: Mapping[str, _Path]
) -> dict[str, float | None]:
    """Return when each item's tier was open and, if it is ordered, its previous item was done."""
    starts: dict[str, float | None] = {}
    gate: float | None = 0.0
    for tier in tiers:
        opened = gate if tier.gates else 0.0
        before = opened
        listed = [m.component for m in members if m.tier == tier.key]
        for component in listed:
            first = paths[component].steps[0][0]
            start = before if tier.ordered else opened
            starts[component] = None if start is None else max(start, first)
            before = _later(before, paths[component].done_at)
        if tier.gates:
            for component in listed:
                gate = _later(gate, paths[component].done_at)
    return starts


def _later(one: float | None, other: float | None) -> float | None:
    """Return the later of two positions; None if either is None."""
    return None if one is None or other is None else max(one, other)
