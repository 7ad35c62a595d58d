"""Generated campaigns to test forecasts, with distributions that the forecaster does not use.

Each family makes its items' work, blocks and calendar in its own way. What the forecaster gets is
what it gets in life: the event log up to a moment.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import log

from campaigns.events import GITLAB, Event, EventKind
from campaigns.model.campaign import Tier
from campaigns.people.working_days import WorkingDays
from campaigns.states import ItemState
from campaigns.summary.cycle_times import Course, History, Member, read_cycle_times
from campaigns.summary.forecast import Forecast, ForecastInput, RemainingItem, forecast

TIERS = (
    Tier("a", "Prerequisites", ordered=True),
    Tier("b", "Required"),
    Tier("c", "Final"),
    Tier("d", "Independent", gates=False),
)
SIZES = {"a": 3, "b": 20, "c": 2, "d": 3}
MEMBERS = tuple(Member(f"{t}{i}", t) for t, size in SIZES.items() for i in range(size))
EARLIER = 3
WEEKDAYS = WorkingDays()


@dataclass(frozen=True)
class Block:
    """An external blocker; ``share`` is the fraction of work done when the item stops."""

    name: str
    share: float
    days: float


@dataclass(frozen=True)
class Made:
    """An item's generated values: days until it starts, days of work, and its block."""

    idle: float
    work: float
    block: Block | None = None


Make = Callable[[random.Random], dict[str, Made]]


@dataclass(frozen=True)
class Family:
    """A family of campaigns; ``quiet`` are days without progress, unknown to the forecaster."""

    name: str
    make: Make
    quiet: frozenset[date] = frozenset()


def _each(rng: random.Random, work: Callable[[], float], blocked: float) -> dict[str, Made]:
    made = {}
    for member in MEMBERS:
        block = None
        if rng.random() < blocked:
            block = Block(member.component, rng.random(), rng.lognormvariate(log(10), 0.9))
        made[member.component] = Made(rng.expovariate(1 / 3), work(), block)
    return made


def lognormal(rng: random.Random) -> dict[str, Made]:
    return _each(rng, lambda: rng.lognormvariate(log(7), 1.0), 0.1)


def pareto(rng: random.Random) -> dict[str, Made]:
    return _each(rng, lambda: 2.5 * rng.paretovariate(1.7), 0.1)


def shared_blockers(rng: random.Random) -> dict[str, Made]:
    made = _each(rng, lambda: rng.gammavariate(2, 4), 0.0)
    for number in range(rng.randint(1, 3)):
        days = rng.lognormvariate(log(15), 0.8)
        for component in rng.sample(sorted(made), rng.randint(2, 8)):
            one = made[component]
            made[component] = Made(one.idle, one.work, Block(f"x{number}", rng.random(), days))
    return made


def quiet_weeks(rng: random.Random) -> dict[str, Made]:
    return _each(rng, lambda: rng.weibullvariate(9, 1.3), 0.15)


def one_slow_one_fast(rng: random.Random) -> dict[str, Made]:
    pace = rng.lognormvariate(0, 0.35)
    return _each(rng, lambda: pace * rng.expovariate(1 / 8), 0.15)


def _quiet() -> frozenset[date]:
    starts = [date(year, 12, 20) for year in range(2015, 2030)]
    days = {start + timedelta(days=n) for start in starts for n in range(16)}
    for year in range(2015, 2030):
        days |= {date(year, 4, 5) + timedelta(days=n) for n in range(7)}
        days |= {date(year, 8, 7) + timedelta(days=n) for n in range(10)}
    return frozenset(days)


FAMILIES = (
    Family("lognormal", lognormal),
    Family("Pareto", pareto),
    Family("shared blockers", shared_blockers),
    Family("quiet weeks", quiet_weeks, _quiet()),
    Family("one slow, one fast", one_slow_one_fast),
)


@dataclass(frozen=True)
class Story:
    """One completed campaign: its events, and when its last gating item was done."""

    slug: str
    events: tuple[Event, ...]
    ended: datetime
    blocks: dict[str, Block]


def tell(family: Family, slug: str, start: datetime, rng: random.Random) -> Story:
    """Generate a complete campaign of a family."""
    made, calendar = family.make(rng), WorkingDays(holidays=family.quiet)
    origin = calendar.position(start)
    events = [Event(EventKind.campaign_started, slug, start, GITLAB)]
    events += [_created(slug, member.component, start) for member in MEMBERS]
    done: dict[str, float] = {}
    gate = origin
    for tier in TIERS:
        begin = before = gate if tier.gates else origin
        for member in (m for m in MEMBERS if m.tier == tier.key):
            one = made[member.component]
            at = (before if tier.ordered else begin) + one.idle
            for moved, old, new in _moves(one, at):
                events.append(_moved(slug, member.component, _when(calendar, moved), old, new))
                before = moved
            done[member.component] = before
        if tier.gates:
            gate = max(done[m.component] for m in MEMBERS if m.tier == tier.key)
    blocks = {component: one.block for component, one in made.items() if one.block}
    told = tuple(sorted(events, key=lambda event: event.at))
    return Story(slug, told, _when(calendar, gate), blocks)


def _moves(one: Made, at: float) -> list[tuple[float, ItemState, ItemState]]:
    fresh, dev, done = ItemState.not_started, ItemState.in_dev, ItemState.production
    moves = [(at, fresh, dev)]
    if one.block:
        stopped = at + one.block.share * one.work
        at += one.block.days
        moves += [
            (stopped, dev, ItemState.blocked),
            (stopped + one.block.days, ItemState.blocked, dev),
        ]
    return [*moves, (at + one.work, dev, done)]


def _created(slug: str, component: str, at: datetime) -> Event:
    return Event(EventKind.issue_created, slug, at, GITLAB, component=component)


def _moved(slug: str, component: str, at: datetime, old: ItemState, new: ItemState) -> Event:
    return Event(
        EventKind.state_changed,
        slug,
        at,
        GITLAB,
        component=component,
        before=old.value,
        after=new.value,
    )


def _when(calendar: WorkingDays, position: float) -> datetime:
    """Return the moment of a position."""
    day = calendar.day_at(position, start=date(2015, 1, 1))
    share = 1.0 - (calendar.end_of(day) - position)
    return datetime.combine(day, time(0), UTC) + timedelta(days=min(max(share, 0.0), 0.999))


@dataclass(frozen=True)
class Trial:
    """One forecast, and the actual end."""

    forecast: Forecast
    ended: date

    @property
    def held(self) -> bool:
        assert self.forecast.early is not None
        assert self.forecast.late is not None
        return self.forecast.early <= self.ended <= self.forecast.late

    @property
    def width(self) -> int:
        assert self.forecast.early is not None
        assert self.forecast.late is not None
        return (self.forecast.late - self.forecast.early).days


def try_once(family: Family, number: int, *, runs: int) -> Trial:
    """Generate some campaigns of a family, and forecast in the middle of the last one."""
    rng = random.Random(f"{family.name} {number}")
    begin = datetime(2018, 1, 1, 9, tzinfo=UTC) + timedelta(days=rng.randrange(365))
    starts = [begin + timedelta(days=240 * n) for n in range(EARLIER + 1)]
    stories = [tell(family, f"c{n}", start, rng) for n, start in enumerate(starts)]
    now = _asked_at(stories[-1], rng)
    outlook = look(stories, now, None)
    return Trial(forecast(outlook, runs=runs), stories[-1].ended.date())


def _asked_at(story: Story, rng: random.Random) -> datetime:
    """Return when a fraction of the gating items was done, regardless of the future."""
    gating = [m.component for m in MEMBERS if m.tier != "d"]
    done = [e.at for e in story.events if e.after == "production" and e.component in gating]
    return done[rng.randrange(3, len(done) - 5)]


def look(stories: Sequence[Story], now: datetime, due_on: date | None) -> ForecastInput:
    """Return what is known at a moment of the last campaign, and of earlier ones."""
    courses = [_course(story, now) for story in stories]
    history = sum((course.history for course in courses), History())
    current, standings = stories[-1], courses[-1].standings
    items = tuple(
        RemainingItem(
            m.component,
            m.tier,
            standings[m.component],
            blockers=(current.blocks[m.component].name,)
            if standings[m.component].blocked_for is not None
            else (),
        )
        for m in MEMBERS
    )
    return ForecastInput(TIERS, items, history, now, due_on, WEEKDAYS)


def _course(story: Story, now: datetime) -> Course:
    seen = [event for event in story.events if event.at <= now]
    return read_cycle_times(story.slug, TIERS, MEMBERS, seen, WEEKDAYS, until=now)
