"""How many pairs as strong chance would give: the strictest of four answers counts.

- the model's: so many pairs were held against each other, and one that is none reaches so many
  bits once in 2 to that power;
- that of decoys: pairs in the same data of which none can have succeeded the other;
- that of times dealt out at random: two telephones in turn by chance, one all before the other;
- that of rivals: that another of those compared took up instead.
"""

import numpy as np
from scipy.stats import hypergeom

from remit.inquiry.phones.calls import Calls, Floats, Ints
from remit.inquiry.phones.lives import Lives

__all__ = ["overconfident", "separated"]

PASSED = 2
"""Strongest decoys that are passed over: a succession that was not seen may be among them."""


def overconfident(decoys: Floats, of_all: int) -> float:
    """Bits by which decoys are stronger than the model says that the best of so many would be."""
    strong = np.sort(decoys)[::-1][PASSED : PASSED + 50]
    if not len(strong) or not of_all:
        return 0.0
    said = np.log2(of_all / (PASSED + 1 + np.arange(len(strong))))
    return float(max(0.0, (strong - said).max()))


def separated(old: Ints, new: Ints, calls: Calls, life: Lives) -> Floats:
    """Chance that of two telephones with as many uses one comes as far before the other."""
    found = np.ones(len(old))
    times = calls.times[calls.order]
    for n, (a, b) in enumerate(zip(old.tolist(), new.tolist(), strict=True)):
        one = times[calls.begins[a] : calls.begins[a + 1]]
        other = times[calls.begins[b] : calls.begins[b + 1]]
        cut = (int(life.last[a]) + int(life.first[b]) + 1) // 2
        before, early = int((one <= cut).sum()), int((other < cut).sum())
        many = len(one) + len(other)
        tail = hypergeom.sf(before - 1, many, len(one), before + early)
        found[n] = min(1.0, float(tail) * (1 + len(one) - before + early))
    return found
