"""Missed and false matches by group, with how far chance could move them.

A rate is over the people of a group: drawing people anew, with all their records, moves it as
another sample would (bootstrap; Efron 1979). Where nothing was missed, drawing anew shows
nothing, and the interval is Wilson's (1927). Too few to tell is an answer.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from remit.identity.measuring import mixed

__all__ = ["LEAST", "by_group"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LEAST = 30
"""True pairs, or records, that a group must have for a rate to be told."""

_DRAWS = 1_000
_SEED = 1979
_Z = 1.959964
"""The 97.5th percentile of the normal distribution: 95 % of it lies between."""

_RATES = ("missed", "false")


def by_group(truth: Ints, entity: Ints, groups: Sequence[str | None]) -> list[dict[str, Any]]:
    """Each group, the largest first: how many of its true pairs were missed, and how many of its
    records stand in an entity with somebody else's.

    A record without a group counts in none. `ratio` is the rate over that of the group with the
    lowest one above 0; its interval is of both.
    """
    random = np.random.default_rng(_SEED)
    names = sorted({group for group in groups if group})
    wrong = mixed(truth, entity).astype(float)
    missed, pairs = _pairs_of_records(truth, entity)
    told = []
    for name in names:
        mine = np.array([group == name for group in groups])
        people = np.unique(truth[mine], return_inverse=True)[1]
        rates = {
            "missed": _Rate(people, missed[mine], pairs[mine], pairs[mine].sum() / 2, random),
            "false": _Rate(people, wrong[mine], np.ones(mine.sum()), float(mine.sum()), random),
        }
        told.append((name, int(mine.sum()), rates))
    told.sort(key=lambda one: (-one[1], one[0]))
    best = {rate: _best([rates[rate] for _, _, rates in told]) for rate in _RATES}
    return [
        {
            "group": name,
            "n": n,
            **{k: v for r in _RATES for k, v in rates[r].said(r, best[r]).items()},
        }
        for name, n, rates in told
    ]


class _Rate:
    """A share of a group, and the same share of its people drawn anew."""

    def __init__(
        self, people: Ints, part: Floats, whole: Floats, base: float, random: np.random.Generator
    ) -> None:
        self.enough = base >= LEAST
        self.rate: float | None = None
        if not self.enough:
            return
        self.rate = float(part.sum() / whole.sum())
        parts, wholes = (np.bincount(people, of).astype(float) for of in (part, whole))
        self.drawn = np.array([_again(parts, wholes, random) for _ in range(_DRAWS)])
        low, high = np.quantile(self.drawn, (0.025, 0.975))
        if self.rate in (0.0, 1.0):
            low, high = _wilson(self.rate, min(base, len(parts)))
        self.interval = [round(float(low), 6), round(float(high), 6)]

    def said(self, name: str, best: "_Rate | None") -> dict[str, Any]:
        if self.rate is None:
            return {
                name: None,
                f"{name}_interval": None,
                f"{name}_ratio": None,
                f"{name}_ratio_interval": None,
                f"{name}_note": "insufficient data",
            }
        ratio: float | None = None
        interval: list[float | None] | None = None
        if best is not None and best.rate:
            ratio = round(self.rate / best.rate, 4)
            interval = [1.0, 1.0] if best is self else self._over(best)
        return {
            name: round(self.rate, 6),
            f"{name}_interval": self.interval,
            f"{name}_ratio": ratio,
            f"{name}_ratio_interval": interval,
        }

    def _over(self, best: "_Rate") -> list[float | None]:
        """95 % of the ratio; no upper bound where the best rate may as well be 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            drawn = np.nan_to_num(self.drawn / best.drawn, nan=1.0, posinf=np.inf)
        low, high = np.quantile(drawn, (0.025, 0.975), method="nearest")
        return [round(float(low), 4), round(float(high), 4) if np.isfinite(high) else None]


def _best(rates: Sequence[_Rate]) -> _Rate | None:
    """The lowest rate that is above 0: nothing can be compared with nothing."""
    known = [rate for rate in rates if rate.rate]
    return min(known, key=lambda rate: rate.rate or 0.0, default=None)


def _again(parts: Floats, wholes: Floats, random: np.random.Generator) -> float:
    chosen = random.integers(0, len(parts), len(parts))
    whole = wholes[chosen].sum()
    return float(parts[chosen].sum() / whole) if whole else 0.0


def _wilson(share: float, base: float) -> tuple[float, float]:
    middle = share + _Z**2 / (2 * base)
    spread = _Z * np.sqrt(share * (1 - share) / base + _Z**2 / (4 * base**2))
    scale = 1 + _Z**2 / base
    return max(0.0, float((middle - spread) / scale)), min(1.0, float((middle + spread) / scale))


def _pairs_of_records(truth: Ints, entity: Ints) -> tuple[Floats, Floats]:
    """For each record: true pairs that it is in and that were missed, and all of them."""
    both = truth * (int(entity.max(initial=0)) + 1) + entity
    _, inverse, counts = np.unique(both, return_inverse=True, return_counts=True)
    _, person, records = np.unique(truth, return_inverse=True, return_counts=True)
    return (records[person] - counts[inverse]).astype(float), (records[person] - 1).astype(float)
