"""The longest durations: a generalised Pareto tail, averaged over its possible shapes.

The longest fifth of durations is too rare to be sampled from observations. Beyond a threshold
nearly every distribution looks like a generalised Pareto one (Pickands; Balkema and de Haan):
exponential if ``shape`` is 0, and heavier the larger it is.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

SHAPES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
SCALES = (0.1, 0.15, 0.22, 0.33, 0.5, 0.75, 1.1, 1.7, 2.5)
TAIL_SHARE = 0.2

WeighedSpan = tuple[float, bool, float]
"""A duration in days, whether it is over, and a weight that is 1 on average."""


@dataclass(frozen=True)
class Tail:
    """The distribution beyond a threshold; ``scale`` is a multiple of the threshold."""

    shape: float
    scale: float

    def left(self, days: float, threshold: float) -> float:
        """Return the fraction of durations beyond the threshold that exceed a number of days."""
        excess = (days - threshold) / (self.scale * threshold)
        if self.shape == 0.0:
            return exp(-excess)
        return float((1.0 + self.shape * excess) ** (-1.0 / self.shape))

    def days(self, left: float, threshold: float) -> float:
        """Return the number of days that a fraction of the durations exceeds."""
        shape = self.shape
        excess = (left**-shape - 1.0) / shape if shape else -log(left)
        return threshold * (1.0 + self.scale * excess)


def draw_tails(spans: Sequence[WeighedSpan], number: int, rng: random.Random) -> list[Tail]:
    """Sample tails in proportion to their posterior probability.

    ``spans`` contains the durations beyond the threshold, as multiples of it. Unfinished ones are
    censored. Heavy tails are penalised as in Coles and Dixon.
    """
    tails = [Tail(shape, scale) for shape in SHAPES for scale in SCALES]
    likely = [_log_likelihood(tail, spans) for tail in tails]
    best = max(likely)
    return rng.choices(tails, [exp(one - best) for one in likely], k=number)


def _log_likelihood(tail: Tail, spans: Sequence[WeighedSpan]) -> float:
    total = -tail.shape / (1.0 - tail.shape)
    for times, over, weight in spans:
        excess = (times - 1.0) / tail.scale
        if tail.shape == 0.0:
            total -= weight * (excess + (log(tail.scale) if over else 0.0))
        else:
            gone = log(1.0 + tail.shape * excess)
            total -= weight * gone / tail.shape
            if over:
                total -= weight * (gone + log(tail.scale))
    return total
