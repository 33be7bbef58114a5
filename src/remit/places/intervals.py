"""Intervals: what counts and shares can bear, at 95 % unless another level is given.

>>> [round(end, 3) for end in share(3, 41)]
[0.025, 0.194]
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from scipy.special import betaincinv, gammaincinv, ndtri, stdtrit

__all__ = ["LEVEL", "Interval", "count", "dispersion", "noisy_ratio", "ratio", "share"]

LEVEL = 0.95


class Interval(NamedTuple):
    """Lowest and highest value the data are compatible with at the level."""

    low: float
    high: float


def share(part: int, whole: int, level: float = LEVEL) -> Interval:
    """Interval of a share: Wilson score (Wilson 1927).

    >>> share(0, 0)
    Interval(low=0.0, high=1.0)
    """
    if whole == 0:
        return Interval(0.0, 1.0)
    z = float(ndtri(0.5 + level / 2))
    p = part / whole
    middle = p + z * z / (2 * whole)
    spread = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return Interval(max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))


def count(n: int, level: float = LEVEL) -> Interval:
    """Interval of the rate behind a count, in counts: exact Poisson (Garwood 1936).

    >>> tuple(round(x, 2) for x in count(10))
    (4.8, 18.39)
    """
    tail = (1 - level) / 2
    low = float(gammaincinv(n, tail)) if n else 0.0
    return Interval(low, float(gammaincinv(n + 1, 1 - tail)))


def ratio(now: int, before: int, exposure: float = 1.0, level: float = LEVEL) -> Interval:
    """Interval of the ratio of two rates: exact, conditional on the sum
    (Przyborowski and Wilenski 1940; Clopper and Pearson 1934).

    `exposure` is the time of now over the time of before. The high end is infinite when
    nothing was recorded before.

    >>> tuple(round(x, 2) for x in ratio(20, 10))
    (0.89, 4.78)
    """
    if now + before == 0:
        return Interval(0.0, math.inf)
    tail = (1 - level) / 2
    low = float(betaincinv(now, before + 1, tail)) if now else 0.0
    high = float(betaincinv(now + 1, before, 1 - tail)) if before else 1.0
    return Interval(_odds(low) / exposure, _odds(high) / exposure)


def noisy_ratio(
    pairs: Sequence[tuple[int, int]], exposure: float = 1.0, level: float = LEVEL
) -> Interval:
    """Interval of the ratio of two rates that vary from month to month by more than chance.

    `pairs` holds the count of now and of before, month by month; at least three. The variation
    between the months, as `dispersion` measures it, widens the interval (quasi-Poisson, McCullagh
    and Nelder 1989, 6.2.3; Student's t); it is never narrower than the exact one.

    >>> calm, wild = [(20, 10)] * 4, [(40, 1), (1, 20), (30, 2), (9, 17)]
    >>> [tuple(round(x, 2) for x in noisy_ratio(pairs)) for pairs in (calm, wild)]
    [(1.08, 3.67), (0.09, 43.86)]
    """
    now, before = (sum(side) for side in zip(*pairs, strict=True))
    exact = ratio(now, before, exposure, level)
    if now + before == 0:
        return exact
    spread, freedom = dispersion(pairs)
    a, b = now + 0.5, before + 0.5  # keeps a count of none finite
    middle = math.log(a / b / exposure)
    reach = float(stdtrit(max(freedom, 1), 0.5 + level / 2))
    reach *= math.sqrt(max(spread, 1.0) * (1 / a + 1 / b))
    low, high = math.exp(middle - reach), math.exp(min(middle + reach, 700.0))
    return Interval(min(exact.low, low), max(exact.high, high))


def dispersion(pairs: Sequence[tuple[int, int]]) -> tuple[float, int]:
    """How much more the split between now and before varies over the months than by chance.

    Pearson's chi-squared over its degrees of freedom, and these: 1 is chance alone.

    >>> dispersion([(10, 10), (10, 10), (10, 10)])
    (0.0, 2)
    """
    held = [(now, before) for now, before in pairs if now + before]
    now, whole = sum(n for n, _ in held), sum(n + b for n, b in held)
    freedom = len(held) - 1
    if freedom < 1 or now in (0, whole):
        return 1.0, max(freedom, 0)
    p = now / whole
    squares = ((n - (n + b) * p) ** 2 / ((n + b) * p * (1 - p)) for n, b in held)
    return sum(squares) / freedom, freedom


def _odds(p: float) -> float:
    return math.inf if p >= 1 else p / (1 - p)
