"""The critical path: a campaign as steps that depend on each other, simulated many times."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from operator import add

TRACED_RUNS = 200
END = "end"

Column = Sequence[float]
"""One value per run."""


@dataclass(frozen=True)
class Step:
    """A step with a duration: items, a blocker, or a gate (which takes no time).

    It begins when every step in ``after`` is finished. ``hoped_after`` contains the items that
    block it, which are dropped if they form a cycle. ``takes`` is its duration in working days in
    each run.
    """

    key: str
    after: tuple[str, ...] = ()
    takes: Column | None = None
    components: tuple[str, ...] = ()
    hoped_after: tuple[str, ...] = ()


def order_steps(steps: Mapping[str, Step]) -> list[Step]:
    """Sort steps topologically, breaking cycles of blockers."""
    cut = dict(steps)
    while True:
        graph = {key: (*step.after, *step.hoped_after) for key, step in cut.items()}
        try:
            return [cut[key] for key in TopologicalSorter(graph).static_order()]
        except CycleError as error:
            _cut(cut, error.args[1])


def _cut(steps: dict[str, Step], circle: Sequence[str]) -> None:
    """Remove one blocker from a cycle that lists each step before its successor."""
    for before, key in pairwise(circle):
        step = steps[key]
        if before in step.hoped_after:
            kept = tuple(hope for hope in step.hoped_after if hope != before)
            steps[key] = replace(step, hoped_after=kept)
            return
    raise ValueError(f"steps depend on each other: {', '.join(circle)}")


def run_steps(
    ordered: Sequence[Step], runs: int, sooner: Mapping[str, float] | None = None
) -> dict[str, Column]:
    """Return when each step is finished in each run.

    ``sooner`` maps step keys to the maximum number of days until they are finished.
    """
    nothing: Column = [0.0] * runs
    finished: dict[str, Column] = {}
    for step in ordered:
        waits = [finished[key] for key in (*step.after, *step.hoped_after)]
        begins = list(map(max, *waits)) if len(waits) > 1 else (waits[0] if waits else nothing)
        ends = begins if step.takes is None else list(map(add, begins, step.takes))
        if sooner and step.key in sooner:
            most = sooner[step.key]
            ends = [min(end, most) for end in ends]
        finished[step.key] = ends
    return finished


def trace_back(
    ordered: Sequence[Step], finished: Mapping[str, Column], runs: int
) -> dict[str, float]:
    """Return the fraction of the runs in which the end waited for each step.

    The steps are in the order of the path.
    """
    steps = {step.key: step for step in ordered}
    picked = range(0, runs, max(runs // TRACED_RUNS, 1))
    walked: Counter[str] = Counter()
    for run in picked:
        key: str | None = END
        while key is not None:
            walked[key] += 1
            waits = (*steps[key].after, *steps[key].hoped_after)
            key = max(waits, key=lambda waited: finished[waited][run], default=None)
    return {step.key: walked[step.key] / len(picked) for step in ordered if walked[step.key]}
