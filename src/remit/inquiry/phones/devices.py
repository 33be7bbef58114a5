"""What handsets and cells say, where records have them: nothing where they have none."""

import numpy as np

from remit.inquiry.phones.calls import DAY, HOUR, Bools, Calls, Floats, Ints

__all__ = ["devices"]

SAME_HANDSET = 8.0
"""Bits at most for a number that goes on in the handset of the old: two may have swapped them."""

OTHER_HANDSET = -0.5
SAME_CELL = 5.0
"""Bits at most for the same cell at night."""

OTHER_CELL = -1.0
NIGHT = (21, 7)
"""UTC hours from and until which a telephone is taken to be where it sleeps."""


def devices(old: Ints, new: Ints, calls: Calls) -> Floats:
    """Bits for the handset and the cell at night of each pair."""
    found = np.zeros(len(old))
    if calls.handset is not None:
        most, shared = _usual(calls, *calls.handset, None)
        found += _told(most[old], most[new], shared, SAME_HANDSET, OTHER_HANDSET, calls.n)
    if calls.cell is not None:
        hour = calls.time % DAY // HOUR
        most, shared = _usual(calls, *calls.cell, (hour >= NIGHT[0]) | (hour < NIGHT[1]))
        found += _told(most[old], most[new], shared, SAME_CELL, OTHER_CELL, calls.n)
    return found


def _usual(calls: Calls, one: Ints, other: Ints, when: Bools | None) -> tuple[Ints, dict[int, int]]:
    """What each telephone is in most often, -1 for unknown; and how many are in each."""
    seen = np.concatenate([one, other])
    good = seen >= 0
    if when is not None:
        good &= np.concatenate([when, when])
    usual = np.full(calls.n, -1)
    if not good.any():
        return usual, {}
    size = int(seen.max()) + 1
    key, many = np.unique(calls.who[good] * size + seen[good], return_counts=True)
    order = np.lexsort((-key, many))
    usual[key[order] // size] = key[order] % size
    each, in_each = np.unique(usual[usual >= 0], return_counts=True)
    return usual, dict(zip(each.tolist(), in_each.tolist(), strict=True))


def _told(
    one: Ints, other: Ints, shared: dict[int, int], most: float, against: float, n: int
) -> Floats:
    rare = np.array([np.log2(n / max(shared.get(int(x), 1) - 1, 1)) for x in one])
    both = (one >= 0) & (other >= 0)
    return np.asarray(np.where(both, np.where(one == other, np.minimum(rare, most), against), 0.0))
