"""Which two organisations are worth comparing: those that share what few have.

A name's words as they sound, two of them together, a number, a postal code. A key that more than
so many records have is passed over.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt

from remit.identity.firms import Firm, Firms
from remit.identity.names.reading import Reading
from remit.identity.reading import symbol

__all__ = ["MOST", "firm_pairs"]

Ints = npt.NDArray[np.int64]

MOST = 60
"""Records of a key beyond which it is passed over."""


def firm_pairs(firms: Firms) -> tuple[Ints, Ints]:
    """Pairs of numbers of records, the smaller first, each once and in order."""
    having: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(firms.one):
        for key in set(_keys(one)):
            having[key].append(at)
    found = {
        pair for some in having.values() if 2 <= len(some) <= MOST for pair in combinations(some, 2)
    }
    pairs = np.array(sorted(found), np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _keys(one: Firm) -> Iterator[str]:
    for name in one.names:
        words = _sounds(name)
        yield from (f"word {word}" for word in words)
        yield from (f"words {a} {b}" for a, b in combinations(words, 2))
        yield f"name {' '.join(words)}"
        yield f"run {''.join(word.text for word in name.words)}"
    for value in (*one.registered, *one.codes, *(v for some in one.numbers for v in some)):
        yield f"value {value}"
    if len(one.lines) > 1:
        yield f"lines {' '.join(sorted(one.lines))}"


def _sounds(name: Reading) -> list[str]:
    return sorted({symbol(word.text) for word in name.words if word.weight > 0.1})
