"""Intervals agree with scipy's own, hold what they must, and never promise more than the data."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, poisson

from remit.places.intervals import count, dispersion, noisy_ratio, ratio, share

LEVELS = st.sampled_from([0.8, 0.95, 0.99])
COUNTS = st.integers(0, 3000)


@given(part=st.integers(0, 400), more=st.integers(0, 400), level=LEVELS)
def test_share_is_the_wilson_interval(part: int, more: int, level: float) -> None:
    whole = part + more
    low, high = share(part, whole, level)
    if whole == 0:
        assert (low, high) == (0.0, 1.0)
        return
    known = binomtest(part, whole).proportion_ci(level, method="wilson")
    assert low == pytest.approx(known.low, abs=1e-12)
    assert high == pytest.approx(known.high, abs=1e-12)
    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1


@given(n=COUNTS, level=LEVELS)
def test_count_is_the_exact_poisson_interval(n: int, level: float) -> None:
    low, high = count(n, level)
    tail = (1 - level) / 2
    assert poisson.cdf(n, high) == pytest.approx(tail)
    if n:
        assert poisson.sf(n - 1, low) == pytest.approx(tail)
    else:
        assert low == 0.0
    assert low <= n <= high


@pytest.mark.parametrize(
    ("n", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.39), (100, 81.36, 121.63)],
)
def test_count_agrees_with_published_tables(n: int, low: float, high: float) -> None:
    assert count(n) == pytest.approx((low, high), rel=1e-3)


@given(
    now=st.integers(0, 500), before=st.integers(0, 500), exposure=st.floats(0.5, 2.0), level=LEVELS
)
def test_ratio_is_exact_given_the_sum(now: int, before: int, exposure: float, level: float) -> None:
    low, high = ratio(now, before, exposure, level)
    if now + before == 0:
        assert (low, high) == (0.0, math.inf)
        return
    known = binomtest(now, now + before).proportion_ci(level, method="exact")
    assert low * exposure == pytest.approx(known.low / (1 - known.low))
    if before:
        assert high * exposure == pytest.approx(known.high / (1 - known.high))
        assert low <= now / before / exposure <= high * (1 + 1e-12)
    else:
        assert high == math.inf


@given(now=st.integers(1, 300), before=st.integers(1, 300))
def test_ratio_turned_round_is_the_ratio_of_the_other(now: int, before: int) -> None:
    low, high = ratio(now, before)
    back_low, back_high = ratio(before, now)
    assert low == pytest.approx(1 / back_high)
    assert high == pytest.approx(1 / back_low)


PAIRS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=3, max_size=12)


@given(pairs=PAIRS, exposure=st.floats(0.9, 1.1))
def test_noise_between_months_never_narrows_an_interval(
    pairs: list[tuple[int, int]], exposure: float
) -> None:
    now, before = (sum(side) for side in zip(*pairs, strict=True))
    exact, wide = ratio(now, before, exposure), noisy_ratio(pairs, exposure)
    assert wide.low <= exact.low
    assert wide.high >= exact.high
    stricter = noisy_ratio(pairs, exposure, 0.99)
    assert stricter.low <= wide.low
    assert stricter.high >= wide.high


def test_noise_between_months_widens_it() -> None:
    calm, wild = [(20, 10)] * 6, [(60, 2), (2, 20), (30, 2), (3, 27), (20, 5), (5, 4)]
    assert dispersion(calm) == (0.0, 5)
    assert dispersion(wild)[0] > 5
    sums = [tuple(sum(side) for side in zip(*pairs, strict=True)) for pairs in (calm, wild)]
    assert sums == [(120, 60), (120, 60)]
    assert noisy_ratio(calm).low > 1 > noisy_ratio(wild).low
