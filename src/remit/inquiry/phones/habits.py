"""What besides contacts speaks for a succession: when, at which hours, in which handset, where."""

import numpy as np
from scipy.special import gammaln

from remit.inquiry.phones.calls import DAY, HOUR, Calls, Floats, Ints
from remit.inquiry.phones.lives import Lives

__all__ = ["LATEST", "SOONEST", "as_many", "hours", "hours_alike", "in_turn"]

SOONEST, LATEST = -10.0, 28.0
"""Days from the last regular use of the old to the first of the new, at least and at most."""

BESIDE = 0.35
"""Share of the shorter life for which both may be in use at most."""

PARTS = 8
"""Parts of a day, of three hours each."""

MOST_SEEN = 40.0
"""Uses that the hours of a telephone count for at most: they hang together in conversations."""

RECEIVED = 0.3
"""What a call received counts for beside one made: its hour is rather the caller's."""

STEADY = 12.0
"""How close hours of one person keep to the hours of all, as a number of uses."""

MOST_BITS = 5.0

ABOUT = 0.5
"""How far the number of contacts of one person moves over a change: standard deviation of its
logarithm."""


def in_turn(old: Ints, new: Ints, life: Lives, days: float) -> Floats:
    """Bits for the new having begun when the old fell silent, over any other day of the data."""
    gap = (life.first[new] - life.last[old]) / DAY
    soon = np.exp(-np.abs(gap) / 0.7) / 1.4
    late = np.exp(-np.abs(gap) / 4.0) / 8.0
    found = np.log2(np.maximum((0.65 * soon + 0.35 * late) * max(days, 1.0), 2.0**-8))
    lived = np.minimum(life.last - life.first, 1 << 40) / DAY
    beside = -gap > BESIDE * np.minimum(lived[old], lived[new]) + 0.5
    return np.asarray(np.where((gap < SOONEST) | (gap > LATEST) | beside, -np.inf, found))


def hours(calls: Calls, together: float) -> Floats:
    """Uses of each telephone by part of the day, (n, 8), scaled to `MOST_SEEN` at most; so many
    come `together` and count as one."""
    part = calls.times % DAY // (3 * HOUR)
    own = np.where(np.arange(len(part)) < len(calls.time), 1.0, RECEIVED)
    seen = np.bincount(calls.who * PARTS + part, weights=own, minlength=calls.n * PARTS)
    table = seen.reshape(calls.n, PARTS) / together
    total = np.maximum(table.sum(axis=1, keepdims=True), 1e-9)
    return np.asarray(table * np.minimum(1.0, MOST_SEEN / total))


def hours_alike(old: Ints, new: Ints, table: Floats) -> Floats:
    """Bits for the same hours of use rather than those of any two."""
    prior = table.sum(axis=0) + 1.0
    prior = STEADY * prior / prior.sum()

    def said(seen: Floats) -> Floats:
        many = seen.sum(axis=-1)
        each = gammaln(prior + seen) - gammaln(prior)
        return np.asarray(each.sum(axis=-1) + gammaln(STEADY) - gammaln(STEADY + many))

    alone = said(table)
    found = said(table[old] + table[new]) - alone[old] - alone[new]
    return np.asarray(np.clip(found / np.log(2), -MOST_BITS, MOST_BITS))


def as_many(old: Ints, new: Ints, many: Ints, news: Ints) -> Floats:
    """Bits for the new having about as many contacts as the old, over any that began (`news`)."""
    size = np.log1p(many.astype(float))
    common = np.zeros(len(many))
    for each in np.unique(many[news]):
        near = np.exp(-0.5 * ((np.log1p(float(each)) - size[news]) / ABOUT) ** 2)
        common[many == each] = near.mean()
    same = np.exp(-0.5 * ((size[new] - size[old]) / ABOUT) ** 2)
    found = np.log2(np.maximum(same, 1e-9) / np.maximum(common[new], 1e-9))
    return np.asarray(np.clip(found, -2.0, 3.0))
