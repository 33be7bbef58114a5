"""Presence: what a mover's records say of where it was, and when.

One model for every source. A track (fixes minutes apart or closer) gives stays and journeys; a
plate read, a sighting or the use of a cell gives a moment, or a bounded time, near a point. No data
is not absence: a track that ends at a place and goes on there was there between, for `PARKED` at
most; any other gap says nothing. A time that is only a bound is as long as the bound allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["BRIDGED", "DWELL", "PARKED", "STILL", "TOGETHER", "Fixes", "Presences", "presences"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

DWELL = 120.0
"""Seconds within which a mover that hardly moved is said to have stayed."""

STILL = 120.0
"""Metres it moves at most meanwhile: the noise of a receiver, or across a car park."""

PARKED = 20 * 3600.0
"""Seconds that a track may be silent between two fixes at one place and still have been there:
a night. Longer silence may hide a journey."""

TRACKED = 600.0
"""Seconds between fixes, at most, of what counts as a track while it moves."""


BRIDGED = 3 * 3600.0
"""Seconds between two points of a mover without a track, close together, in which it is taken to
have been about there."""

TOGETHER = 1_200.0
"""Metres between such points at most."""


@dataclass(frozen=True, slots=True)
class Fixes:
    """What was recorded, in any order: `n` rows in seconds (UTC) and metres (one projection)."""

    mover: Ints
    """(n,) which of `movers`."""
    begin: Floats
    end: Floats
    """(n,) first and last instant that the record allows; equal for an instant."""
    x: Floats
    y: Floats
    radius: Floats
    """(n,) metres around the point within which the mover may have been."""
    movers: tuple[str, ...]
    kind: Ints
    """(m,) which kind of mover each is: movers of two kinds do not compete."""
    source: Ints
    """(m,) which source each mover's records are of: one clock and one way of placing points."""
    track: Flags
    """(m,) whether the records are positions that a device took of itself, one after the other."""


@dataclass(frozen=True, slots=True)
class Presences:
    """Times at a point, sorted by mover and begin, and the times in which a mover is known of."""

    mover: Ints
    begin: Floats
    end: Floats
    x: Floats
    y: Floats
    radius: Floats
    stay: Flags
    """(n,) whether it stopped there; only such, and points of movers without a track, may be
    where something was used."""
    dense: Flags
    """(m,) whether a mover has a track."""
    of: Fixes

    def __len__(self) -> int:
        return len(self.mover)


def presences(fixes: Fixes) -> Presences:
    """Stays and journeys of what has a track, and the points of what has none."""
    order = np.lexsort((fixes.begin, fixes.mover))
    mover, begin, end = fixes.mover[order], fixes.begin[order], fixes.end[order]
    x, y, radius = fixes.x[order], fixes.y[order], fixes.radius[order]
    dense = fixes.track & _dense(mover, begin, radius, len(fixes.movers))
    tracked = dense[mover]
    parts = _of_tracks(mover[tracked], begin[tracked], x[tracked], y[tracked], radius[tracked])
    points = ~tracked
    own: tuple[NDArray[Any], ...] = (mover, begin, end, x, y, radius)
    single: list[NDArray[Any]] = [column[points] for column in own]
    between = _between(*single)
    whole: list[NDArray[Any]] = [
        np.concatenate(some) for some in zip(parts[:6], single, between, strict=True)
    ]
    stay = np.concatenate([parts[6], np.ones(int(points.sum()) + len(between[0]), bool)])
    again = np.lexsort((whole[1], whole[0]))
    who, first, last, east, north, wide = (column[again] for column in whole)
    return Presences(who, first, last, east, north, wide, stay[again], dense, fixes)


def _between(
    mover: Ints, begin: Floats, end: Floats, x: Floats, y: Floats, radius: Floats
) -> Sequence[NDArray[Any]]:
    """Columns of the times between two points of one mover that lie close together."""
    gap = begin[1:] - end[:-1]
    away = np.hypot(np.diff(x), np.diff(y))
    close = (np.diff(mover) == 0) & (gap > 0) & (gap <= BRIDGED) & (away <= TOGETHER)
    at = np.flatnonzero(close)
    wide = np.maximum(radius[at], radius[at + 1]) + away[at] / 2
    middle = (x[at] + x[at + 1]) / 2, (y[at] + y[at + 1]) / 2
    return mover[at], end[at], begin[at + 1], *middle, wide


def _dense(mover: Ints, begin: Floats, radius: Floats, movers: int) -> Flags:
    """Movers half of whose fixes follow the one before within minutes, at points well known."""
    follows = np.diff(mover) == 0
    quick = follows & (np.diff(begin) <= TRACKED) & (radius[1:] <= 2 * STILL)
    many = np.bincount(mover[1:][follows], minlength=movers)
    some = np.bincount(mover[1:][quick], minlength=movers)
    found: Flags = (many >= 20) & (some > 0.5 * many)
    return found


def _of_tracks(
    mover: Ints, when: Floats, x: Floats, y: Floats, radius: Floats
) -> Sequence[NDArray[Any]]:
    """Columns of the stays and of the steps between; a step is a presence at its middle."""
    n = len(mover)
    if n < 2:
        none = np.zeros(0)
        return mover[:0], none, none, none, none, none, np.zeros(0, bool)
    same = mover[1:] == mover[:-1]
    still = _still(mover, when, x, y) & same
    gap = np.diff(when)
    away = np.hypot(np.diff(x), np.diff(y))
    steps = same & ~still & (gap <= TRACKED)
    at = np.flatnonzero(steps)
    first, last = _runs(still)
    centre = _means(first, last, x), _means(first, last, y)
    wide = _means(first, last, radius)
    kept = when[last] - when[first] >= DWELL
    first, last, wide = first[kept], last[kept], wide[kept]
    return (
        np.concatenate([mover[first], mover[at]]),
        np.concatenate([when[first], when[at]]),
        np.concatenate([when[last], when[at + 1]]),
        np.concatenate([centre[0][kept], (x[at] + x[at + 1]) / 2]),
        np.concatenate([centre[1][kept], (y[at] + y[at + 1]) / 2]),
        np.concatenate([wide, radius[at] + away[at] / 2]),
        np.concatenate([np.ones(len(first), bool), np.zeros(len(at), bool)]),
    )


def _still(mover: Ints, when: Floats, x: Floats, y: Floats) -> Flags:
    """Whether each step from a fix to the next lies within a time of little movement."""
    n = len(when)
    base = when.min()
    span = float(when.max() - base) + 10 * DWELL
    line = (when - base) + mover * span
    ahead = np.minimum(np.searchsorted(line, line + DWELL), n - 1)
    ahead = np.maximum(ahead, np.minimum(np.arange(n) + 1, n - 1))
    near = (mover[ahead] == mover) & (np.hypot(x[ahead] - x, y[ahead] - y) <= STILL)
    near &= when[ahead] - when <= PARKED
    depth = np.zeros(n + 1, np.int64)
    np.add.at(depth, np.arange(n)[near], 1)
    np.add.at(depth, ahead[near], -1)
    found: Flags = np.cumsum(depth)[: n - 1] > 0
    return found & (np.hypot(np.diff(x), np.diff(y)) <= STILL) & (np.diff(when) <= PARKED)


def _runs(still: Flags) -> tuple[Ints, Ints]:
    """First and last fix of each run of steps without movement."""
    edge = np.diff(np.concatenate([[0], still.astype(np.int8), [0]]))
    return np.flatnonzero(edge == 1), np.flatnonzero(edge == -1)


def _means(first: Ints, last: Ints, value: Floats) -> Floats:
    whole = np.concatenate([[0.0], np.cumsum(value)])
    found: Floats = (whole[last + 1] - whole[first]) / (last + 1 - first)
    return found
