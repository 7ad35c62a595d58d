"""The steps of a forecast, built from the progress of a campaign's items."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from campaigns.model.campaign import Tier
from campaigns.summary.critical_path import END, Column, Step
from campaigns.summary.cycle_times import History, ItemProgress
from campaigns.summary.durations import BootstrapWorlds, Curve

BLOCKER = "blocker:"


@dataclass(frozen=True)
class RemainingItem:
    """One item's input to a forecast; items are listed in tier order.

    ``waits_for`` contains the components of the same campaign that block it; ``blockers`` names
    other blockers, which items with the same name share.
    """

    component: str
    tier: str
    standing: ItemProgress
    waits_for: tuple[str, ...] = ()
    blockers: tuple[str, ...] = ()


class DurationSampler:
    """A sampler of step durations from the history in several worlds, reproducible by seed."""

    def __init__(self, history: History, *, seed: int, runs: int, worlds: int) -> None:
        self._seed, self._runs, self._number = seed, runs, worlds
        self._lasting = BootstrapWorlds(history.lasting, worlds, self._random("lasting"))
        self._working = BootstrapWorlds(history.working, worlds, self._random("working"))
        self._blocked = BootstrapWorlds(history.blocked, worlds, self._random("blocked"))

    def _random(self, key: str) -> random.Random:
        return random.Random(f"{self._seed}/{key}")  # noqa: S311 - a simulation, no secret

    def item(self, key: str, tier: str, standing: ItemProgress, number: int = 1) -> Column:
        """Sample the time left for an item, or for the slowest of several in the same state."""
        if standing.blocked_days > 0 or standing.blocked_for is not None:
            return self._draw(key, self._working.curves(tier), standing.worked, number)
        elapsed = standing.elapsed or 0.0
        return self._draw(key, self._lasting.curves(tier, elapsed), elapsed, number)

    def blocker(self, key: str, tier: str, blocked_for: float) -> Column:
        """Sample how much longer a blocker lasts."""
        return self._draw(key, self._blocked.curves(tier), blocked_for, 1)

    def _draw(self, key: str, curves: Sequence[Curve], elapsed: float, number: int) -> Column:
        chance = self._random(key).random
        each = self._runs // self._number
        return [
            days
            for curve in curves
            for days in curve.sample_time_left((chance() for _ in range(each)), elapsed, number)
        ]


def build_steps(
    tiers: Sequence[Tier], items: Sequence[RemainingItem], draws: DurationSampler
) -> dict[str, Step]:
    """Build the steps up to the end, which is when every gating item is done.

    If no tier gates, the end is when every item is done.
    """
    ahead = [_with_open_waits(item, items) for item in items if not item.standing.done]
    steps = _blocker_steps(ahead, draws)
    gate: str | None = None
    gating: list[str] = []
    for tier in tiers:
        listed = [item for item in ahead if item.tier == tier.key]
        built = _tier_steps(tier, listed, gate if tier.gates else None, _awaited(ahead), draws)
        steps += built
        if tier.gates:
            own = [step.key for step in built]
            gating += own
            steps.append(Step(f"gate:{tier.key}", after=(*own, *([gate] if gate else []))))
            gate = f"gate:{tier.key}"
    everything = [step.key for step in steps if step.components]
    steps.append(Step(END, after=tuple(gating or everything)))
    return {step.key: step for step in steps}


def _with_open_waits(item: RemainingItem, items: Sequence[RemainingItem]) -> RemainingItem:
    """Keep only unfinished blockers; a blocked item without any gets one of its own."""
    unfinished = {i.component for i in items if not i.standing.done} - {item.component}
    if item.standing.blocked_for is None:
        return replace(item, waits_for=(), blockers=())
    waits = tuple(component for component in item.waits_for if component in unfinished)
    return replace(
        item, waits_for=waits, blockers=item.blockers or (() if waits else (item.component,))
    )


def _awaited(items: Sequence[RemainingItem]) -> frozenset[str]:
    return frozenset(component for item in items for component in item.waits_for)


def _blocker_steps(items: Sequence[RemainingItem], draws: DurationSampler) -> list[Step]:
    waiting: dict[str, list[RemainingItem]] = defaultdict(list)
    for item in items:
        for blocker in item.blockers:
            waiting[blocker].append(item)
    steps = []
    for blocker, blocked in waiting.items():
        longest = max(item.standing.blocked_for or 0.0 for item in blocked)
        key = blocker_key(blocker)
        steps.append(Step(key, takes=draws.blocker(key, blocked[0].tier, longest)))
    return steps


def blocker_key(blocker: str) -> str:
    """Return the key of a blocker's step."""
    return f"{BLOCKER}{blocker}"


def is_blocker(key: str) -> bool:
    """Return whether a step is a blocker."""
    return key.startswith(BLOCKER)


def item_key(component: str) -> str:
    """Return the key of an item's step."""
    return f"item:{component}"


def _tier_steps(
    tier: Tier,
    items: Sequence[RemainingItem],
    gate: str | None,
    awaited: frozenset[str],
    draws: DurationSampler,
) -> list[Step]:
    """Build a tier's steps; items in the same state share one step if nothing waits for them."""
    steps: list[Step] = []
    alike: dict[str, list[RemainingItem]] = defaultdict(list)
    before = gate
    for item in items:
        if tier.ordered or item.component in awaited or item.standing.blocked_for is not None:
            steps.append(_item_step(item, before, draws))
            before = steps[-1].key if tier.ordered else gate
        else:
            alike[_likeness(item.standing)].append(item)
    return steps + [
        _group_step(f"{tier.key}/{likeness}", group, gate, draws)
        for likeness, group in alike.items()
    ]


def _item_step(item: RemainingItem, before: str | None, draws: DurationSampler) -> Step:
    key = item_key(item.component)
    return Step(
        key,
        after=(*_start(item, before), *(blocker_key(blocker) for blocker in item.blockers)),
        takes=draws.item(key, item.tier, item.standing),
        components=(item.component,),
        hoped_after=tuple(item_key(component) for component in item.waits_for),
    )


def _group_step(
    likeness: str, group: Sequence[RemainingItem], gate: str | None, draws: DurationSampler
) -> Step:
    first = group[0]
    key = item_key(first.component) if len(group) == 1 else f"items:{likeness}"
    return Step(
        key,
        after=_start(first, gate),
        takes=draws.item(key, first.tier, first.standing, len(group)),
        components=tuple(item.component for item in group),
    )


def _start(item: RemainingItem, before: str | None) -> tuple[str, ...]:
    """Return the steps that hold up work on an item: none once it could start."""
    return () if before is None or item.standing.elapsed is not None else (before,)


def _likeness(standing: ItemProgress) -> str:
    """Return an item's progress in whole days, so that similar items are sampled together."""
    if standing.elapsed is None:
        return "waiting"
    blocked = "blocked before" if standing.blocked_days > 0 else "never blocked"
    return f"{standing.elapsed:.0f} {standing.worked:.0f} {blocked}"
