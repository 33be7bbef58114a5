"""Setting right: clocks that run wrong, positions that are displaced, places nobody can place.

Whole sources come first, since one clock or one map is wrong for all that it holds; then single
tills and places, against what is left. Nothing is set that chance would give as often as a finding
may be (`REPORTED`), and every setting pays for all the others that were tried.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from remit.inquiry.finding import REPORTED
from remit.inquiry.movements.compared import Set
from remit.inquiry.movements.fitting import STEPS, Fit, ring_of
from remit.inquiry.movements.grid import BIN, Raster
from remit.inquiry.movements.placing import Placed, displaced, place_all
from remit.inquiry.movements.uses import Uses

__all__ = ["Wrong", "set_right"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_TOO_NEAR = 900.0
"""Seconds: a clock wrong by less is not told from people's habits."""

_TURNS = (1, 2, 3, 5)
"""Days by which uses are turned for what chance gives a clock."""

_POOR = 2.0
"""Bits below which a place does not fit where it is said to be."""

_LAGGING = 2_100.0
"""The same where movers have no tracks."""

_AN_HOUR = 12
"""Bins."""

_AROUND = 1_800.0
"""Seconds around a clock's setting in which it is looked for to the minute."""

_FEWEST = 5
"""Stops of known holders for that."""

_NONE = np.zeros(0)

_PLATEAU = 1.5
"""Bits within which two settings of a clock cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A clock or a position that was found to be other than said."""

    kind: Literal["clock", "displaced", "place"]
    source: int
    place: int
    """-1 for all of the source's."""
    seconds: float
    """By which the clock runs fast."""
    metres: tuple[float, float]
    """East and north, from where it is said to be to where it fits; for a `place`, where it is."""
    expected: float
    """How many as strong chance would give."""
    fits: int
    of: int
    """Uses, or of a displacement places, that fit, of how many."""


def set_right(
    raster: Raster, uses: Uses, holder: Ints, check: Callable[[], None]
) -> tuple[Set, tuple[Wrong, ...]]:
    """Clocks and places as they fit best. `holder` is (tokens,): who holds what already stands
    out, -1 for nobody."""
    fits = _fits(raster, uses, holder)
    how = Set.said(uses)
    found: list[Wrong] = []
    for again in range(2):
        check()
        clocks = _clocks(raster, uses, fits, how, check)
        how = Set(clocks.clock, how.at)
        if again:
            return how, (*found, *clocks.wrong)
        poor = [p for p in range(len(uses.places)) if clocks.best[p] < _POOR and len(fits[p])]
        if not poor:
            return how, clocks.wrong
        placed = place_all(raster, uses, fits, how.clock, poor, check)
        how, found = _moved(raster, uses, how, placed, clocks.best)
    return how, tuple(found)


def _fits(raster: Raster, uses: Uses, holder: Ints) -> list[Fit]:
    order = np.argsort(uses.place, kind="stable")
    edges = np.searchsorted(uses.place[order], np.arange(len(uses.places) + 1))
    return [
        Fit.of(raster, uses, order[edges[p] : edges[p + 1]], holder)
        for p in range(len(uses.places))
    ]


@dataclass(frozen=True, slots=True)
class _Clocks:
    clock: Floats
    best: Floats
    """(p,) bits of each place as set."""
    wrong: tuple[Wrong, ...]


def _clocks(
    raster: Raster, uses: Uses, fits: list[Fit], how: Set, check: Callable[[], None]
) -> _Clocks:
    """Clocks of sources, then of tills, as they fit the places where they are taken to be."""
    places = len(uses.places)
    curve = np.zeros((places, len(STEPS)))
    chance = np.zeros((len(_TURNS), places, len(STEPS)))
    placed = np.zeros(places, bool)
    for place in range(places):
        if place % 20 == 0:
            check()
        near = raster.near(how.at[place], float(uses.radius[place])) if len(fits[place]) else []
        if not near:
            continue
        placed[place], ring = True, near[ring_of(raster)]
        curve[place] = fits[place].clocks(raster, ring, STEPS)
        for n, days in enumerate(_TURNS):
            if days < raster.grid.days:
                chance[n, place] = fits[place].turned(raster, days).clocks(raster, ring, STEPS)
    lag, slack = _habitual(raster, curve, uses)
    start = np.full(places, lag)
    wrong = []
    for source in range(len(uses.sources)):
        own = placed & (uses.source == source)
        if own.sum() > 1:
            said = _one(curve[own].sum(0), chance[:, own].sum(1), lag, slack, len(uses.sources))
            if said is not None:
                start[own] = said[0]
                wrong.append(_clock(source, -1, said, lag, fits, np.flatnonzero(own)))
    best = np.where(placed, curve[np.arange(places), start], -np.inf)
    clock = np.where(placed, (STEPS[start] - STEPS[lag]) * BIN, 0.0)
    for till in np.flatnonzero(placed).tolist():
        at = int(start[till])
        said = _one(curve[till], chance[:, till], at, slack, int(placed.sum()))
        if said is not None:
            clock[till], best[till] = said[2] - STEPS[lag] * BIN, curve[till, said[0]]
            wrong.append(_clock(int(uses.source[till]), till, said, lag, fits, [till]))
    exact = [_exact(raster, uses, fits, how, one, placed) for one in wrong]
    for one in sorted(exact, key=lambda one: one.place):
        own = placed & (uses.source == one.source)
        clock[own if one.place < 0 else np.arange(places) == one.place] = one.seconds
    return _Clocks(clock, best, tuple(exact))


def _habitual(raster: Raster, curve: Floats, uses: Uses) -> tuple[int, int]:
    """The setting that is no fault, and how many bins around it are none either.

    A track says when a mover was there. Reads and cells are mostly of the way there, so that every
    use seems late; what all share, within an hour, is no clock's fault.
    """
    middle = len(STEPS) // 2
    if raster.found.dense.any():
        return middle, round(_TOO_NEAR / BIN)
    by_source = [curve[uses.source == n].sum(0) for n in range(len(uses.sources))]
    most = max(by_source, key=lambda one: float(one.max()), default=curve.sum(0))
    near = slice(middle - _AN_HOUR, middle + _AN_HOUR + 1)
    lag = middle - _AN_HOUR + int(most[near].argmax()) if most.max() > 0 else middle
    return int(lag), round(_LAGGING / BIN)


def _one(
    curve: Floats, chance: Floats, now: int, slack: int, tried: int
) -> tuple[int, float, float] | None:
    """The setting that fits best, how many as good chance gives, and the seconds; None where it
    is not better than the present one by more than chance."""
    best = int(curve.argmax())
    if abs(best - now) <= slack:
        return None
    present = float(curve[max(0, now - slack) : now + slack + 1].max())
    level = max(present, float(chance.max(initial=0.0)), 0.0)
    expected = tried * len(curve) * 2.0 ** -max(0.0, float(curve[best]) - level)
    if expected > REPORTED:
        return None
    flat = np.flatnonzero(curve >= curve[best] - _PLATEAU)
    flat = flat[np.abs(flat - best) <= 6]
    return best, float(expected), float(STEPS[flat].mean() * BIN)


def _exact(
    raster: Raster, uses: Uses, fits: list[Fit], how: Set, one: Wrong, placed: NDArray[np.bool_]
) -> Wrong:
    """To the minute, where holders are known by tracks: the seconds that most of their stops
    allow, each as many as from the end of the stop to its beginning."""
    own = placed & (uses.source == one.source) if one.place < 0 else None
    places = np.flatnonzero(own) if own is not None else np.array([one.place])
    low, high = [], []
    for place in places:
        spans = raster.stops(how.at[place], float(uses.radius[place]))
        for when, holder in zip(fits[place].when, fits[place].holder, strict=True):
            begin, end = spans.get(int(holder), (_NONE, _NONE))
            some = (begin <= when - one.seconds + _AROUND) & (end >= when - one.seconds - _AROUND)
            low += (when - end[some]).tolist()
            high += (when - begin[some]).tolist()
    if len(low) < _FEWEST:
        return one
    at = np.sort(np.array(low + high))
    depth = np.searchsorted(np.sort(low), at, side="right") - np.searchsorted(
        np.sort(high), at, side="left"
    )
    best = np.flatnonzero(depth == depth.max())
    seconds = float((at[best[0]] + at[min(best[0] + 1, len(at) - 1)]) / 2)
    return replace(one, seconds=seconds, fits=int(depth.max()), of=len(low))


def _clock(
    source: int, place: int, said: tuple[int, float, float], lag: int, fits: list[Fit],
    places: NDArray[np.int64] | list[int],
) -> Wrong:  # fmt: skip
    of = sum(len(fits[int(p)].bins) for p in places)
    seconds = said[2] - float(STEPS[lag]) * BIN
    return Wrong("clock", source, place, float(seconds), (0.0, 0.0), said[1], of, of)


def _moved(
    raster: Raster, uses: Uses, how: Set, placed: dict[int, Placed], best: Floats
) -> tuple[Set, list[Wrong]]:
    """Places where they fit; of a source whose places fit elsewhere alike, all of them."""
    at, wrong = how.at.copy(), []
    explained: set[int] = set()
    for source in range(len(uses.sources)):
        said = displaced(uses, source, placed, raster)
        if said is None:
            continue
        move, expected, agreeing, of = said
        own = (uses.source == source) & np.isfinite(uses.at[:, 0])
        fine = own & (best >= _POOR)
        if fine.sum() > agreeing:
            continue
        at[own] = uses.at[own] + np.array(move)
        explained |= set(np.flatnonzero(own).tolist())
        wrong.append(Wrong("displaced", source, -1, 0.0, move, expected, agreeing, of))
    for place, one in placed.items():
        if place in explained and np.hypot(*(at[place] - one.at)) <= 3 * one.metres:
            continue
        at[place] = one.at
        where = (float(one.at[0]), float(one.at[1]))
        wrong.append(
            Wrong(
                "place", int(uses.source[place]), place, 0.0, where, one.expected, one.fits, one.of
            )
        )
    return Set(how.clock, at), wrong
