"""Who holds which card, device or mark: by being, again and again, where it was used.

Each use is held against each mover (`compared.py`) and says so many bits for or against it
(`weighing.py`); clocks that run wrong, displaced positions and places that nobody can place are set
right together with who holds what (`setting.py`); the best way of holding of each token is taken
(`holding.py`) and told how often chance would give as much (`chance.py`).

It sees no names and reads no view: arrays in, arrays out.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.inquiry.movements.chance import Tail, tail
from remit.inquiry.movements.compared import ELSEWHERE, THERE, Compared, Set, compared
from remit.inquiry.movements.grid import DAY, Grid, Raster, Reach
from remit.inquiry.movements.holding import Held, held, sums
from remit.inquiry.movements.presence import Presences
from remit.inquiry.movements.setting import Wrong, set_right
from remit.inquiry.movements.uses import Uses
from remit.inquiry.movements.weighing import FIRST, Habits, bits, learned, standing_out

__all__ = ["RINGS", "Holders", "Pair", "holders"]

RINGS = (
    (Reach(150.0, 300.0), Reach(200.0, 600.0)),
    (Reach(400.0, 900.0), Reach(1_000.0, 2_400.0)),
)
"""How near counts as there, nearest first: of movers with a track and of those without."""

_ROUNDS = 2
"""Times that clocks and places are set right and holders weighed anew."""

_TURNED = 200_000
"""Pairs that what chance gives is measured on, about."""

_TURNS = (2, 12)
"""Times that all uses are turned for it, at least and at most."""

_LEAST_SHARE = 0.5
"""Share of what holders usually have that a mover has at least of the uses at which it is known
where it was: a companion at dinner has less."""

_FEWEST = 4
"""Uses where it was, at least."""

_FEWEST_IN_TURN = 8
"""The same of one of two that hold a token in turn: the holder's friends give him a lift."""

_IN_TURN = 0.7
"""Of that share, what one of two in turn has at least."""

_SETTINGS = 4
"""Ways that the same pairs were looked at in: rounds of setting right, and ways of holding."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A mover that may hold a token."""

    held: Held
    expected: float
    """How many pairs as strong chance would give."""
    there: NDArray[np.int64]
    """Uses, by row of `Uses`, at which it was there."""
    elsewhere: NDArray[np.int64]
    """At which it was somewhere else."""
    unknown: int
    """At which it is not known."""
    by_chance: float
    """At how many of those it would have been by chance."""


@dataclass(frozen=True, slots=True)
class Holders:
    """What was found, and how."""

    pairs: tuple[Pair, ...]
    wrong: tuple[Wrong, ...]
    set: Set
    habits: Habits
    tail: Tail


def holders(
    found: Presences, uses: Uses, *, seed: int = 0, check: Callable[[], None] = lambda: None
) -> Holders:
    """Every pair that stands out, with what chance would give; nothing is left out for being weak.

    `check` is called now and then, and may raise to stop it.
    """
    order = np.lexsort((uses.begin, uses.token))
    grid = _grid(found, uses)
    raster = Raster(found, grid, RINGS)
    how: Set = Set.said(uses)
    wrong: tuple[Wrong, ...] = ()
    state = _weighed(raster, uses, order, how, FIRST)
    for _ in range(_ROUNDS):
        check()
        how, wrong = set_right(raster, uses, _any_holder(state.holder), check)
        state = _weighed(raster, uses, order, how, state.habits)
    state = _weighed(raster, uses, order, how, state.habits)
    check()
    many = np.bincount(uses.token, minlength=len(uses.tokens))
    compared_pairs = (
        int((many >= _FEWEST).sum()) * int(np.any(raster.active, axis=1).sum()) * _SETTINGS
    )
    chance = tail(_turned(raster, uses, order, how, state.habits, seed, check), compared_pairs)
    pairs = tuple(_pairs(raster, uses, order, state, chance, check))
    return Holders(pairs, wrong, how, state.habits, chance)


@dataclass(frozen=True, slots=True)
class _State:
    compared: Compared
    said: NDArray[np.float32]
    habits: Habits
    holder: NDArray[np.int64]
    """(tokens, kinds) the mover of each kind that stands out, -1 for none."""


def _weighed(
    raster: Raster, uses: Uses, order: NDArray[np.int64], how: Set, habits: Habits
) -> _State:
    """Bits of every use, its rows by token and time, and habits learned of what stands out."""
    found = compared(raster, uses, how)
    found = Compared(found.answer[order], found.chance[order])
    token, dense = uses.token[order], raster.found.dense
    said = bits(found, dense, habits)
    holder = _standing(raster, sums(said, token, len(uses.tokens)))
    for kind in range(holder.shape[1]):
        if (holder[:, kind] >= 0).any():
            habits = learned(found, token, holder[:, kind], dense, habits)
    return _State(found, said, habits, holder)


def _standing(raster: Raster, whole: NDArray[np.float32]) -> NDArray[np.int64]:
    kinds = raster.found.of.kind
    found = np.full((len(whole), int(kinds.max(initial=0)) + 1), -1, np.int64)
    least = float(np.log2(max(2, whole.size))) + 3.0
    for kind in range(found.shape[1]):
        own = np.flatnonzero(kinds == kind)
        if len(own):
            best = standing_out(whole[:, own], least, 6.0)
            found[:, kind] = np.where(best >= 0, own[best], -1)
    return found


def _any_holder(holder: NDArray[np.int64]) -> NDArray[np.int64]:
    """(tokens,) of the first kind of which one stands out."""
    found = np.full(len(holder), -1, np.int64)
    for kind in range(holder.shape[1]):
        found = np.where(found < 0, holder[:, kind], found)
    return found


def _turned(
    raster: Raster, uses: Uses, order: NDArray[np.int64], how: Set, habits: Habits, seed: int,
    check: Callable[[], None],
) -> list[NDArray[np.float32]]:  # fmt: skip
    """Bits of pairs by chance: the uses of each token moved on by days of its own."""
    rng = np.random.default_rng(seed)
    days, found = raster.grid.days, []
    if days < 3:
        return []
    many = _TURNED // max(1, len(uses.tokens) * raster.movers)
    for _ in range(min(max(many, _TURNS[0]), _TURNS[1])):
        check()
        move = rng.integers(1, days, len(uses.tokens))[uses.token]
        other = compared(raster, uses, how, move)
        other = Compared(other.answer[order], other.chance[order])
        said = bits(other, raster.found.dense, habits)
        found.append(sums(said, uses.token[order], len(uses.tokens)))
    return found


def _pairs(
    raster: Raster, uses: Uses, order: NDArray[np.int64], state: _State, chance: Tail,
    check: Callable[[], None],
) -> list[Pair]:  # fmt: skip
    token, when = uses.token[order], uses.begin[order]
    edges = np.searchsorted(token, np.arange(len(uses.tokens) + 1))
    found = []
    kinds = raster.found.of.kind
    for kind in np.unique(kinds):
        movers = np.flatnonzero(kinds == kind)
        for one in range(len(uses.tokens)):
            if one % 50 == 0:
                check()
            span = slice(int(edges[one]), int(edges[one + 1]))
            for best in held(one, state.said[span][:, movers], when[span]):
                mover = int(movers[best.mover])
                pair = _pair(best, mover, movers, order[span], state, span, chance, raster)
                if pair is not None:
                    found.append(pair)
    return found


def _pair(
    best: Held, mover: int, movers: NDArray[np.int64], rows: NDArray[np.int64], state: _State,
    span: slice, chance: Tail, raster: Raster,
) -> Pair | None:  # fmt: skip
    """With its uses; None where a mover was too seldom there to have held the token."""
    part = slice(span.start + best.first, span.start + best.last)
    own = rows[best.first : best.last]
    answer, likely = state.compared.answer[part, mover], state.compared.chance[part, mover]
    there, away = answer >= THERE, answer == ELSEWHERE
    asked = there | away
    if there.sum() < (_FEWEST_IN_TURN if best.way == "in turn" else _FEWEST):
        return None
    usual = state.habits.there(bool(raster.found.dense[mover]))
    share = there.sum() / asked.sum()
    turn = _IN_TURN if best.way == "in turn" else 1.0
    if share < _LEAST_SHARE * usual * turn:
        return None
    strength = min(best.bits, best.ahead + np.log2(max(1, len(movers))))
    return Pair(
        Held(best.token, mover, best.bits, best.ahead, best.way, best.first, best.last,
             other=int(movers[best.other]) if best.other >= 0 else -1,
             next=int(movers[best.next]) if best.next >= 0 else -1),
        chance.expected(float(strength)), own[there], own[away], int((~asked).sum()),
        float(np.exp2(likely[asked & (likely < 0)]).sum()),
    )  # fmt: skip


def _grid(found: Presences, uses: Uses) -> Grid:
    """Whole days around everything; times beyond a year from the middle are left out."""
    every = np.concatenate([found.begin, found.end, uses.begin])
    if not len(every):
        return Grid(0.0, 1)
    middle = float(np.median(every))
    near = every[np.abs(every - middle) < 183 * DAY]
    start = np.floor(near.min() / DAY) * DAY
    return Grid(float(start), int((near.max() - start) // DAY) + 1)
