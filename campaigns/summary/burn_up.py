"""A campaign's burn-up: the total, done and blocked components, day by day."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from campaigns.events import Event, EventKind
from campaigns.states import ItemState

DAY = timedelta(days=1)
_MOVES = frozenset({EventKind.state_changed, EventKind.item_blocked, EventKind.item_unblocked})
BURN_UP_KINDS = _MOVES | {
    EventKind.item_waived,
    EventKind.item_verified,
    EventKind.item_backslid,
    EventKind.item_mismatched,
}


@dataclass(frozen=True)
class BurnUpDay:
    """The counts at the end of a day; ``claimed`` components are done but not verified."""

    on: date
    verified: int
    claimed: int
    blocked: int

    @property
    def done(self) -> int:
        """The number of components that are done, verified or not."""
        return self.verified + self.claimed


@dataclass(frozen=True)
class Band:
    """The forecast: the earliest, median and latest day on which the last component is done."""

    early: date
    middle: date
    late: date


@dataclass(frozen=True)
class BurnUp:
    """A campaign's daily counts until today, out of ``total`` components, and its forecast."""

    total: int
    days: tuple[BurnUpDay, ...]
    due_on: date | None = None
    band: Band | None = None

    @property
    def today(self) -> BurnUpDay:
        """The latest day."""
        return self.days[-1]


@dataclass
class _Count:
    """The running counts while the events are replayed."""

    states: dict[str, ItemState]
    waived: set[str] = field(default_factory=set)
    verified: set[str] = field(default_factory=set)

    def take(self, event: Event) -> None:
        component = event.component
        if component not in self.states:
            return
        if event.kind in _MOVES:
            self.states[component] = ItemState(event.after)
        elif event.kind == EventKind.item_waived:
            self.waived.add(component)
        elif event.kind == EventKind.item_verified:
            self.verified.add(component)
        else:
            self.verified.discard(component)

    def at_end_of(self, day: date) -> BurnUpDay:
        claims = {c for c, state in self.states.items() if state == ItemState.production}
        done = claims | self.waived
        verified = done & self.verified
        blocked = sum(
            state == ItemState.blocked and component not in done
            for component, state in self.states.items()
        )
        return BurnUpDay(day, len(verified), len(done) - len(verified), blocked)


def build_burn_up(
    components: Collection[str],
    events: Iterable[Event],
    *,
    since: date,
    until: date,
    due_on: date | None = None,
    band: Band | None = None,
) -> BurnUp:
    """Build a burn-up from a campaign's events, oldest first; days are in UTC.

    A component is subtracted if it is reopened or its repository falls behind again.
    """
    count = _Count(dict.fromkeys(components, ItemState.not_started))
    days = tuple(_days(count, events, since, max(since, until)))
    return BurnUp(len(count.states), days, due_on, band)


def _days(count: _Count, events: Iterable[Event], since: date, until: date) -> Iterator[BurnUpDay]:
    day = since
    for event in events:
        while day < min(event.at.date(), until):
            yield count.at_end_of(day)
            day += DAY
        if event.at.date() <= until:
            count.take(event)
    while day <= until:
        yield count.at_end_of(day)
        day += DAY
