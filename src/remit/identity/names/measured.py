"""How well pairs judged the same agree with known truth, with how far chance could move it.

>>> measured([(True, True)] * 9 + [(True, False), (False, True)] + [(False, False)] * 9).f1
0.9
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Measured", "measured"]

DRAWS = 2_000
"""Times that pairs are drawn anew, with replacement (Efron 1979), for an interval."""

SEED = 1979


@dataclass(frozen=True, slots=True)
class Measured:
    """Precision, recall and F1 of pairs; None where nothing could be right or wrong."""

    pairs: int
    true: int
    """Pairs that are the same in truth: the base rate is `true` of `pairs`."""
    precision: float | None
    recall: float | None
    f1: float | None
    f1_interval: tuple[float, float] | None
    """95%: the middle of F1 over pairs drawn anew."""


def measured(judged: Sequence[tuple[bool, bool]]) -> Measured:
    """What pairs of (judged the same, the same in truth) come to. The same every time."""
    said = np.array([one for one, _ in judged], bool)
    truth = np.array([other for _, other in judged], bool)
    hit, wrong, missed = _counts(said & truth, said & ~truth, ~said & truth)
    f1 = _share(2 * hit, 2 * hit + wrong + missed)
    return Measured(
        len(judged),
        int(truth.sum()),
        _share(hit, hit + wrong),
        _share(hit, hit + missed),
        f1,
        None if f1 is None else _interval(said, truth),
    )


def _interval(said: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Drawing pairs anew is drawing the four counts from a multinomial."""
    shares = np.array(
        [(said & truth).mean(), (said & ~truth).mean(), (~said & truth).mean(), 0.0], float
    )
    shares[3] = max(0.0, 1.0 - shares[:3].sum())
    drawn = np.random.default_rng(SEED).multinomial(len(said), shares, DRAWS)
    below = 2 * drawn[:, 0] + drawn[:, 1] + drawn[:, 2]
    found = np.where(below > 0, 2 * drawn[:, 0] / np.maximum(below, 1), 0.0)
    low, high = np.quantile(found, (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)


def _counts(*found: np.ndarray) -> tuple[int, ...]:
    return tuple(int(one.sum()) for one in found)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
