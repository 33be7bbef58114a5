"""Every use held against every mover: was it there, elsewhere, or is it not known?

For each use and mover there is one of three answers and how likely it would be by chance: of the
mover's own habit at that place and time of day on other days, and of the crowd that was there at
that moment, the greater counts. So a place where everybody is at eight weighs little, and so does
one where this mover is every day whether the card is used or not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.inquiry.movements.grid import A_DAY, BIN, DAY, Near, Raster, habit
from remit.inquiry.movements.uses import Uses

__all__ = ["ELSEWHERE", "THERE", "UNKNOWN", "Compared", "Set", "compared"]

Floats = NDArray[np.float64]
Small = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

THERE, ELSEWHERE, UNKNOWN = 2, 1, 0

_PRIOR = 1.0
"""Days that what is usual of all movers counts beside a mover's own."""

_LEAST, _MOST = 1e-4, 0.97

_SHARE = 0.25
"""Of the chance to be within a ring, at least the share of what is in none nearer."""


@dataclass(frozen=True, slots=True)
class Set:
    """How clocks and places are set: what was found wrong, put right."""

    clock: Floats
    """(p,) seconds by which each place's clock runs fast."""
    at: Floats
    """(p, 2) where each place is taken to be."""

    @staticmethod
    def said(uses: Uses) -> "Set":
        """As the records say."""
        return Set(np.zeros(len(uses.places)), uses.at.copy())


@dataclass(frozen=True, slots=True)
class Compared:
    """(uses, movers) each."""

    answer: NDArray[np.int8]
    """Unknown, elsewhere, or `THERE` and more: within the nearest ring, the next and so on."""
    chance: Small
    """log2 of the chance of being within that ring, of any where it was elsewhere; 0 where nobody
    can say where the place is."""


def compared(raster: Raster, uses: Uses, how: Set, turned: Ints | None = None) -> Compared:
    """Every use against every mover. `turned` are whole days by which each use is moved on, around
    the end of the time that is looked at, for what chance gives."""
    answer = np.zeros((len(uses), raster.movers), np.int8)
    chance = np.zeros((len(uses), raster.movers), np.float32)
    order = np.argsort(uses.place, kind="stable")
    edges = np.searchsorted(uses.place[order], np.arange(len(uses.places) + 1))
    for place in range(len(uses.places)):
        rows = order[edges[place] : edges[place + 1]]
        near = raster.near(how.at[place], float(uses.radius[place])) if len(rows) else []
        if not near:
            continue
        begin = uses.begin[rows] - how.clock[place]
        end = np.maximum(uses.end[rows] - how.clock[place] - 1.0, begin)
        if turned is not None:
            move = _turned(begin, turned[rows], raster)
            begin, end = begin + move, end + move
        first, last = raster.grid.of(begin), raster.grid.of(end)
        inside = (first >= 0) & (last < raster.grid.bins)
        long = inside & (last - first >= A_DAY // 4)
        middle = (first + last) // 2
        for some, put in ((inside & ~long, _short), (long, _long)):
            if some.any():
                answer[rows[some]], chance[rows[some]] = _answers(raster, near, middle[some], put)
    return Compared(answer, chance)


def _turned(begin: Floats, turned: Ints, raster: Raster) -> Floats:
    day = np.floor((begin - raster.grid.start) / DAY).astype(np.int64)
    return np.asarray((((day + turned) % raster.grid.days) - day) * DAY, np.float64)


def _short(raster: Raster, near: Near, at: Ints) -> tuple[Flags, Small]:
    """Who was there in the bins `at`, and how likely that is by chance: (movers, n) each."""
    movers, time = raster.movers, at % A_DAY
    there, able = near.there(at), raster.able(at)
    here = np.zeros((movers, len(at)), bool)
    here[near.rows] = there
    days = np.maximum(raster.usual_able[:, time] - able, 0.0)
    smooth = habit(near.usual)[:, time]
    usual = np.zeros((movers, len(at)), np.float32)
    usual[near.rows] = np.maximum(np.maximum(near.usual[:, time], smooth) - there, 0.0)
    common = (near.usual.sum(0) + 0.5) / max(1.0, float(raster.active.sum()))
    by_habit = (usual + _PRIOR * common[time]) / (np.maximum(days, usual) + _PRIOR)
    crowd = there.sum(0, keepdims=True) - here
    by_crowd = (crowd + 0.5) / (np.maximum(able.sum(0), there.sum(0)) + 1.0)
    return here, np.clip(np.maximum(by_habit, by_crowd), _LEAST, _MOST).astype(np.float32)


def _long(raster: Raster, near: Near, at: Ints) -> tuple[Flags, Small]:
    """The same of uses of which only the day is known, that of the bins `at`."""
    day = np.clip(at // A_DAY, 0, raster.grid.days - 1)
    there, able = near.days[:, day], raster.active[:, day]
    here = np.zeros((raster.movers, len(day)), bool)
    here[near.rows] = there
    usual = np.zeros((raster.movers, len(day)), np.float32)
    usual[near.rows] = near.days.sum(1, keepdims=True) - there
    days = raster.active.sum(1, keepdims=True) - able
    common = near.days.sum() / max(1.0, float(raster.active.sum()))
    by_habit = (usual + _PRIOR * common) / (np.maximum(days, usual) + _PRIOR)
    crowd = there.sum(0, keepdims=True) - here
    by_crowd = (crowd + 0.5) / (able.sum(0) + 1.0)
    return here, np.clip(np.maximum(by_habit, by_crowd), _LEAST, _MOST).astype(np.float32)


def _answers(
    raster: Raster, near: Sequence[Near], at: Ints, put: Callable[..., tuple[Flags, Small]]
) -> tuple[NDArray[np.int8], Small]:
    """The nearest ring that a mover was in, and the chance to be in that and in none nearer."""
    known = raster.known[:, at] if put is _short else raster.active[:, at // A_DAY]
    answer = np.where(known, ELSEWHERE, UNKNOWN).astype(np.int8)
    inside = np.zeros(answer.shape, np.float32)
    likely = np.zeros(answer.shape, np.float32)
    for ring, one in enumerate(near):
        here, chance = put(raster, one, at)
        chance = np.maximum(chance, inside)
        own = np.maximum(chance - inside, _SHARE * chance)
        new = here & (answer < THERE)
        answer[new], likely[new] = THERE + ring, own[new]
        inside = chance
    likely = np.where(answer >= THERE, likely, inside)
    return answer.T, np.log2(likely).T


assert DAY % BIN == 0
