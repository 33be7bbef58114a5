"""How well a place and its clock fit the movers: bits for each way of setting a clock.

A use says that somebody is at the place. Where its holder is known already, it is the holder who
should be there; where not, one more than usual: among n movers where L are usual, n / L is how much
likelier that is (the size-biased count). Whoever would fit anyway, by habit at that time of day,
gives nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.inquiry.movements.grid import A_DAY, BIN, Near, Raster, habit
from remit.inquiry.movements.uses import Uses

__all__ = ["MOST_HOURS", "STEPS", "Fit", "ring_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Small = NDArray[np.float32]

MOST_HOURS = 13
"""Hours by which a clock is looked for to be wrong, either way: half a day for one set to the wrong
half, and one more for summer time."""

STEPS = np.arange(-MOST_HOURS * 12, MOST_HOURS * 12 + 1)
"""Settings of a clock that are tried, in bins."""

_HOLDER = 0.8
"""Share of the uses at which a holder is recorded as there, for a fit."""

_SOMEBODY = 0.6
"""Share of the uses at which one of the movers is the holder."""

_FLOOR = 0.02
"""Movers that are usual at a place where nobody ever was, and a habit of none."""


def ring_of(raster: Raster) -> int:
    """Which ring places and clocks are fitted on: the nearest of tracks, the last of points."""
    return 0 if raster.found.dense.any() else len(raster.rings) - 1


@dataclass(frozen=True, slots=True)
class Fit:
    """The uses of one place, ready to be held against points and clocks."""

    bins: Ints
    """(n,) bins of the uses of which the time of day is known."""
    holder: Ints
    """(n,) who holds what was used, -1 where that is not known."""
    days: Ints
    """(d,) days of the others."""
    day_holder: Ints
    when: Floats
    """(n,) seconds, the middle of what the record allows, beside `bins`."""

    @staticmethod
    def of(raster: Raster, uses: Uses, rows: Ints, holder: Ints) -> "Fit":
        """Of the uses in `rows`; `holder` is (tokens,)."""
        first = raster.grid.of(uses.begin[rows])
        last = raster.grid.of(np.maximum(uses.end[rows] - 1.0, uses.begin[rows]))
        long = last - first >= A_DAY // 4
        middle, who = (first + last) // 2, holder[uses.token[rows]]
        when = (uses.begin[rows] + uses.end[rows]) / 2
        return Fit(middle[~long], who[~long], middle[long] // A_DAY, who[long], when[~long])

    def __len__(self) -> int:
        return len(self.bins) + len(self.days)

    def some(self, most: int) -> "Fit":
        """At most so many uses of which the time of day is known, spread evenly."""
        step = max(1, len(self.bins) // most)
        own = slice(None, None, step)
        return Fit(self.bins[own], self.holder[own], self.days, self.day_holder, self.when[own])

    def turned(self, raster: Raster, days: int) -> "Fit":
        """The same moved on by whole days, around the end."""
        wide = raster.grid.bins
        return Fit(
            (self.bins + days * A_DAY) % wide, self.holder,
            (self.days + days) % raster.grid.days, self.day_holder, self.when,
        )  # fmt: skip

    def clocks(self, raster: Raster, near: Near, steps: Ints) -> Floats:
        """(steps,) bits for the clock running fast by so many bins, of the place at that point."""
        whole = np.zeros(len(steps))
        if len(self.bins):
            known = np.isin(self.holder, near.rows) & (self.holder >= 0)
            lost = (self.holder >= 0) & ~known
            whole += np.log2((1 - _HOLDER) / (1 - _FLOOR)) * lost.sum()
            whole += self._held(raster, near, known, steps)
            whole += self._crowd(raster, near, self.holder < 0, steps)
        return whole + self._by_day(raster, near)

    def _held(self, raster: Raster, near: Near, some: NDArray[np.bool_], steps: Ints) -> Floats:
        if not some.any():
            return np.zeros(len(steps))
        own = np.searchsorted(near.rows, self.holder[some])[:, None]
        at = self.bins[some][:, None] - steps
        found: Floats = _ratio(raster, near, own, at).sum(0)
        return found

    def _crowd(self, raster: Raster, near: Near, some: NDArray[np.bool_], steps: Ints) -> Floats:
        if not some.any():
            return np.zeros(len(steps))
        line = _surprise(raster, near)
        at = self.bins[some][:, None] - steps
        inside = (at >= 0) & (at < raster.grid.bins)
        found: Floats = np.where(inside, line[np.clip(at, 0, raster.grid.bins - 1)], 0.0).sum(0)
        return found

    def _by_day(self, raster: Raster, near: Near) -> float:
        if not len(self.days):
            return 0.0
        return float(_days(raster, near, self.days, self.day_holder).sum())

    def set(self, seconds: float) -> "Fit":
        """The same with a clock put right that runs fast by so much."""
        bins = self.bins - round(seconds / BIN)
        return Fit(bins, self.holder, self.days, self.day_holder, self.when - seconds)

    @staticmethod
    def together(fits: Sequence["Fit"]) -> "Together":
        """Several, to be held against the same points."""
        return Together(
            np.concatenate([one.bins for one in fits]),
            np.concatenate([one.holder for one in fits]),
            np.repeat(np.arange(len(fits)), [len(one.bins) for one in fits]),
            np.concatenate([one.days for one in fits]),
            np.concatenate([one.day_holder for one in fits]),
            np.repeat(np.arange(len(fits)), [len(one.days) for one in fits]),
        )


@dataclass(frozen=True, slots=True)
class Together:
    """The uses of several places, each beside the number of its place."""

    bins: Ints
    holder: Ints
    own: Ints
    days: Ints
    day_holder: Ints
    day_own: Ints

    def at(self, raster: Raster, near: Near, many: int) -> Floats:
        """(many,) bits of each place for being at a point."""
        line = _surprise(raster, near)
        inside = (self.bins >= 0) & (self.bins < raster.grid.bins)
        one = np.where(inside, line[np.clip(self.bins, 0, raster.grid.bins - 1)], 0.0)
        held = self.holder >= 0
        if held.any():
            one[held] = np.log2((1 - _HOLDER) / (1 - _FLOOR))
            known = held & np.isin(self.holder, near.rows)
            rows, at = np.searchsorted(near.rows, self.holder[known]), self.bins[known]
            one[known] = _ratio(raster, near, rows, at)
        found = np.bincount(self.own, one, many)
        if len(self.days):
            found += np.bincount(
                self.day_own, _days(raster, near, self.days, self.day_holder), many
            )
        return np.asarray(found, np.float64)


def _ratio(raster: Raster, near: Near, rows: Ints, at: Ints) -> Floats:
    """Bits of a holder having been there in a bin, or not; `rows` are places in `near.rows`."""
    able = raster.usual_able[near.rows]
    usual = np.clip((habit(near.usual) + _FLOOR) / (able + 1.0), 1e-3, 0.95)
    likely, there = usual[rows, at % A_DAY], near.was(rows, at)
    ratio = np.where(there, np.log2(_HOLDER / likely), np.log2((1 - _HOLDER) / (1 - likely)))
    return np.asarray(np.clip(ratio, -3.0, 8.0), np.float64)


def _days(raster: Raster, near: Near, days: Ints, holder: Ints) -> Floats:
    """Bits of each use of which only the day is known."""
    inside = (days >= 0) & (days < raster.grid.days)
    day = np.clip(days, 0, raster.grid.days - 1)
    seen = near.days.sum(0)
    usual = max(_FLOOR, float(seen.mean()))
    one = np.log2(_SOMEBODY * seen[day] / usual + 1 - _SOMEBODY)
    known = (holder >= 0) & np.isin(holder, near.rows)
    own = np.searchsorted(near.rows, holder[known])
    habits = np.clip(near.days.mean(1)[own], 1e-3, 0.95)
    one[holder >= 0] = np.log2((1 - _HOLDER) / (1 - _FLOOR))
    one[known] = np.where(
        near.days[own, day[known]],
        np.log2(_HOLDER / habits), np.log2((1 - _HOLDER) / (1 - habits)),
    )  # fmt: skip
    return np.where(inside, one, 0.0)


def _surprise(raster: Raster, near: Near) -> Small:
    """(bins,) bits that a use at that time gives, of a holder who is not known."""
    crowd = near.crowd().reshape(raster.grid.days, A_DAY)
    usual = habit(crowd.sum(0) - 0.0)
    others = np.maximum(usual - crowd, 0.0) + _FLOOR
    rate = others / max(1, raster.grid.days - 1)
    found: Small = np.log2(_SOMEBODY * crowd / np.maximum(rate, _FLOOR) + 1 - _SOMEBODY)
    return np.minimum(found, 8.0).ravel().astype(np.float32)
