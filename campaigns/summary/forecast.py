"""The forecast of a campaign's end: a range, the chance of meeting the due date, and levers."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from campaigns.model.campaign import Tier
from campaigns.people.working_days import WorkingDays
from campaigns.summary.critical_path import END, Column, Step, order_steps, run_steps, trace_back
from campaigns.summary.cycle_times import History
from campaigns.summary.durations import MIN_FINISHED
from campaigns.summary.forecast_steps import DurationSampler, RemainingItem, build_steps, is_blocker

RUNS = 2000
WORLDS = 40
SEED = 20230330
RUNS_A_WORLD = 10
RANGE = (0.1, 0.5, 0.9)
FRIDAY = 4
DAYS_A_WEEK = 7
MAX_LEVERS = 3
TRIED_LEVERS = 6
LEAST_SHARE = 0.05
PERCENT = 100


class ForecastBasis(StrEnum):
    """The basis of a forecast: nothing left to do, too few observations, or enough of them."""

    no_items = "no_items"
    all_done = "all_done"
    nothing_finished = "nothing_finished"
    few_finished = "few_finished"
    enough = "enough"


ENOUGH = ForecastBasis.enough


@dataclass(frozen=True)
class ForecastInput:
    """The input of a forecast; ``history`` contains this and earlier campaigns."""

    tiers: tuple[Tier, ...]
    items: tuple[RemainingItem, ...]
    history: History
    now: datetime
    due_on: date | None
    days: WorkingDays


@dataclass(frozen=True)
class Lever:
    """Items that make the campaign finish earlier if they are unblocked or done by a date.

    ``days`` is the number of calendar days between the medians with and without the lever.
    """

    components: tuple[str, ...]
    unblocked: bool
    by: date
    days: int


@dataclass(frozen=True)
class Critical:
    """Items on the critical path, and the percentage of runs in which they are on it."""

    components: tuple[str, ...]
    percent: int


@dataclass(frozen=True)
class Forecast:
    """The days by which 10, 50 and 90 % of the runs are finished.

    ``percent_by_due`` is the probability of finishing by the due date, None without a due date or
    with too few observations. ``finished`` counts the items it is based on.
    """

    standpoint: ForecastBasis
    finished: int
    open_items: int
    due_on: date | None
    early: date | None = None
    middle: date | None = None
    late: date | None = None
    percent_by_due: int | None = None
    levers: tuple[Lever, ...] = ()
    path: tuple[Critical, ...] = ()


@dataclass(frozen=True)
class _Runs:
    """The simulated runs of a forecast: the steps in order, and when each one finishes."""

    outlook: ForecastInput
    steps: Sequence[Step]
    finished: Mapping[str, Column]
    number: int

    def day(self, days: float) -> date:
        """Return the date that is a number of working days ahead."""
        calendar, now = self.outlook.days, self.outlook.now
        return calendar.day_at(calendar.position(now) + days, start=now.date())


def forecast(
    outlook: ForecastInput, *, seed: int = SEED, runs: int = RUNS, explained: bool = True
) -> Forecast:
    """Forecast when a campaign finishes; the same outlook and seed give the same result.

    The levers and the path, which take most of the time, are computed only if ``explained``.
    ``runs`` is rounded down to a multiple of the number of worlds.
    """
    standpoint = _standpoint(outlook)
    open_items = sum(not item.standing.done for item in outlook.items)
    bare = Forecast(standpoint, outlook.history.finished, open_items, outlook.due_on)
    if standpoint in (ForecastBasis.no_items, ForecastBasis.all_done):
        return bare
    worlds = max(min(WORLDS, runs // RUNS_A_WORLD), 1)
    number = runs // worlds * worlds
    draws = DurationSampler(outlook.history, seed=seed, runs=number, worlds=worlds)
    steps = order_steps(build_steps(outlook.tiers, outlook.items, draws))
    runs_of_all = _Runs(outlook, steps, run_steps(steps, number), number)
    found = _read_off(bare, runs_of_all)
    return _explain(found, runs_of_all) if explained else found


def _standpoint(outlook: ForecastInput) -> ForecastBasis:
    if not outlook.items:
        return ForecastBasis.no_items
    if all(item.standing.done for item in outlook.items):
        return ForecastBasis.all_done
    if outlook.history.finished >= MIN_FINISHED:
        return ForecastBasis.enough
    return (
        ForecastBasis.few_finished if outlook.history.finished else ForecastBasis.nothing_finished
    )


def _read_off(bare: Forecast, runs: _Runs) -> Forecast:
    ends = sorted(runs.finished[END])
    early, middle, late = (runs.day(ends[int(len(ends) * part)]) for part in RANGE)
    return replace(
        bare,
        early=early,
        middle=middle,
        late=late,
        percent_by_due=_percent_by_due(runs, ends) if bare.standpoint == ENOUGH else None,
    )


def _explain(found: Forecast, runs: _Runs) -> Forecast:
    traced = trace_back(runs.steps, runs.finished, runs.number)
    return replace(found, levers=_levers(runs, traced), path=_path(runs.steps, traced))


def _percent_by_due(runs: _Runs, ends: Sequence[float]) -> int | None:
    due_on, calendar = runs.outlook.due_on, runs.outlook.days
    if due_on is None:
        return None
    left = calendar.end_of(due_on) - calendar.position(runs.outlook.now)
    in_time = bisect_right(ends, left) if due_on >= runs.outlook.now.date() else 0
    return round(PERCENT * in_time / len(ends))


def _path(steps: Sequence[Step], traced: Mapping[str, float]) -> tuple[Critical, ...]:
    """List the steps for which the end often waits, in the order of the path."""
    return tuple(
        Critical(step.components, round(PERCENT * traced[step.key]))
        for step in steps
        if step.components and traced.get(step.key, 0.0) >= LEAST_SHARE
    )


def _levers(runs: _Runs, traced: Mapping[str, float]) -> tuple[Lever, ...]:
    """Simulate finishing each of the most critical steps sooner; return the best levers first."""
    calendar, now = runs.outlook.days, runs.outlook.now
    by = next_friday(now.date())
    soon = calendar.end_of(by) - calendar.position(now)
    middle = runs.day(median(runs.finished[END]))
    levers = []
    for key, components, unblocked in _candidates(runs, traced):
        ends = run_steps(runs.steps, runs.number, {key: soon})[END]
        days = (middle - runs.day(median(ends))).days
        if days > 0:
            levers.append(Lever(components, unblocked, by, days))
    levers.sort(key=lambda lever: (-lever.days, lever.components))
    return tuple(levers[:MAX_LEVERS])


def next_friday(today: date) -> date:
    """Return the next Friday that leaves at least a day to act."""
    ahead = (FRIDAY - today.weekday()) % DAYS_A_WEEK
    return today + timedelta(days=ahead if ahead > 0 else DAYS_A_WEEK)


def _candidates(
    runs: _Runs, traced: Mapping[str, float]
) -> list[tuple[str, tuple[str, ...], bool]]:
    """List the blockers and single started items for which the end waits, most frequent first."""
    under_way = {i.component for i in runs.outlook.items if i.standing.elapsed is not None}
    found = []
    for step in runs.steps:
        stopped = blocked_by(step.key, runs.steps)
        if stopped:
            found.append((step.key, stopped, True))
        elif len(step.components) == 1 and step.components[0] in under_way and not step.after:
            found.append((step.key, step.components, False))
    found.sort(key=lambda candidate: -traced.get(candidate[0], 0.0))
    return [c for c in found if traced.get(c[0], 0.0) >= LEAST_SHARE][:TRIED_LEVERS]


def blocked_by(key: str, steps: Sequence[Step]) -> tuple[str, ...]:
    """Return the items blocked by a blocker's step; empty for any other step."""
    if not is_blocker(key):
        return ()
    return tuple(step.components[0] for step in steps if key in step.after)
