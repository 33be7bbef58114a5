"""Where a place is, by where those stopped who used something there.

The candidates are the spots where movers stop. Each is fitted as a known place is (`fitting.py`);
the best one counts where it is ahead of chance over all spots and of the next spot.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb, pi

import numpy as np
from numpy.typing import NDArray

from remit.inquiry.finding import REPORTED
from remit.inquiry.movements.fitting import STEPS, Fit, ring_of
from remit.inquiry.movements.grid import BIN, Raster
from remit.inquiry.movements.uses import Uses

__all__ = ["Placed", "displaced", "place_all", "spots"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_CELL = 150.0
"""Metres of a square in which stops are counted as at one spot."""

_MOST_SPOTS = 1_500
"""Spots looked at, those where most movers stopped."""

_LEAST = -900.0
"""Bits below which a power of two is more than a number can be."""

_AHEAD = 6.0
"""Bits by which the best spot is better than any other that is not beside it."""

_ASKED = 6
"""Uses of a place, and places, by which a clock is looked for before anything is placed."""

_SAMPLED = 25
"""Uses of each of them."""

_MOST_TOGETHER = 400
"""Spots that are tried with every setting of a clock."""

_FEWEST = 3
"""Uses by which a place can be placed at all."""

_ALIKE = 200.0
"""Metres within which two displacements are the same, of places known by tracks."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a place fits."""

    at: Floats
    metres: float
    """How well that is known."""
    expected: float
    fits: int
    of: int


def spots(raster: Raster) -> Floats:
    """(s, 2) where movers stop: the middle of the stops in each square with two or more, those
    of most movers first."""
    found = raster.found
    rows = np.flatnonzero(found.stay)
    cell = np.floor(np.column_stack([found.x[rows], found.y[rows]]) / _CELL).astype(np.int64)
    key, own, many = np.unique(cell, axis=0, return_inverse=True, return_counts=True)
    own = own.ravel()
    who = np.unique(np.column_stack([own, found.mover[rows]]), axis=0)[:, 0]
    movers = np.bincount(who, minlength=len(key))
    middle = np.column_stack(
        [np.bincount(own, axis, len(key)) / many for axis in (found.x[rows], found.y[rows])]
    )
    order = np.lexsort((-many, -movers))
    some = order[many[order] >= 2][:_MOST_SPOTS]
    return np.asarray(middle[some], np.float64)


def place_all(
    raster: Raster, uses: Uses, fits: Sequence[Fit], clock: Floats, wanted: Sequence[int],
    check: Callable[[], None],
) -> dict[int, Placed]:  # fmt: skip
    """Where the places `wanted` are, of those that can be placed."""
    some = [place for place in wanted if len(fits[place]) >= _FEWEST]
    where = spots(raster)
    if not some or not len(where):
        return {}
    ring, metres = ring_of(raster), _metres(raster)
    found = _placed(raster, fits, clock, some, where, check)
    for source in np.unique(uses.source[some]):
        own = [p for p in some if uses.source[p] == source and len(fits[p].bins) >= _ASKED]
        left = [p for p in own if p not in found]
        if len(left) < _FEWEST or len(left) < 0.5 * len(own):
            continue
        step = _shared_clock(raster, fits, left, where[:_MOST_TOGETHER], ring, metres, check)
        if step:
            moved = np.full(len(clock), step * BIN)
            found |= _placed(raster, fits, moved, left, where, check)
    return found


def _placed(
    raster: Raster, fits: Sequence[Fit], clock: Floats, some: Sequence[int], where: Floats,
    check: Callable[[], None],
) -> dict[int, Placed]:  # fmt: skip
    """Places with their clocks as set, each at the spot that fits it."""
    ring, metres = ring_of(raster), _metres(raster)
    every = Fit.together([fits[place].set(clock[place]) for place in some])
    said = np.zeros((len(some), len(where)))
    for number, spot in enumerate(where):
        if number % 50 == 0:
            check()
        near = raster.near(spot, 0.0)
        if near:
            said[:, number] = every.at(raster, near[ring], len(some))
    found = {}
    for n, place in enumerate(some):
        best = int(said[n].argmax())
        apart = np.hypot(*(where - where[best]).T) > 2 * metres
        rest = float(said[n][apart].max(initial=0.0))
        top = float(said[n, best])
        expected = len(where) * len(some) * 2.0 ** -max(top, _LEAST)
        if expected > REPORTED or top - rest < _AHEAD:
            continue
        level = said[n] >= top - 2.0
        at = where[level & ~apart].mean(0)
        found[place] = Placed(at, metres, float(expected), len(fits[place]), len(fits[place]))
    return found


def _metres(raster: Raster) -> float:
    return float(raster.rings[ring_of(raster)][0 if raster.found.dense.any() else 1].metres)


def _shared_clock(
    raster: Raster, fits: Sequence[Fit], left: Sequence[int], where: Floats, ring: int,
    metres: float, check: Callable[[], None],
) -> int:  # fmt: skip
    """Bins by which the clocks of all of a source's places run fast, where that lets them be
    placed, wherever they are; 0 where nothing stands out."""
    most = sorted(left, key=lambda p: -len(fits[p]))[:_ASKED]
    steps = STEPS[::3]
    best = np.zeros((len(most), len(steps)))
    for number, spot in enumerate(where):
        if number % 50 == 0:
            check()
        near = raster.near(spot, 0.0)
        if near:
            for n, place in enumerate(most):
                one = fits[place].some(_SAMPLED).clocks(raster, near[ring], steps)
                best[n] = np.maximum(best[n], one)
    whole = best.sum(0)
    top = int(whole.argmax())
    apart = np.abs(steps - steps[top]) > 12
    ahead = float(whole[top] - whole[apart].max(initial=0.0))
    return int(steps[top]) if ahead >= _AHEAD + np.log2(len(steps)) else 0


def displaced(
    uses: Uses, source: int, placed: dict[int, Placed], raster: Raster
) -> tuple[tuple[float, float], float, int, int] | None:
    """East and north by which the places of a source are displaced, how often chance gives as
    much, how many places agree, and of how many; None where they are not."""
    own = [p for p in placed if uses.source[p] == source and np.isfinite(uses.at[p]).all()]
    if len(own) < _FEWEST:
        return None
    away = np.array([placed[p].at - uses.at[p] for p in own])
    metres = max(_ALIKE, placed[own[0]].metres)
    close = np.hypot(*(away[:, None, :] - away[None]).transpose(2, 0, 1)) <= metres
    best = int(close.sum(1).argmax())
    agreeing = int(close[best].sum())
    move = np.median(away[close[best]], axis=0)
    if np.hypot(*move) <= metres or agreeing < max(_FEWEST, 0.5 * len(own)):
        return None
    x, y = raster.found.x, raster.found.y
    size = max(
        1.0, float(np.ptp(np.quantile(x, [0.02, 0.98])) * np.ptp(np.quantile(y, [0.02, 0.98])))
    )
    share = min(1.0, pi * metres**2 / size)
    others, of = agreeing - 1, len(own)
    expected = of * comb(of - 1, others) * share**others
    return (float(move[0]), float(move[1])), float(expected), agreeing, of
