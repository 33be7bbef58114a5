"""Which things were near several crimes of one kind more often than they usually are there.

Presence is any record that puts a thing at a point: a plate read, a call through a cell, a fix. Of
each thing and occasion it is asked how often the thing is near the same place at the same hour on
other days; a courier who passes every evening is near every theft and stands out in none.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from remit.inquiry.chance import expected, tail_of_counts

__all__ = ["APART", "FEWEST", "SCALES", "Crimes", "Near", "Seen", "near", "occasions"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SCALES = ((500.0, 420), (1_500.0, 600))
"""How near counts as near: metres from the crime, and seconds before its earliest and after its
latest time. Where cameras and cells stand close together the first tells more, else the second; a
cell's site may stand farther from who uses it."""

APART = 2 * 3600
"""Seconds within which crimes of one kind are one occasion: who is near one is near the next."""

FEWEST = 3
"""Occasions that a thing has to be near; with fewer nothing stands out that could be checked."""

SCORED = 2
"""Occasions from which on things are scored: what chance gives is told from many low scores."""

DAY = 86_400
_MOST_DAYS = 28
"""Other days looked at, before and after, those nearest first."""

_WEIGHT = 2.0
"""How many days a thing's presence near all occasions counts for, beside what is counted at one."""


@dataclass(frozen=True)
class Crimes:
    """Crimes of one kind in order of time; arrays of equal length."""

    begin: Ints
    """Seconds since 1970, UTC."""
    end: Ints
    place: Floats
    """(n, 2) metres east and north of any origin."""


@dataclass(frozen=True)
class Seen:
    """Records that put a thing at a point; arrays of equal length, in any order."""

    thing: Ints
    at: Ints
    """Seconds since 1970, UTC."""
    point: Ints
    """Position in `points`."""
    points: Floats
    """(p, 2) metres, as of the crimes."""


@dataclass(frozen=True)
class Near:
    """Things that were near some occasions; those of at least `FEWEST`, arrays of equal length."""

    thing: Ints
    occasions: tuple[Ints, ...]
    """Of each thing, the occasions that it was near."""
    usual: Floats
    """How many it would be near on other days, on average."""
    expected: Floats
    """How many things as far beyond what is usual one moved copy of the crimes has."""
    days: int
    """Other days that were looked at."""


def occasions(begin: Ints) -> Ints:
    """The occasion of each crime, from 0: one goes on while the next begins within `APART`.

    >>> occasions(np.array([0, 600, 90_000])).tolist()
    [0, 0, 1]
    """
    return np.cumsum(np.diff(begin, prepend=begin[:1]) > APART)


def near(
    crimes: Crimes,
    seen: Seen,
    metres: float,
    seconds: int,
    check: Callable[[], None] = lambda: None,
) -> Near:
    """Things near the occasions of the crimes, each held against its own other days.

    A thing has to do with those occasions alone that lie between its first record and its last: a
    telephone that was not yet in use was absent from nothing.
    """
    which = occasions(crimes.begin)
    shifts = _days(crimes, seen, seconds)
    hits = _hits(crimes, which, seen, shifts, metres, seconds, check)
    many = int(which.max()) + 1 if len(which) else 0
    if not len(hits) or many < FEWEST or len(shifts) < 3:
        return Near(np.zeros(0, np.int64), (), np.zeros(0), np.zeros(0), len(shifts) - 1)
    things, hits = _often(hits)
    total = np.zeros((len(things), many))
    np.add.at(total, (hits[:, 0], hits[:, 1]), 1)
    alive = _alive(crimes, which, seen, things, shifts)
    found: list[tuple[Ints, Floats, Floats, npt.NDArray[np.bool_]]] = []
    for day in range(len(shifts)):
        check()
        found.append(_scored(hits[hits[:, 2] == day], total, alive, day))
    rows, scores, usual, there = found[0]
    tested = len(np.unique(seen.thing))
    beyond = expected(scores.tolist(), [one[1].tolist() for one in found[1:]], tested)
    enough = there.sum(axis=1) >= FEWEST
    return Near(
        thing=things[rows[enough]],
        occasions=tuple(np.flatnonzero(one) for one in there[enough]),
        usual=usual[enough],
        expected=beyond[enough],
        days=len(shifts) - 1,
    )


def _days(crimes: Crimes, seen: Seen, seconds: int) -> Ints:
    """Shifts in days, 0 first, that leave half of the crimes or more within what is recorded."""
    if not len(seen.at) or not len(crimes.begin):
        return np.zeros(1, np.int64)
    first, last = int(seen.at.min()), int(seen.at.max())
    order = [0]
    for days in range(1, _MOST_DAYS + 1):
        for shift in (days, -days):
            begin = crimes.begin + shift * DAY - seconds
            end = crimes.end + shift * DAY + seconds
            if ((begin >= first) & (end <= last)).mean() >= 0.5:
                order.append(shift)
    return np.array(order)


def _hits(
    crimes: Crimes,
    which: Ints,
    seen: Seen,
    shifts: Ints,
    metres: float,
    seconds: int,
    check: Callable[[], None],
) -> Ints:
    """(n, 3): thing, occasion and position of the shift, each once."""
    order = np.lexsort((seen.at, seen.point))
    point, at, thing = seen.point[order], seen.at[order], seen.thing[order]
    starts = np.searchsorted(point, np.arange(len(seen.points) + 1))
    close = cKDTree(seen.points).query_ball_point(crimes.place, metres)
    found: list[Ints] = []
    for crime, points in enumerate(close):
        check()
        since = crimes.begin[crime] - seconds + shifts * DAY
        until = crimes.end[crime] + seconds + shifts * DAY
        for one in points:
            low, high = starts[one], starts[one + 1]
            if low == high:
                continue
            lows = low + np.searchsorted(at[low:high], since, side="left")
            highs = low + np.searchsorted(at[low:high], until, side="right")
            for day in np.flatnonzero(highs > lows):
                some = thing[lows[day] : highs[day]]
                found.append(
                    np.column_stack(
                        (some, np.full(len(some), which[crime]), np.full(len(some), day))
                    )
                )
    if not found:
        return np.zeros((0, 3), np.int64)
    return np.unique(np.concatenate(found), axis=0)


def _often(hits: Ints) -> tuple[Ints, Ints]:
    """Things with enough hits on some one day to be scored, and their hits, numbered anew."""
    each = hits[:, 0] * (hits[:, 2].max() + 1) + hits[:, 2]
    values, counts = np.unique(each, return_counts=True)
    things = np.unique(values[counts >= SCORED] // (hits[:, 2].max() + 1))
    kept = hits[np.isin(hits[:, 0], things)]
    return things, np.column_stack((np.searchsorted(things, kept[:, 0]), kept[:, 1:]))


def _alive(
    crimes: Crimes, which: Ints, seen: Seen, things: Ints, shifts: Ints
) -> npt.NDArray[np.bool_]:
    """(things, occasions, shifts): whether it lies between the thing's first record and last."""
    place = np.full(int(seen.thing.max()) + 1, -1)
    place[things] = np.arange(len(things))
    mine = place[seen.thing] >= 0
    number, at = place[seen.thing[mine]], seen.at[mine]
    first = np.full(len(things), np.iinfo(np.int64).max)
    last = np.full(len(things), np.iinfo(np.int64).min)
    np.minimum.at(first, number, at)
    np.maximum.at(last, number, at)
    begin = crimes.begin[np.searchsorted(which, np.arange(int(which.max()) + 1))]
    moved = begin[None, :, None] + shifts[None, None, :] * DAY
    found: npt.NDArray[np.bool_] = (moved >= first[:, None, None] - DAY) & (
        moved <= last[:, None, None] + DAY
    )
    return found


def _scored(
    hits: Ints, total: Floats, alive: npt.NDArray[np.bool_], day: int
) -> tuple[Ints, Floats, Floats, npt.NDArray[np.bool_]]:
    """Things near at least `SCORED` occasions on one day: rows, scores, usual counts, where."""
    counts = np.bincount(hits[:, 0], minlength=len(total))
    rows = np.flatnonzero(counts >= SCORED)
    there = np.zeros((len(rows), total.shape[1]), bool)
    place = np.full(len(total), -1)
    place[rows] = np.arange(len(rows))
    mine = hits[place[hits[:, 0]] >= 0]
    there[place[mine[:, 0]], mine[:, 1]] = True
    asked = alive[rows, :, day] | there
    trials = np.maximum(alive[rows].sum(axis=2) - asked, 0)
    others = total[rows] - there
    overall = (others.sum(axis=1, keepdims=True) + 0.5) / (trials.sum(axis=1, keepdims=True) + 1)
    # None in 27 days at one place says no more than that it is seldom near any of them.
    chances = np.maximum(overall, (others + _WEIGHT * overall) / (trials + _WEIGHT))
    chances = np.where(asked, np.minimum(chances, 1.0), 0.0)
    scores = tail_of_counts(chances, there.sum(axis=1), asked.sum(axis=1))
    return rows, scores, chances.sum(axis=1), there
