"""Marks read at two places too far apart for the time between: clones, misreads or wrong clocks.

A camera whose clock is wrong makes many vehicles impossibly fast; such cameras are found first and
left out. What remains of a vehicle is held against how often any other is read so, by its number of
reads: a single case is most likely a misread, since some marks are read for their look-alikes.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import nbinom, poisson

__all__ = ["CLOCKS", "FASTEST", "NEAREST", "Apart", "Reads", "apart"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

FASTEST = 200 / 3.6
"""Metres a second on average, straight: 200 km/h, which no road allows for long."""

NEAREST = 2_000.0
"""Metres: nearer cameras may see the same street, and their clocks differ."""

CLOCKS = 60
"""Seconds by which two clocks may differ."""

ONCE = 1_800
"""Seconds within which impossible pairs of a vehicle are one case."""

FEWEST = 2
"""Cases from which on a vehicle is told."""

_SPREAD = 1.25

_FEWEST_OF_CAMERA = 10
_OFTEN = 4.0
"""Vehicles with cases a read, as a multiple of the middle camera's, that no true clock gives."""


@dataclass(frozen=True)
class Reads:
    """Reads of marks; arrays of equal length, in any order."""

    vehicle: Ints
    at: Ints
    """Seconds since 1970, UTC."""
    camera: Ints
    """Position in `places`."""
    places: Floats
    """(c, 2) metres."""


@dataclass(frozen=True)
class Apart:
    """What was found."""

    vehicle: Ints
    """Vehicles with `FEWEST` cases or more, those farthest beyond chance first."""
    cases: tuple[Ints, ...]
    """Of each, (n, 2) positions of the two reads of each case."""
    expected: Floats
    """How many vehicles with as many cases chance would give."""
    once: int
    """Vehicles with one case, which are not told."""
    doubted: Ints
    """Cameras left out, whose clock is doubted."""


def apart(reads: Reads, check: Callable[[], None] = lambda: None) -> Apart:
    """Vehicles read at two places at once, more often than misreads explain."""
    order = np.lexsort((reads.camera, reads.at, reads.vehicle))
    pairs = _impossible(reads, order)
    check()
    doubted = _doubted(reads, pairs)
    if len(doubted):
        kept = ~np.isin(reads.camera[order], doubted)
        pairs = _impossible(reads, order[kept])
        check()
    vehicle = reads.vehicle[pairs[:, 0]]
    at = reads.at[pairs[:, 0]]
    same = (np.diff(vehicle, prepend=-1) == 0) & (np.diff(at, prepend=-(10**12)) <= ONCE)
    first = pairs[~same]
    things, counts = np.unique(reads.vehicle[first[:, 0]], return_counts=True)
    several = np.flatnonzero(counts >= FEWEST)
    read, many = np.unique(reads.vehicle, return_counts=True)
    scored = _expected(counts, many[np.searchsorted(read, things)], int(many.sum()))[several]
    ranked = np.lexsort((things[several], scored))
    told = things[several][ranked]
    return Apart(
        told,
        tuple(first[reads.vehicle[first[:, 0]] == one] for one in told),
        np.minimum(scored[ranked] * len(read), float(len(read))),
        int((counts == 1).sum()),
        doubted,
    )


def _impossible(reads: Reads, order: Ints) -> Ints:
    """(n, 2) positions of reads that follow each other impossibly, by vehicle, then time."""
    one, other = order[:-1], order[1:]
    same = reads.vehicle[one] == reads.vehicle[other]
    gap = np.maximum(reads.at[other] - reads.at[one] - CLOCKS, 0)
    way = reads.places[reads.camera[other]] - reads.places[reads.camera[one]]
    metres = np.hypot(way[:, 0], way[:, 1])
    fast = same & (metres >= NEAREST) & (metres > FASTEST * np.maximum(gap, 1))
    return np.column_stack((one[fast], other[fast]))


def _doubted(reads: Reads, pairs: Ints) -> Ints:
    """Cameras at which far more vehicles have cases, for their reads, than at the others."""
    many = len(reads.places)
    both = np.concatenate(
        [np.column_stack((reads.camera[one], reads.vehicle[one])) for one in pairs.T]
    )
    part = np.bincount(np.unique(both, axis=0)[:, 0], minlength=many)
    passed = np.bincount(reads.camera, minlength=many)
    rate = np.divide(part, passed, out=np.zeros(many), where=passed > 0)
    usual = max(float(np.median(rate[passed > 0])) if (passed > 0).any() else 0.0, 1e-4)
    chance = poisson.sf(part - 1, usual * _OFTEN * np.maximum(passed, 1))
    doubted = (part >= _FEWEST_OF_CAMERA) & (chance * many < 0.001)
    found: Ints = np.flatnonzero(doubted)
    return found


def _expected(counts: Ints, reads: Ints, in_all: int) -> Floats:
    """The chance of each count, from how many other vehicles have any, by number of reads.

    Negative binomial with a variance of 1.25 times the mean: what makes one misread, such as dirt,
    makes another.
    """
    rate = (len(counts) - 1 + 0.5) / max(1, in_all)
    mean = rate * reads
    found: Floats = nbinom.sf(counts - 1, mean / (_SPREAD - 1), 1 / _SPREAD)
    return found
