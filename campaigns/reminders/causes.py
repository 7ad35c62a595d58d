"""What an item asks of its owner, and since when: at most one thing at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from campaigns.evidence import BEHIND
from campaigns.people.working_time import (
    Availability,
    next_opening,
    opening_after,
    resolve,
    working_days_before,
    zone_of,
)
from campaigns.reminders.ladder import Cause
from campaigns.states import ItemState

# Production since yesterday noon is not late yet: a full working day has to pass.
STILL_OPEN_DAYS = 2


@dataclass(frozen=True)
class Facts:
    """What is known of an item when it is asked what it asks.

    ``its_turn`` is whether its work may start, ``standing`` what its repository says.
    ``backslid_at`` is when the repository fell behind after it was verified.
    """

    state: ItemState
    since: datetime
    closed: bool = False
    its_turn: bool = False
    due_on: date | None = None
    standing: str | None = None
    standing_since: datetime | None = None
    verified: bool = False
    backslid_at: datetime | None = None
    waived: bool = False

    @property
    def claims_production(self) -> bool:
        """Whether it says that it is done."""
        return self.closed or self.state == ItemState.production


@dataclass(frozen=True)
class Ask:
    """What is asked of someone about an item; ``blocker`` is the issue that they own."""

    cause: Cause
    since: datetime
    blocker: str = ""


def find_ask(facts: Facts, owner: Availability, nears_days: int) -> Ask | None:
    """Find the first thing that an item asks of its owner.

    What is not started is asked from ``nears_days`` working days before the due date on.
    The moment may be to come.
    """
    cause = find_cause(facts)
    if cause is None:
        return None
    return Ask(cause, _since(cause, facts, owner, nears_days))


def find_cause(facts: Facts) -> Cause | None:
    """Find why an item's owner is asked, the most pressing cause first."""
    if facts.state == ItemState.blocked and not facts.closed:
        return Cause.blocked
    if facts.backslid_at is not None and not facts.waived:
        return Cause.backslide
    behind = facts.standing in {standing.value for standing in BEHIND}
    if facts.claims_production and behind and not (facts.verified or facts.waived):
        return Cause.mismatch
    if facts.state == ItemState.production and not facts.closed:
        return Cause.still_open
    due = facts.state == ItemState.not_started and not facts.closed and facts.due_on is not None
    return Cause.not_started if due and facts.its_turn else None


def _since(cause: Cause, facts: Facts, owner: Availability, nears_days: int) -> datetime:
    if cause == Cause.backslide:
        return facts.backslid_at or facts.since
    if cause == Cause.mismatch:
        return max(facts.since, facts.standing_since or facts.since)
    if cause == Cause.still_open:
        return opening_after(owner, facts.since, STILL_OPEN_DAYS)
    if cause == Cause.not_started and facts.due_on is not None:
        day = working_days_before(owner, facts.due_on, nears_days)
        nears = next_opening(owner, resolve(zone_of(owner), day, time(0)))
        return max(facts.since, nears)
    return facts.since


def find_loop(blocked_by: Mapping[str, Sequence[str]], start: str) -> tuple[str, ...]:
    """Find the shortest way on which an item waits for itself; empty where there is none.

    ``blocked_by`` maps each item to those that it waits for.
    """
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for other in blocked_by.get(way[-1], ()):
            if other == start:
                return way
            if other not in seen:
                seen.add(other)
                ways.append((*way, other))
    return ()


def find_loops(blocked_by: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Find the loops in which items wait for each other, each once, by its first name."""
    found = (find_loop(blocked_by, start) for start in sorted(blocked_by))
    loops = {frozenset(loop): loop for loop in reversed([one for one in found if one])}
    return tuple(sorted(loops.values()))
