"""Who took up from whom, all pairs at once: one old at most for each new, and the other way round.

An optimal assignment in which each may also be left without. How firm each pair is, is the loss
in bits to the best assignment that does without it, over exchanges with one other pair.
"""

import numpy as np
from scipy.optimize import linear_sum_assignment

from remit.inquiry.phones.calls import Bools, Floats, Ints

__all__ = ["assigned"]


def assigned(old: Ints, new: Ints, worth: Floats) -> tuple[Bools, Floats]:
    """Which of the pairs are chosen, and by how many bits each holds against its rivals.

    `worth` is what each pair gains over its two being left without; below 0 none is chosen.
    """
    chosen, firm = np.zeros(len(old), dtype=bool), np.zeros(len(old))
    good = np.flatnonzero(worth > 0)
    if not len(good):
        return chosen, firm
    rows, row = np.unique(old[good], return_inverse=True)
    columns, column = np.unique(new[good], return_inverse=True)
    table = np.zeros((len(rows), len(columns)))
    table[row, column] = worth[good]
    at, to = linear_sum_assignment(table, maximize=True)
    picked = table[at, to] > 0
    at, to = at[picked], to[picked]
    which = np.full(table.shape, -1)
    which[row, column] = good
    chosen[which[at, to]] = True
    firm[which[at, to]] = _firm(table, at, to)
    return chosen, firm


def _firm(table: Floats, at: Ints, to: Ints) -> Floats:
    """Loss of doing without each pair: its two left free, or one or both exchanged."""
    taken_row, taken_column = np.zeros(table.shape[0]), np.zeros(table.shape[1])
    taken_row[at], taken_column[to] = table[at, to], table[at, to]
    own_row = np.full(table.shape[0], -1)
    own_row[at] = to
    own_column = np.full(table.shape[1], -1)
    own_column[to] = at
    found = np.zeros(len(at))
    for n, (a, b) in enumerate(zip(at.tolist(), to.tolist(), strict=True)):
        others = table[a] - taken_column
        others[b] = 0.0
        rivals = table[:, b] - taken_row
        rivals[a] = 0.0
        best = max(0.0, float(others.max())) + max(0.0, float(rivals.max()))
        crossed = own_column[(table[a] > 0) & (own_column >= 0)]
        crossed = crossed[crossed != a]
        if len(crossed):
            away = own_row[crossed]
            swap = table[a, away] + table[crossed, b] - table[crossed, away]
            best = max(best, float(swap.max()))
        found[n] = table[a, b] - best
    return found
