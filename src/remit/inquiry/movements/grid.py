"""Time in bins: who was near a point in which bin, and how usual that is at that time of day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.spatial import cKDTree

from remit.inquiry.movements.presence import Presences

__all__ = ["A_DAY", "BIN", "DAY", "Grid", "Near", "Raster", "Reach", "habit"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

DAY = 86_400.0
"""Seconds."""

BIN = 300.0
"""Seconds of a bin."""

A_DAY = int(DAY / BIN)
_HABIT = 13
"""Bins, about an hour, over which a habit is taken to be the same."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How near in space and time counts as there."""

    metres: float
    seconds: float
    """Before and after the time that the record says."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Bins over whole days from `start` (seconds, a midnight UTC)."""

    start: float
    days: int

    @property
    def bins(self) -> int:
        """How many there are."""
        return self.days * A_DAY

    def of(self, when: Floats) -> Ints:
        """The bin of each time, before 0 or from `bins` on where it lies outside."""
        found: Ints = np.floor((when - self.start) / BIN).astype(np.int64)
        return found


@dataclass(frozen=True, slots=True)
class Near:
    """Movers that were ever near a point, and when."""

    rows: Ints
    """(k,) movers."""
    usual: NDArray[np.float32]
    """(k, bins of a day) on how many days each was."""
    days: Flags
    """(k, days) whether it was on that day at all."""
    _first: Ints
    _last: Ints
    """Bins of the times, one mover's after the other's, each moved on by `_wide`."""
    _wide: int

    def there(self, at: Ints) -> Flags:
        """(k, n) whether each was in each of the bins `at`."""
        if not len(self._first):
            return np.zeros((len(self.rows), len(at)), bool)
        return self.was(np.arange(len(self.rows))[:, None], at)

    def was(self, own: Ints, at: Ints) -> Flags:
        """Whether each of `own`, places in `rows`, was there in the bin beside it."""
        inside = np.clip(at, 0, self._wide - 1)
        asked = own * self._wide + inside
        if not len(self._first):
            return np.zeros(asked.shape, bool)
        before = np.searchsorted(self._first, asked, side="right") - 1
        inside_one = (before >= 0) & (self._last[np.maximum(before, 0)] >= asked)
        found: Flags = np.asarray(inside_one & (at >= 0) & (at < self._wide), bool)
        return found

    def crowd(self) -> NDArray[np.float32]:
        """(bins,) how many were there."""
        edge = np.bincount(self._first % self._wide, minlength=self._wide + 1)
        edge -= np.bincount(self._last % self._wide + 1, minlength=self._wide + 1)
        return np.cumsum(edge)[: self._wide].astype(np.float32)


def _near(rows: Ints, own: Ints, first: Ints, last: Ints, grid: Grid) -> Near:
    """Of intervals of bins, ends included; `own` says of which of `rows`."""
    wide, many = grid.bins, len(rows)
    inside = (last >= 0) & (first < wide)
    own, first, last = own[inside], np.maximum(first[inside], 0), last[inside]
    begin, end = own * wide + first, own * wide + np.minimum(last, wide - 1)
    order = np.argsort(begin, kind="stable")
    begin, end = begin[order], np.maximum.accumulate(end[order]) if len(order) else end
    new = np.flatnonzero(begin[1:] > end[:-1]) + 1
    begin = begin[np.concatenate([[0], new])] if len(begin) else begin
    end = end[np.concatenate([new - 1, [len(end) - 1]])] if len(end) else end
    length = end - begin + 1
    each = np.repeat(begin - np.cumsum(length) + length, length) + np.arange(length.sum())
    usual = np.bincount(each // wide * A_DAY + each % A_DAY, minlength=many * A_DAY)
    days = np.zeros(many * grid.days, bool)
    days[each // A_DAY] = True
    return Near(
        rows, usual.reshape(many, A_DAY).astype(np.float32), days.reshape(many, grid.days),
        begin, end, wide,
    )  # fmt: skip


class Raster:
    """Presences laid out in bins. `rings` are how near counts as there, from the nearest out: of
    movers with a track, and of those without."""

    def __init__(self, found: Presences, grid: Grid, rings: Sequence[tuple[Reach, Reach]]) -> None:
        self.found, self.grid, self.rings = found, grid, rings
        self.movers = len(found.of.movers)
        dense = found.dense[found.mover]
        self._usable = np.flatnonzero(found.stay)
        self._points = np.column_stack([found.x, found.y])
        self._tree = cKDTree(self._points[self._usable]) if len(self._usable) else None
        self._reached = [_reached(found, grid, dense, ring) for ring in rings]
        first, last = grid.of(found.begin - np.where(dense, 0.0, BIN)), grid.of(found.end)
        self.known = self._laid(found.mover, first, last, self.movers)
        """(movers, bins) whether it is known where a mover was."""
        by_day = self.known.reshape(self.movers, grid.days, A_DAY)
        self.active: Flags = np.asarray(by_day.any(2), bool)
        """(movers, days) whether anything is known of it on that day."""
        usual = by_day.sum(1, dtype=np.float32)
        self._lone = ~found.dense[:, None]
        self.usual_able = np.where(
            self._lone, self.active.sum(1, keepdims=True), habit(usual)
        ).astype(np.float32)
        """(movers, bins of a day) on how many days it could have been recorded at a place: where
        its track was, or of a mover without one, where anything is known of it that day."""

    def able(self, at: Ints) -> Flags:
        """(movers, n) whether a mover could have been recorded anywhere in the bins `at`."""
        found: Flags = np.where(self._lone, self.active[:, at // A_DAY], self.known[:, at])
        return found

    def near(self, at: Floats, radius: float) -> list[Near]:
        """Who was within each ring of a point, and when; the same movers in every ring. Empty
        where nobody ever was in any."""
        most = max((float(m.max(initial=0.0)) for m, _, _ in self._reached), default=0.0)
        if self._tree is None or not np.isfinite(at).all():
            return []
        inside = self._tree.query_ball_point(at, most + radius)
        rows = self._usable[np.array(sorted(inside), np.int64)] if inside else self._usable[:0]
        if not len(rows):
            return []
        away = np.hypot(*(self._points[rows] - at).T) - radius
        who = np.unique(self.found.mover[rows])
        own = np.searchsorted(who, self.found.mover[rows])
        found = []
        for metres, first, last in self._reached:
            within = away <= metres[rows]
            some = rows[within]
            found.append(_near(who, own[within], first[some], last[some], self.grid))
        return found

    def stops(self, at: Floats, radius: float) -> dict[int, tuple[Floats, Floats]]:
        """When each mover with a track stopped within the nearest ring of a point: begins and
        ends in seconds, as recorded."""
        if self._tree is None or not np.isfinite(at).all():
            return {}
        metres = self._reached[0][0]
        inside = self._tree.query_ball_point(at, float(metres.max(initial=0.0)) + radius)
        rows = self._usable[np.array(sorted(inside), np.int64)] if inside else self._usable[:0]
        rows = rows[self.found.dense[self.found.mover[rows]]]
        rows = rows[np.hypot(*(self._points[rows] - at).T) <= metres[rows] + radius]
        own = self.found.mover[rows]
        return {
            int(m): (self.found.begin[rows[own == m]], self.found.end[rows[own == m]])
            for m in np.unique(own)
        }

    def _laid(self, row: Ints, first: Ints, last: Ints, rows: int) -> Flags:
        """Intervals of bins, ends included, on `rows` lines."""
        bins = self.grid.bins
        inside = (last >= 0) & (first < bins)
        row, first, last = row[inside], np.maximum(first[inside], 0), last[inside]
        wide = bins + 1
        flat = np.concatenate([row * wide + first, row * wide + np.minimum(last + 1, bins)])
        sign = np.repeat([1.0, -1.0], len(row))
        edge = np.bincount(flat, sign, rows * wide).astype(np.int16).reshape(rows, wide)
        found: Flags = np.cumsum(edge[:, :bins], axis=1, dtype=np.int16) > 0
        return found


def _reached(
    found: Presences, grid: Grid, dense: Flags, ring: tuple[Reach, Reach]
) -> tuple[Floats, Ints, Ints]:
    """How far each presence reaches, and from which bin to which."""
    metres = np.where(dense, ring[0].metres, ring[1].metres) + found.radius
    wait = np.where(dense, ring[0].seconds, ring[1].seconds)
    return metres, grid.of(found.begin - wait), grid.of(found.end + wait)


def habit(usual: NDArray[np.float32]) -> NDArray[np.float32]:
    """Days on which a thing was so, on the mean of about an hour around each time of day."""
    found: NDArray[np.float32] = uniform_filter1d(usual, _HABIT, axis=-1, mode="wrap")
    return found
