"""Which telephones that fell silent are held against which that began, and what that comes to."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array

from remit.inquiry.phones.alike import alike
from remit.inquiry.phones.calls import DAY, Bools, Calls, Floats, Ints
from remit.inquiry.phones.contacts import Contacts, Edges, contacts, edges
from remit.inquiry.phones.devices import devices
from remit.inquiry.phones.habits import LATEST, SOONEST, as_many, hours, hours_alike, in_turn
from remit.inquiry.phones.lives import Lives, lives
from remit.inquiry.phones.rates import Rates, fitted

__all__ = ["Ground", "Scored", "decoys", "ground", "scored", "valued"]

BETWEEN = -3.0
"""Bits for each call between the two beyond the first: one may be a trial of the new number."""

MOST_AGAINST = -30.0

COMES_INTO_QUESTION = 0.7
"""Share of the bits that a pair must bring to come into question beside others."""

POPULAR_AT_LEAST = 60
"""Contacts below which none is popular, however few telephones there are."""

THERE = 15.0
"""Bits at most by which being among those in question counts over being left out."""

POPULAR = 0.1
"""Share of all telephones beyond which a contact brings nobody together by itself."""


@dataclass(frozen=True)
class Ground:
    """What is worked out once of the calls."""

    calls: Calls
    life: Lives
    edge: Edges
    rates: Rates
    hours: Floats
    many: Ints
    """How many contacts each telephone has."""
    old: Ints
    """Telephones that fell silent."""
    new: Ints
    """Telephones that began."""

    @property
    def cost(self) -> float:
        """Bits that a pair must bring: any of so many could have taken up."""
        return float(np.log2(max(len(self.old), len(self.new), 2)))

    def direct(self, a: Ints, b: Ints) -> Ints:
        """Calls between each two."""
        key = self.edge.phone * self.calls.n + self.edge.other
        if not len(key):
            return np.zeros(len(a), dtype=np.int64)
        at = np.minimum(np.searchsorted(key, a * self.calls.n + b), len(key) - 1)
        many = (self.edge.made + self.edge.received)[at]
        return np.where(key[at] == a * self.calls.n + b, many, 0)


@dataclass(frozen=True)
class Scored:
    """Pairs with what speaks for each, in bits, part by part."""

    old: Ints
    new: Ints
    contacts: Floats
    shared: Ints
    hours: Floats
    turn: Floats
    devices: Floats
    direct: Floats
    worth: Floats
    """Bits against the others that come into question for the same two, above being left out;
    below 0 where a pair does not come into question."""

    @property
    def bits(self) -> Floats:
        """All of it."""
        return np.asarray(self.contacts + self.hours + self.turn + self.devices + self.direct)


def ground(calls: Calls) -> Ground:
    """Lives, edges, the fitted model and candidates."""
    life, edge = lives(calls), edges(calls)
    end = np.minimum(life.last_clock[edge.phone], life.last_clock[edge.other])
    begin = np.maximum(life.first_clock[edge.phone], life.first_clock[edge.other])
    total, made = (edge.made + edge.received).astype(float), edge.made.astype(float)
    once = edge.phone < edge.other
    even = edge.even.astype(float)[:, once]
    model = fitted(total[once], made[once], even, np.maximum(end - begin, 0.5)[once])
    many = np.bincount(edge.phone, minlength=calls.n)
    old, new = np.flatnonzero(life.ended > 0), np.flatnonzero(life.began > 0)
    return Ground(calls, life, edge, model, hours(calls, model.together), many, old, new)


def scored(of: Ground, label: Ints) -> tuple[Scored, Contacts]:
    """Every pair in turn that shares a contact which is not everybody's."""
    known = contacts(of.edge, of.life, label)
    old, new = _brought_together(of, known, of.old, of.new)
    turn = in_turn(old, new, of.life, of.calls.days)
    fit = np.isfinite(turn)
    old, new, turn = old[fit], new[fit], turn[fit]
    return valued(of, known, label, old, new, turn), known


def valued(
    of: Ground,
    known: Contacts,
    label: Ints,
    old: Ints,
    new: Ints,
    turn: Floats,
    passed_over: Bools | None = None,
) -> Scored:
    """What speaks for each of these pairs; contacts that are `passed_over` say nothing."""
    said = alike(old, new, known, of.life, label, of.rates, passed_over=passed_over)
    direct = np.maximum(BETWEEN * np.maximum(of.direct(old, new) - 1, 0), MOST_AGAINST)
    habits = hours_alike(old, new, of.hours) + as_many(old, new, of.many, of.new)
    things = devices(old, new, of.calls)
    else_ = habits + turn + things + direct
    worth = np.full(len(old), -1.0)
    some = np.flatnonzero(said.bits + else_ > COMES_INTO_QUESTION * of.cost)
    if len(some):
        a, b = old[some], new[some]
        local = alike(a, b, known, of.life, label, of.rates, passed_over=passed_over, rivals=True)
        many = np.bincount(a, minlength=of.calls.n)[a], np.bincount(b, minlength=of.calls.n)[b]
        worth[some] = local.bits + else_[some] - np.log2(np.maximum(*many))
        worth[some] += np.clip((said.bits + else_)[some] - of.cost, 0.0, THERE)
    return Scored(old, new, said.bits, said.shared, habits, turn, things, direct, worth)


def decoys(of: Ground, known: Contacts, label: Ints, explained: Ints) -> tuple[Floats, int]:
    """Bits of pairs of which none can have succeeded the other: both in use for days together;
    and of how many pairs they are those that share anything.

    Those in contact with each other are left out: they are told apart by that. So are those of
    which one is `explained` by a succession of its own: its circle is like it.
    """
    clear = np.zeros(of.calls.n, dtype=bool)
    clear[explained] = True
    found = []
    for some in (of.old, of.new):
        one, other = _brought_together(of, known, some, some)
        life = of.life
        both = np.minimum(life.last[one], life.last[other]) - np.maximum(
            life.first[one], life.first[other]
        )
        short = np.minimum(life.last[one] - life.first[one], life.last[other] - life.first[other])
        apart = (one < other) & (both > 2 * DAY) & (both > 0.4 * short)
        apart &= (of.direct(one, other) == 0) & ~clear[one] & ~clear[other]
        one, other = one[apart], other[apart]
        said = alike(one, other, known, of.life, label, of.rates)
        found.append(said.bits + hours_alike(one, other, of.hours))
    left = [int((~clear[some]).sum()) for some in (of.old, of.new)]
    return np.concatenate(found), sum(m * (m - 1) // 2 for m in left)


def _brought_together(of: Ground, known: Contacts, some: Ints, others: Ints) -> tuple[Ints, Ints]:
    n = of.calls.n
    rare = known.known <= max(POPULAR_AT_LEAST, POPULAR * n)
    tables = []
    for phones in (some, others):
        mark = np.zeros(n, dtype=bool)
        mark[phones] = True
        phone = known.key // n
        at = np.flatnonzero(mark[phone] & rare[known.label])
        ones = np.ones(len(at), dtype=np.int32)
        tables.append(coo_array((ones, (phone[at], known.label[at])), shape=(n, n)).tocsr())
    found = (tables[0] @ tables[1].T).tocoo()
    apart = found.row != found.col
    old, new = found.row[apart].astype(np.int64), found.col[apart].astype(np.int64)
    gap = (of.life.first[new] - of.life.last[old]) / DAY
    if some is not others:
        fit = (gap >= SOONEST) & (gap <= LATEST)
        old, new = old[fit], new[fit]
    order = np.lexsort((new, old))
    return old[order], new[order]
