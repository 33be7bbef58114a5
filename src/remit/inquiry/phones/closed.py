"""Closed circles: telephones that hardly called anybody but each other and all changed at once.

They share no contact with their successors, so the old circle is laid over the new one: who with
whom, how often, who calls whom, at which hours. The best laying over is looked for from every
possible first pair, by assignment in turn; how firm a pair is, is the loss without it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import lgamma, log

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from remit.inquiry.phones.alike import SHORTEST
from remit.inquiry.phones.calls import DAY, Bools, Floats, Ints
from remit.inquiry.phones.pairs import Ground, Scored

__all__ = ["MOST_TOGETHER", "SURE", "Circle", "Laid", "circles", "laid"]

MOST_TOGETHER = 24
"""Telephones in a circle at most: beyond that it is no closed one."""

FEWEST_TOGETHER = 2
"""And at least."""

INSIDE = 0.7
"""Share of its calls that a telephone of a closed circle has within it at least."""

DAYS_APART = 5.0
"""Days between two of a circle falling silent, or beginning, at most."""

SAMPLED = 16
"""Telephones in a circle at most for which layings over are sampled."""

STEPS = 8_000
"""Exchanges that are tried."""

SURE = 0.01
"""Chance at most with which one circle is taken for the other."""

AT_ONCE = (-4.0, 6.0)
"""Days from one circle falling silent to the other beginning, at least and at most."""

COST = 1.0
"""Bits that a pair must gain to be laid over each other at all."""


@dataclass(frozen=True)
class Circle:
    """An old circle and a new one that could be it."""

    old: Ints
    new: Ints
    outside: float
    """Bits for both having the same rare property of keeping to themselves."""
    compared: int
    """How many circles were held against each other."""


@dataclass(frozen=True)
class Laid:
    """The best laying over: pairs, what each is worth, how firm it is, and chance for the whole."""

    old: Ints
    new: Ints
    bits: Floats
    firm: Floats
    expected: float
    turn: float
    """Bits for the one having begun when the other fell silent, of the pairs on average."""


def circles(of: Ground, label: Ints, free_old: Bools, free_new: Bools) -> list[Circle]:
    """Every old circle with every new one that began as it fell silent."""
    ended, began = of.life.ended, of.life.began
    old = of.old[free_old[of.old] & (ended[of.old] > began[of.old] / 2)]
    new = of.new[free_new[of.new] & (began[of.new] > ended[of.new] / 2)]
    olds = _components(of, old, of.life.last, label)
    news = _components(of, new, of.life.first, label)
    found = []
    for a in olds:
        for b in news:
            gap = (np.median(of.life.first[b]) - np.median(of.life.last[a])) / DAY
            if AT_ONCE[0] <= gap <= AT_ONCE[1] and not set(a.tolist()) & set(b.tolist()):
                found.append((a, b))
    whole = len(of.edge.phone) and len(np.unique(of.edge.phone))
    kept = sum(len(x) for x in olds) + sum(len(x) for x in news)
    rare = max(0.0, log(max(whole, 1) / max(kept, 1), 2))
    return [Circle(a, b, rare, len(found)) for a, b in found]


def laid(of: Ground, circle: Circle, node: Scored) -> Laid | None:
    """The best laying over of two circles; None where nothing fits.

    `node` holds what speaks for each pair besides the calls within the circle, old by new.
    """
    k, m = len(circle.old), len(circle.new)
    turn = np.where(np.isfinite(node.turn), node.turn, -60.0).reshape(k, m)
    own = (node.contacts + node.hours + node.devices + node.direct).reshape(k, m) + turn - COST
    edges = _edges(of, circle)
    best: tuple[float, Ints] | None = None
    seen: dict[bytes, tuple[float, Ints]] = {}
    for a, b in _starts(own):
        to = _polished(own, edges, a, b)
        if to.tobytes() not in seen:
            seen[to.tobytes()] = _total(own, edges, to), to
    if not seen:
        return None
    for _, to in list(seen.values()):
        for other in _exchanged(to, m):
            if other.tobytes() not in seen:
                seen[other.tobytes()] = _total(own, edges, other), other
    best = max(seen.values(), key=lambda one: (one[0], one[1].tobytes()))
    total, to = best
    at = np.flatnonzero(to >= 0)
    if len(at) < 2:
        return None
    firm = np.array(
        [total - max((t for t, one in seen.values() if one[a] != to[a]), default=0.0) for a in at]
    )
    when = turn[at, to[at]]
    ways = (lgamma(m + 1) - lgamma(m - len(at) + 1)) / log(2)
    whole = total + COST * len(at) - when.sum() + when.mean() + circle.outside - ways
    expected = circle.compared * 2.0 ** -float(np.clip(whole, -900.0, 900.0))
    if expected <= SURE:
        firm = np.minimum(firm, _sampled(own, edges, to)[at])
    bits = own[at, to[at]] + _inside(edges, to)[at, to[at]]
    return Laid(circle.old[at], circle.new[to[at]], bits, firm, expected, float(when.mean()))


def _components(of: Ground, phones: Ints, when: Ints, label: Ints) -> list[Ints]:
    """Circles among `phones`: in contact, at most some days apart, mostly with each other."""
    edge, n, life = of.edge, of.calls.n, of.life
    mark = np.zeros(n, dtype=bool)
    mark[phones] = True
    moved = np.zeros((2, n), dtype=bool)
    moved[0, of.old] = moved[1, of.new] = True
    total = edge.made + edge.received
    near = np.abs(when[edge.phone] - when[edge.other]) <= DAYS_APART * DAY
    inner = np.bincount(label, minlength=n)[label[edge.other]] > 1
    for side, at in enumerate((life.last, life.first)):
        soon = np.abs(when[edge.phone] - at[edge.other]) <= DAYS_APART * DAY
        inner |= soon & moved[side, edge.other]
    within = np.bincount(edge.phone, weights=total * inner, minlength=n)
    every = np.bincount(edge.phone, weights=total, minlength=n)
    mark &= within >= INSIDE * np.maximum(every, 1)
    known = np.bincount(label, minlength=n)[label] > 1
    kept = mark[edge.phone] & ((mark[edge.other] & near) | known[edge.other])
    whom = np.where(known[edge.other], label[edge.other], edge.other)[kept]
    table = coo_array((np.ones(int(kept.sum())), (edge.phone[kept], whom)), shape=(n, n))
    _, which = connected_components(table.tocsr(), directed=False)
    found = []
    marked = np.flatnonzero(mark)
    for one in np.unique(which[edge.phone[kept]]):
        members = marked[which[marked] == one]
        if FEWEST_TOGETHER <= len(members) <= MOST_TOGETHER:
            found.append(members)
    return found


def _edges(of: Ground, circle: Circle) -> Floats:
    """Bits of old a, new b, old c, new d: a's calls with c and d, b's with d and c.

    While a circle changes, those who have changed already are in contact with those who have not.
    """
    life, rates = of.life, of.rates
    old, new = circle.old, circle.new
    n, n_made = _table(of, old, old)
    m, m_made = _table(of, new, new)
    cross, cross_made = _table(of, old, new)
    back, back_made = _table(of, new, old)
    first = np.minimum(life.first_clock[old][:, None], life.first_clock[new])
    last = np.maximum(life.last_clock[old][:, None], life.last_clock[new])
    before = _span(life.first_clock[old], life.last_clock[old], first, last)[:, None]
    after = _span(life.first_clock[new], life.last_clock[new], first, last)[None]
    dense = np.clip(max(_dense(n), _dense(m)), 0.1, 0.9)
    had = n[:, None, :, None] + cross[:, None, None, :]
    has = m[None, :, None, :] + back[None, :, :, None]
    had_made = n_made[:, None, :, None] + cross_made[:, None, None, :]
    has_made = m_made[None, :, None, :] + back_made[None, :, :, None]
    same = rates.shared(had, has, before, after, had_made, has_made, dense)
    lost = rates.none(had, before, after) - np.log(1 - dense)
    new_one = rates.none(has, after, before) - np.log(1 - dense)
    neither = np.full(1, -np.log(1 - dense))
    found = np.where(had > 0, np.where(has > 0, same, lost), np.where(has > 0, new_one, neither))
    found = found / np.log(2)
    k, j = len(old), len(new)
    found[np.arange(k), :, np.arange(k), :] = 0.0
    found[:, np.arange(j), :, np.arange(j)] = 0.0
    return np.asarray(found)


def _table(of: Ground, some: Ints, others: Ints) -> tuple[Floats, Floats]:
    """Calls of each of `some` with each of `others`, and how many of them it made."""
    row, column = np.full((2, of.calls.n), -1)
    row[some], column[others] = np.arange(len(some)), np.arange(len(others))
    a, b = row[of.edge.phone], column[of.edge.other]
    both = (a >= 0) & (b >= 0)
    total, made = np.zeros((2, len(some), len(others)))
    made[a[both], b[both]] = of.edge.made[both]
    total[a[both], b[both]] = (of.edge.made + of.edge.received)[both]
    return total, made


def _span(first: Floats, last: Floats, since: Floats, until: Floats) -> Floats:
    """Days of traffic of each telephone within the life of each old and new: (phone, old, new)."""
    end = np.minimum(last[:, None, None], until)
    return np.asarray(np.maximum(end - np.maximum(first[:, None, None], since), SHORTEST))


def _dense(table: Floats) -> float:
    k = len(table)
    return float((table > 0).sum() / max(k * (k - 1), 1))


def _starts(own: Floats) -> Iterator[tuple[int, int]]:
    order = np.argsort(-own, axis=None, kind="stable")[:150]
    yield from ((int(x) // own.shape[1], int(x) % own.shape[1]) for x in order)


def _inside(edges: Floats, to: Ints) -> Floats:
    """Bits for each pair, given how the others are laid."""
    at = np.flatnonzero(to >= 0)
    return np.asarray(edges[:, :, at, to[at]].sum(axis=2))


def _polished(own: Floats, edges: Floats, a: int, b: int) -> Ints:
    to = np.full(len(own), -1)
    to[a] = b
    for _ in range(20):
        table = np.maximum(own + _inside(edges, to), 0.0)
        at, columns = linear_sum_assignment(table, maximize=True)
        again = np.full(len(own), -1)
        good = table[at, columns] > 0
        again[at[good]] = columns[good]
        if (again == to).all():
            break
        to = again
    return to


def _total(own: Floats, edges: Floats, to: Ints) -> float:
    at = np.flatnonzero(to >= 0)
    inside = edges[at[:, None], to[at][:, None], at, to[at]].sum() / 2
    return float(own[at, to[at]].sum() + inside)


def _sampled(own: Floats, edges: Floats, best: Ints) -> Floats:
    """How firm each pair is among all layings over, each weighed by its likelihood, in bits.

    Metropolis sampling by exchanges of two, from the best one; the seed is fixed.
    """
    k, m = own.shape
    size = max(k, m)
    padded = np.zeros((size, size, size, size)) if size <= SAMPLED else None
    if padded is None:
        return np.full(k, np.inf)
    padded[:k, :m, :k, :m] = edges
    alone = np.zeros((size, size))
    alone[:k, :m] = own
    to = np.concatenate([best, np.full(size - k, -1)])
    left = np.setdiff1d(np.arange(size), to)
    to[to < 0] = left
    draw = np.random.default_rng(0)
    pick = draw.integers(0, size, (STEPS, 2))
    level = np.log2(draw.random(STEPS))
    rows = np.arange(size)
    stays = np.zeros(k)
    for (a, c), least in zip(pick.tolist(), level.tolist(), strict=True):
        if a != c:
            b, d = to[a], to[c]
            inside = padded[a, d, rows, to] + padded[c, b, rows, to]
            inside -= padded[a, b, rows, to] + padded[c, d, rows, to]
            inside[[a, c]] = 0.0
            gain = inside.sum() + alone[a, d] + alone[c, b] - alone[a, b] - alone[c, d]
            gain += padded[a, d, c, b] - padded[a, b, c, d]
            if gain >= least:
                to[a], to[c] = d, b
        stays += to[:k] == best
    return np.asarray(-np.log2(np.maximum(1 - stays / STEPS, 0.5 / STEPS)))


def _exchanged(to: Ints, new: int) -> Iterator[Ints]:
    """Every laying over that differs in one pair, or by two pairs exchanged."""
    free = np.setdiff1d(np.arange(new), to)
    for a in range(len(to)):
        for b in (-1, *free.tolist()):
            other = to.copy()
            other[a] = b
            yield other
        for c in range(a):
            other = to.copy()
            other[a], other[c] = to[c], to[a]
            yield other
