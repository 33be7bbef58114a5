"""Which pairs of records are worth comparing: those that share a key which few have.

A key that many records have says little and brings many pairs: it is passed over, and how many
were is told. In a large table one key in common is not enough, unless very few have it.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from remit.identity.columns import THREADS
from remit.identity.keys import Keys

__all__ = ["ALONE", "MANY", "MOST", "Candidates", "Rule", "candidates", "rule_of"]

Ints = npt.NDArray[np.int64]

MOST = 50
"""Records that may share a key before it is passed over."""

MANY = 200_000
"""Records from which two that share one key alone are compared only where few have it."""

ALONE = 5
"""Records that may have such a key. On a million this leaves a fifth of the pairs, and 0.4 of 100
true pairs are missed more."""

_ENOUGH = 2
"""What keys in common must be worth: two of them, or one that few have."""

_ROWS = 20_000
"""Records whose pairs are worked out at once."""


@dataclass(frozen=True)
class Candidates:
    """Pairs of records, each once, `left < right`, in order."""

    left: Ints
    right: Ints
    passed_over: int
    """Keys that more records have than the rule lets a key have."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Which records that share a key are a pair. Kept with an index, so that it never changes as
    the index grows."""

    most: int
    """Records that may share a key before it is passed over."""
    alone: int
    """Records that may have a key which makes a pair by itself; of other keys it takes two."""


def rule_of(size: int) -> Rule:
    """The rule for a table of so many records."""
    return Rule(MOST, ALONE if size >= MANY else MOST)


def candidates(found: Keys, size: int, rule: Rule | None = None) -> Candidates:
    """The pairs of `size` records that share keys enough by `rule`; by `rule_of` where none is
    given."""
    rule = rule or rule_of(size)
    wanted = (found.sizes > 1) & (found.sizes <= rule.most)
    sizes = found.sizes[wanted]
    worth = np.where(sizes <= rule.alone, _ENOUGH, 1).astype(np.int32)
    # A table of keys by records, times itself: for each two records what their keys are worth.
    # Worked out by rows, so that what must be held at once does not grow with the table.
    cells = np.repeat(worth, sizes), found.record[np.repeat(wanted, found.sizes)]
    has = csr_array((*cells, np.r_[0, np.cumsum(sizes)]), shape=(len(sizes), size))
    by_record = has.T.tocsr()
    by_record.data = np.ones_like(by_record.data)

    def pairs(begin: int) -> Ints:
        both = by_record[begin : begin + _ROWS] @ has
        enough = np.flatnonzero(both.data >= _ENOUGH)
        left = np.searchsorted(both.indptr, enough, side="right") - 1 + begin
        right = both.indices[enough]
        once = left < right
        codes: Ints = left[once] * size + right[once]
        codes.sort()
        return codes

    with ThreadPoolExecutor(THREADS) as both:
        codes = np.concatenate([np.empty(0, np.int64), *both.map(pairs, range(0, size, _ROWS))])
    return Candidates(codes // size, codes % size, int((found.sizes > rule.most).sum()))
