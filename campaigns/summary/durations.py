"""Durations sampled from observations: a survival curve with a tail, in many worlds.

The curve is the Kaplan-Meier estimate, in which unfinished items count for as long as they have
lasted; a tail replaces its last fifth. A world is one reweighting of campaigns and items (Rubin's
Bayesian bootstrap), and the spread between worlds expresses the uncertainty.
"""

import random
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaigns.summary.cycle_times import CycleTime
from campaigns.summary.tails import TAIL_SHARE, Tail, WeighedSpan, draw_tails

OTHER_TIERS_COUNT = 0.3
ASSUMED_DAYS = (2.0, 4.0, 7.0, 12.0, 20.0, 40.0)
ASSUMED = "assumed"
MIN_FINISHED = 10
RAREST = 1e-9
LANDMARKS = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)


@dataclass(frozen=True)
class Curve:
    """A distribution of durations: ``below[i]`` is the fraction that is over by ``days[i]``.

    The curve is linear between the points; the tail follows the last one.
    """

    days: Sequence[float]
    below: Sequence[float]
    tail: Tail

    def part_over(self, days: float) -> float:
        """Return the fraction of durations that are over after a number of days."""
        threshold = self.days[-1]
        if days >= threshold:
            return 1.0 - (1.0 - self.below[-1]) * self.tail.left(days, threshold)
        index = bisect_right(self.days, days)
        low = self.days[index - 1]
        share = (days - low) / (self.days[index] - low)
        return self.below[index - 1] + share * (self.below[index] - self.below[index - 1])

    def by(self, part: float) -> float:
        """Return the duration after which a fraction is over."""
        if part >= self.below[-1]:
            left = max((1.0 - part) / (1.0 - self.below[-1]), RAREST)
            return self.tail.days(left, self.days[-1])
        index = bisect_right(self.below, part)
        low = self.below[index - 1]
        share = (part - low) / (self.below[index] - low)
        return self.days[index - 1] + share * (self.days[index] - self.days[index - 1])

    def sample_time_left(
        self, chances: Iterable[float], elapsed: float, number: int = 1
    ) -> list[float]:
        """Sample the time left after ``elapsed`` for the slowest of several similar items.

        The slowest of n is sampled directly: its distribution is the n-th power of one item's.
        """
        base, power, by = self.part_over(elapsed), 1.0 / number, self.by
        scale = 1.0 - base
        return [max(by(base + scale * c**power) - elapsed, 0.0) for c in chances]


def fit_curve(spans: Sequence[WeighedSpan], tail: Tail) -> Curve:
    """Fit a curve to durations, shortest first, up to where the tail begins."""
    days, below = [0.0], [0.0]
    at_risk, left = sum(weight for _, _, weight in spans), 1.0
    for length, over, weight in spans:
        if over:
            left = max(left * (1.0 - weight / at_risk), TAIL_SHARE)
            if length > days[-1]:
                days.append(length)
                below.append(1.0 - left)
            below[-1] = 1.0 - left
            if left == TAIL_SHARE:
                break
        at_risk -= weight
    if len(days) == 1:
        days.append(spans[-1][0])
        below.append(0.0)
    return Curve(days, below, tail)


class BootstrapWorlds:
    """Equally likely reweightings of the observed spans; curves are fitted on demand.

    Each world assigns new weights to every campaign and every item.
    """

    def __init__(self, spans: Iterable[CycleTime], number: int, rng: random.Random) -> None:
        self._spans = sorted(_with_assumed(spans), key=lambda span: span.days)
        self._number, self._rng = number, rng
        campaigns = sorted({span.campaign for span in self._spans})
        self._weights = [
            self._weigh({c: rng.expovariate(1.0) for c in campaigns}) for _ in range(number)
        ]
        self._curves: dict[tuple[str, float], list[Curve]] = {}

    def _weigh(self, campaigns: dict[str, float]) -> list[float]:
        draw = self._rng.expovariate
        return [campaigns[span.campaign] * draw(1.0) for span in self._spans]

    def curves(self, tier: str, unblocked: float = 0.0) -> list[Curve]:
        """Return a tier's curve in each world; other tiers have a lower weight.

        With ``unblocked``, only the items that were neither done nor blocked at the preceding
        landmark count (van Houwelingen), if there are enough of them.
        """
        for landmark in reversed(LANDMARKS[: bisect_right(LANDMARKS, unblocked)]):
            chosen = [i for i, span in enumerate(self._spans) if _was_clear(span, landmark)]
            if landmark == 0.0 or sum(self._spans[i].over for i in chosen) >= MIN_FINISHED:
                break
        return self._fitted(tier, landmark, chosen)

    def _fitted(self, tier: str, landmark: float, chosen: Sequence[int]) -> list[Curve]:
        if (tier, landmark) not in self._curves:
            tails = self._tails(tier, chosen)
            self._curves[tier, landmark] = [
                fit_curve(self._weighed(tier, weights, chosen), tail)
                for weights, tail in zip(self._weights, tails, strict=True)
            ]
        return self._curves[tier, landmark]

    def _tails(self, tier: str, chosen: Sequence[int]) -> list[Tail]:
        spans = self._weighed(tier, [1.0] * len(self._spans), chosen)
        threshold = fit_curve(spans, Tail(0.0, 1.0)).days[-1]
        beyond = [(days / threshold, over, w) for days, over, w in spans if days > threshold]
        return draw_tails(beyond, self._number, self._rng)

    def _weighed(
        self, tier: str, weights: Sequence[float], chosen: Sequence[int]
    ) -> list[WeighedSpan]:
        picked = [(self._spans[i], weights[i]) for i in chosen]
        return [
            (span.days, span.over, weight if span.tier == tier else weight * OTHER_TIERS_COUNT)
            for span, weight in picked
        ]


def _was_clear(span: CycleTime, landmark: float) -> bool:
    """Return whether a span was neither over nor blocked at a landmark."""
    if landmark == 0.0:
        return True
    return span.days > landmark and (span.clear is None or span.clear > landmark)


def _with_assumed(spans: Iterable[CycleTime]) -> list[CycleTime]:
    """Add assumed durations if fewer than ten are complete."""
    listed = list(spans)
    if sum(span.over for span in listed) >= MIN_FINISHED:
        return listed
    return [*listed, *(CycleTime(ASSUMED, "", days, over=True) for days in ASSUMED_DAYS)]
