"""Who held a token: nobody, one mover, one until a date and another from then, or two in turn.

Every way of holding is weighed by the bits of the uses and pays for how many such ways there are,
so that the best of many is no better than it should be. A mover stays in the answer only where it
adds enough by itself.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Held", "held", "sums"]

Small = NDArray[np.float32]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_CANDIDATES = 8
"""Movers of which two may hold a token in turn: those with most to be said for them."""

_TURNS = (0.5, 0.75, 0.25)
"""Shares of the uses of the first of two that hold a token in turn."""


@dataclass(frozen=True, slots=True)
class Held:
    """A mover that may hold a token, over some of its uses."""

    token: int
    mover: int
    bits: float
    """What the mover adds, with what its way of holding costs taken off."""
    ahead: float
    """Bits by which it is better than any other of its kind in its place."""
    way: Literal["alone", "until", "from", "in turn"]
    first: int
    last: int
    """First of the token's uses, in order of time, and the one after the last."""
    other: int = -1
    """The other mover of a token that was handed over or is used in turn; -1 for none known."""
    next: int = -1
    """The mover that would be next best; -1 for none."""


def sums(said: Small, token: Ints, tokens: int) -> Small:
    """(tokens, movers) bits over all uses; `token` is sorted."""
    found = np.zeros((tokens, said.shape[1]), np.float32)
    if len(token):
        first = np.flatnonzero(np.diff(token, prepend=-1))
        found[token[first]] = np.add.reduceat(said, first, axis=0)
    return found


def held(token: int, said: Small, when: Floats) -> list[Held]:
    """The best way in which one token is held. `said` is (uses, movers) in order of time, of
    movers of one kind; empty where nobody is the best answer."""
    uses, movers = said.shape
    if not uses or not movers:
        return []
    whole = said.sum(0, dtype=np.float64)
    alone = int(whole.argmax())
    options: list[tuple[float, list[Held]]] = [(0.0, [])]
    next_best, runner = _next(whole, (alone,))
    options.append(
        (
            float(whole[alone]),
            [Held(token, alone, float(whole[alone]), float(whole[alone] - next_best), "alone",
                  0, uses, next=runner)],
        )
    )  # fmt: skip
    options.append(_handed(token, said, when))
    options.append(_in_turn(token, said, whole))
    return max(options, key=lambda option: option[0])[1]


def _handed(token: int, said: Small, when: Floats) -> tuple[float, list[Held]]:
    """One until a day and another, or nobody known, from then on."""
    uses, movers = said.shape
    days = np.unique(np.floor(when / 86_400.0))
    cut = np.searchsorted(np.floor(when / 86_400.0), days[1:])
    if not len(cut):
        return -np.inf, []
    before = np.concatenate([np.zeros((1, movers)), np.cumsum(said, 0, dtype=np.float64)])
    early, late = before[cut], before[-1] - before[cut]
    best = np.maximum(early.max(1), 0.0) + np.maximum(late.max(1), 0.0)
    at = int(best.argmax())
    cost = float(np.log2(len(cut)) + np.log2(movers + 1))
    total, where = float(best[at]) - cost, int(cut[at])
    who, then = int(early[at].argmax()), int(late[at].argmax())
    if who == then:
        return -np.inf, []
    found = []
    parts: tuple[tuple[Floats, int, int, Literal["until", "from"], tuple[int, int]], ...] = (
        (early[at], who, then, "until", (0, where)),
        (late[at], then, who, "from", (where, uses)),
    )
    for row, mover, other, way, span in parts:
        gain = float(row[mover]) - float(np.log2(len(cut)))
        if gain <= 0:
            continue
        next_best, runner = _next(row, (mover,))
        ahead = float(row[mover] - next_best)
        found.append(
            Held(token, mover, gain, ahead, way, span[0], span[1], other=other, next=runner)
        )
    if len(found) == 1:
        found = [_without_other(found[0])]
    return total, found


def _without_other(one: Held) -> Held:
    return Held(one.token, one.mover, one.bits, one.ahead, one.way, one.first, one.last,
                next=one.next)  # fmt: skip


def _in_turn(token: int, said: Small, whole: Floats) -> tuple[float, list[Held]]:
    """Two that use it in turn."""
    uses, movers = said.shape
    promise = np.maximum(said, 0).sum(0)
    some = np.argsort(-promise, kind="stable")[:_CANDIDATES]
    if len(some) < 2:
        return -np.inf, []
    odds = np.exp2(np.clip(said[:, some], -20, 20).astype(np.float64))
    a, b = np.triu_indices(len(some), 1)
    mixed = [np.log2(w * odds[:, a] + (1 - w) * odds[:, b]).sum(0) for w in _TURNS]
    total = np.max(mixed, axis=0) - np.log2(len(_TURNS))
    order = np.argsort(-total, kind="stable")
    best = int(order[0])
    cost = float(np.log2(movers + 1))
    pair = (int(some[a[best]]), int(some[b[best]]))
    found = []
    for own, other in (pair, pair[::-1]):
        adds = float(total[best]) - max(0.0, float(whole[other]))
        rivals = [
            n for n in order[1:]
            if other in (some[a[n]], some[b[n]]) and own not in (some[a[n]], some[b[n]])
        ]  # fmt: skip
        ahead = float(total[best] - total[rivals[0]]) if rivals else adds
        runner = -1
        if rivals:
            n = rivals[0]
            runner = int(some[a[n]] if some[b[n]] == other else some[b[n]])
        found.append(Held(token, own, adds, ahead, "in turn", 0, uses, other=other, next=runner))
    return float(total[best]) - cost, found


def _next(row: Floats, taken: tuple[int, ...]) -> tuple[float, int]:
    """The best of the others, nobody (0 bits) included."""
    rest = row.copy()
    rest[list(taken)] = -np.inf
    if not np.isfinite(rest).any():
        return 0.0, -1
    at = int(rest.argmax())
    return max(0.0, float(rest[at])), at
