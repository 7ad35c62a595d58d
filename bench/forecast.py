"""The accuracy and speed of forecasts.

Run by `make bench`. The backtest makes forecasts halfway through 500 generated campaigns whose
distributions the forecaster does not know. The timing is for a campaign of 500 items with four
earlier campaigns.
"""

import random
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))

from campaigns.model.campaign import Tier
from campaigns.people.working_days import WorkingDays
from campaigns.summary.cycle_times import CycleTime, History, ItemProgress
from campaigns.summary.forecast import RUNS, ForecastInput, RemainingItem, forecast
from tests.campaigns.made_campaigns import FAMILIES, TIERS, try_once

CAMPAIGNS_A_FAMILY = 100
LEAST_HELD, MAX_HELD = 70, 90
ITEMS = 500
LIMIT_SECONDS = 1.0
MAX_GROWTH = 12.0
ROUNDS = 5
SHARES = {"a": 0.02, "b": 0.8, "c": 0.04, "d": 0.14}
NOW = datetime(2023, 9, 25, 12, tzinfo=UTC)


def main() -> None:
    """Print how often an 80 % range was right for each family, and how long a forecast takes."""
    backtest()
    speed()


def backtest() -> None:
    print(
        f"{'500 campaigns, an 80 % range':<40}{'held':>8}{'earlier':>10}{'later':>8}{'width':>10}"
    )
    for family in FAMILIES:
        trials = [try_once(family, n, runs=RUNS) for n in range(CAMPAIGNS_A_FAMILY)]
        held = sum(trial.held for trial in trials)
        earlier = sum(trial.ended < (trial.forecast.early or date.min) for trial in trials)
        width = median(trial.width for trial in trials)
        later = len(trials) - held - earlier
        print(f"{family.name:<40}{held:>6} %{earlier:>8} %{later:>6} %{width:>5.0f} days")
        assert LEAST_HELD <= held <= MAX_HELD, f"{family.name}: {held} % is not 70 to 90 %"


def speed() -> None:
    print()
    print(f"{'what':<50}{'measured':>12}{'bound':>12}")
    large = measure(ITEMS)
    print(f"{'500 items, 2,000 earlier, 2,000 runs':<50}{large:>10.2f} s{LIMIT_SECONDS:>10.1f} s")
    growth = large / measure(ITEMS // 10)
    print(f"{'growth, ten times the items and history':<50}{growth:>10.1f} x{MAX_GROWTH:>10.0f} x")


def measure(items: int) -> float:
    """Measure the CPU seconds of the fastest of several forecasts of a campaign of a given size."""
    outlook = made_outlook(items)
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        forecast(outlook)
        taken.append(time.process_time() - started)
    return min(taken)


def made_outlook(number: int) -> ForecastInput:
    """Build a campaign in progress: about a quarter done, a tenth blocked by shared issues."""
    rng = random.Random(number)
    tiers = (TIERS[0], TIERS[1], Tier("c", "Final", ordered=True), TIERS[3])
    items = [
        RemainingItem(f"{tier}{n}", tier, standing(rng, tier), blockers=(f"x{n % 7}",))
        for tier, share in SHARES.items()
        for n in range(max(int(number * share), 1))
    ]
    spans = tuple(span for n in range(4 * number) if (span := made_span(rng, f"c{n % 4}", n)))
    history = History(spans, spans, spans[: len(spans) // 5])
    return ForecastInput(tiers, tuple(items), history, NOW, date(2023, 12, 1), WorkingDays())


def made_span(rng: random.Random, campaign: str, number: int) -> CycleTime:
    tier = rng.choices(list(SHARES), list(SHARES.values()))[0]
    return CycleTime(campaign, tier, rng.lognormvariate(2.0, 1.0), over=number % 10 > 0)


def standing(rng: random.Random, tier: str) -> ItemProgress:
    if tier == "c":
        return ItemProgress(done=False, elapsed=None)
    elapsed = rng.expovariate(1 / 12)
    kind = rng.random()
    if kind < 1 / 10:
        return ItemProgress(
            done=False, elapsed=elapsed, blocked_days=elapsed / 2, blocked_for=elapsed / 2
        )
    return ItemProgress(done=kind < 1 / 3, elapsed=elapsed)


if __name__ == "__main__":
    main()
