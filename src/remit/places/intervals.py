"""Intervals: what counts and shares can bear, at 95 % unless another level is given.

>>> share(3, 41)
Interval(low=0.025..., high=0.194...)
"""

import math
from typing import NamedTuple

from scipy.stats import beta, chi2, norm

__all__ = ["LEVEL", "Interval", "count", "ratio", "share"]

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
    z = float(norm.ppf(0.5 + level / 2))
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
    low = float(chi2.ppf(tail, 2 * n)) / 2 if n else 0.0
    return Interval(low, float(chi2.ppf(1 - tail, 2 * n + 2)) / 2)


def ratio(now: int, before: int, level: float = LEVEL) -> Interval:
    """Interval of the ratio of two rates over equal exposure: exact conditional on the sum
    (Przyborowski and Wilenski 1940; Clopper and Pearson 1934).

    The high end is infinite when nothing was recorded before.

    >>> tuple(round(x, 2) for x in ratio(20, 10))
    (0.9, 4.77)
    """
    if now + before == 0:
        return Interval(0.0, math.inf)
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, now, before + 1)) if now else 0.0
    high = float(beta.ppf(1 - tail, now + 1, before)) if before else 1.0
    return Interval(_odds(low), _odds(high))


def _odds(p: float) -> float:
    return math.inf if p >= 1 else p / (1 - p)
