"""Devices as uses: where a phone or a tracker was, to be held against vehicles."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.inquiry.movements.presence import Fixes, presences
from remit.inquiry.movements.reading import KINDS, Tracked
from remit.inquiry.movements.uses import Uses

__all__ = ["MOST_FIXES", "MOST_PAIRS", "Carried", "carried"]

Ints = NDArray[np.int64]

MOST_PAIRS = 250_000
"""Devices times vehicles held against each other unasked: those of 500 people."""

MOST_FIXES = 200_000
"""Fixes of vehicles against which devices are held: a minute or so on two cores."""

_APART = 1_800.0
"""Seconds between two uses of a device at one place that count as two."""

_SQUARE = 150.0
"""Metres of a square that counts as one place."""

_MOST = 150_000
"""Uses of all devices together at most; beyond it each gives as many, evenly spread."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Devices as tokens, vehicles as movers."""

    vehicles: Tracked
    uses: Uses
    things: tuple[str, ...]
    rows: tuple[tuple[str, int], ...]


def carried(found: Tracked, only: frozenset[str] = frozenset()) -> Carried | None:
    """Devices and vehicles of what was read; None where one of the two is missing.

    With more than `MOST_PAIRS` of both, only devices that are named in `only` are looked at; with
    more than `MOST_FIXES` of vehicles none are, since it would take minutes.
    """
    fixes, vehicle = found.fixes, KINDS.index("vehicle")
    cars = np.flatnonzero(fixes.kind == vehicle)
    others = np.flatnonzero((fixes.kind != vehicle) & (fixes.kind != KINDS.index("person")))
    if int(np.isin(fixes.mover, cars).sum()) > MOST_FIXES:
        return None
    if len(cars) * len(others) > MOST_PAIRS:
        others = np.array([n for n in others.tolist() if fixes.movers[n] in only], np.int64)
    if not len(cars) or not len(others):
        return None
    own, rows = _only(found, others)
    stops = presences(own)
    some = np.flatnonzero(stops.stay)
    mover, begin, end = stops.mover[some], stops.begin[some], stops.end[some]
    square = np.floor(np.column_stack([stops.x[some], stops.y[some]]) / _SQUARE).astype(np.int64)
    _, place = np.unique(square, axis=0, return_inverse=True)
    place = place.ravel()
    when = np.where(end - begin > _APART, (begin + end) / 2, begin)
    order = np.lexsort((when, place, mover))
    fresh = np.ones(len(order), bool)
    again = (np.diff(mover[order]) == 0) & (np.diff(place[order]) == 0)
    fresh[1:] = ~again | (np.diff(when[order]) >= _APART)
    kept = order[fresh]
    kept = kept[:: max(1, -(-len(kept) // _MOST))]
    if not len(kept):
        return None
    many = np.maximum(np.bincount(place, minlength=int(place.max()) + 1), 1)
    at = np.column_stack([np.bincount(place, stops.x[some]), np.bincount(place, stops.y[some])])
    radius = np.bincount(place, stops.radius[some]) / many
    last = np.where(end[kept] - begin[kept] <= _APART, end[kept], when[kept])
    uses = Uses(
        mover[kept], when[kept], np.maximum(last, when[kept] + 1),
        place[kept], tuple(own.movers), tuple(str(n) for n in range(len(many))),
        at / many[:, None], radius, np.zeros(len(many), np.int64), ("the devices' own clocks",),
    )  # fmt: skip
    near = _rows(own, rows, found, mover[kept], when[kept])
    return Carried(_subset(found, cars), uses, tuple(own.movers), near)


def _only(found: Tracked, movers: Ints) -> tuple[Fixes, Ints]:
    """The fixes of some movers, numbered anew, and which of all they are."""
    fixes = found.fixes
    number = np.full(len(fixes.movers), -1)
    number[movers] = np.arange(len(movers))
    rows = np.flatnonzero(number[fixes.mover] >= 0)
    return Fixes(
        number[fixes.mover[rows]], fixes.begin[rows], fixes.end[rows], fixes.x[rows],
        fixes.y[rows], fixes.radius[rows], tuple(fixes.movers[m] for m in movers),
        fixes.kind[movers], fixes.source[movers], fixes.track[movers],
    ), rows  # fmt: skip


def _subset(found: Tracked, movers: Ints) -> Tracked:
    fixes, rows = _only(found, movers)
    return Tracked(fixes, fixes.movers, found.plane, [found.load[n] for n in rows], found.pos[rows])


def _rows(
    own: Fixes, rows: Ints, found: Tracked, mover: Ints, when: NDArray[np.float64]
) -> tuple[tuple[str, int], ...]:
    """The row of the last fix of each mover at or before each time."""
    order = np.lexsort((own.begin, own.mover))
    base, span = own.begin.min(), float(np.ptp(own.begin)) + 86_400.0
    line = own.mover[order] * span + (own.begin[order] - base)
    at = np.searchsorted(line, mover * span + (when - base), side="right") - 1
    first = np.searchsorted(own.mover[order], mover)
    which = rows[order[np.maximum(at, first)]]
    return tuple((found.load[n], int(found.pos[n])) for n in which)
