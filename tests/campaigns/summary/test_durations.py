import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.summary.cycle_times import CycleTime
from campaigns.summary.durations import ASSUMED_DAYS, BootstrapWorlds, Curve, fit_curve
from campaigns.summary.tails import Tail, draw_tails

TAIL = Tail(0.0, 0.5)
spans = st.lists(
    st.tuples(st.floats(0.05, 500), st.booleans(), st.floats(0.01, 5)), min_size=1, max_size=40
).map(sorted)
tails = st.builds(Tail, st.sampled_from((0.0, 0.3, 0.6)), st.sampled_from((0.1, 1.0, 2.5)))


@given(spans, tails, st.floats(0, 0.999))
def test_a_curve_is_its_own_inverse(
    seen: list[tuple[float, bool, float]], tail: Tail, part: float
) -> None:
    curve = fit_curve(seen, tail)

    assert curve.part_over(curve.by(part)) == pytest.approx(part, abs=1e-6)


@given(spans, tails, st.floats(0, 400), st.floats(0.001, 100))
def test_the_fraction_over_grows_with_time(
    seen: list[tuple[float, bool, float]], tail: Tail, days: float, more: float
) -> None:
    curve = fit_curve(seen, tail)

    assert 0.0 <= curve.part_over(days) <= curve.part_over(days + more) <= 1.0


def test_an_open_duration_is_censored() -> None:
    closed = [(1.0, True, 1.0), (2.0, True, 1.0), (3.0, True, 1.0), (4.0, True, 1.0)]
    opened = [(1.0, True, 1.0), (2.0, False, 1.0), (3.0, True, 1.0), (4.0, True, 1.0)]

    assert fit_curve(closed, TAIL) == Curve([0, 1, 2, 3, 4], [0, 0.25, 0.5, 0.75, 0.8], TAIL)
    assert fit_curve(opened, TAIL) == Curve([0, 1, 3, 4], [0, 0.25, 0.625, 0.8], TAIL)


def test_without_any_end_everything_lasts_longer_than_observed() -> None:
    curve = fit_curve([(1.0, False, 1.0), (6.0, False, 1.0)], TAIL)

    assert (curve.part_over(6.0), curve.by(0.0)) == (0.0, 6.0)


def test_sampling_the_slowest_of_many_matches_sampling_one_by_one() -> None:
    curve = fit_curve([(float(d), True, 1.0) for d in range(1, 30)], Tail(0.2, 0.5))
    rng, number, trials = random.Random(1), 20, 4000
    at_once = sorted(curve.sample_time_left((rng.random() for _ in range(trials)), 3.0, number))
    one_by_one = sorted(
        max(curve.sample_time_left((rng.random() for _ in range(number)), 3.0))
        for _ in range(trials)
    )

    for part in (0.1, 0.5, 0.9):
        index = int(trials * part)
        assert at_once[index] == pytest.approx(one_by_one[index], rel=0.06)


@pytest.mark.parametrize(
    ("law", "heavier"), [("expovariate", 0.15), ("paretovariate", 0.35)], ids=["light", "heavy"]
)
def test_the_tail_is_as_heavy_as_observed(law: str, heavier: float) -> None:
    rng = random.Random(2)
    beyond = [(1 + rng.expovariate(1) / 2, True, 1.0) for _ in range(400)]
    if law == "paretovariate":
        beyond = [(rng.paretovariate(2), True, 1.0) for _ in range(400)]

    drawn = draw_tails(beyond, 200, rng)
    shape = sum(tail.shape for tail in drawn) / len(drawn)

    assert (shape < heavier) if law == "expovariate" else (shape > heavier)


def test_a_tier_keeps_its_own_pace() -> None:
    quick = [CycleTime("c", "quick", 1.0 + n / 50, over=True) for n in range(50)]
    slow = [CycleTime("c", "slow", 40.0 + n, over=True) for n in range(50)]
    worlds = BootstrapWorlds([*quick, *slow], 20, random.Random(3))

    middles = {
        tier: sum(curve.by(0.5) for curve in worlds.curves(tier)) / 20 for tier in ("quick", "slow")
    }

    assert middles["quick"] < 3.0
    assert middles["slow"] > 40.0


def test_below_ten_known_durations_some_are_assumed() -> None:
    def reach(known: int) -> float:
        seen = [CycleTime("c", "t", 1.0, over=True) for _ in range(known)]
        curves = BootstrapWorlds(seen, 20, random.Random(4)).curves("t")
        return max(curve.days[-1] for curve in curves)

    assert reach(0) in ASSUMED_DAYS
    assert reach(9) > 1.0
    assert reach(10) == 1.0


def test_items_not_blocked_so_far_are_compared_with_similar_ones() -> None:
    smooth = [CycleTime("c", "t", 9.0 + n / 20, over=True) for n in range(20)]
    stopped = [CycleTime("c", "t", 90.0 + n, over=True, clear=1.0) for n in range(20)]
    worlds = BootstrapWorlds([*smooth, *stopped], 20, random.Random(5))

    assert max(curve.days[-1] for curve in worlds.curves("t", 5.0)) < 11.0
    assert min(curve.days[-1] for curve in worlds.curves("t", 0.5)) > 11.0
